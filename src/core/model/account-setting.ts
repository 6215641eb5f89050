/** What an account, or one principal of it, chose for itself. */
export interface AccountSetting {
  readonly account: string;
  readonly region: string;
  /** Whose it is; null: of all in the account who have no own (AWS: PutAccountSettingDefault). */
  readonly principalArn: string | null;
  readonly name: string;
  readonly value: string;
}
