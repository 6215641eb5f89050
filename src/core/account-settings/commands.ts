import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { invalidParameter } from '../errors.ts';
import type { AccountSetting } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { settingKey, settingOf } from './settings.ts';

export function putAccountSetting(
  tx: Transaction,
  { account, region }: Scope,
  { name: given, value, principalArn }: Commands['PutAccountSetting']['input'],
): CommandOutput<'PutAccountSetting'> {
  const { name, values } = settingOf(given);
  if (values.length === 0) {
    throw invalidParameter(`The account setting ${name} is read-only.`);
  }
  if (value === undefined || !values.includes(value)) {
    throw invalidParameter(
      `The value "${(value ?? '').slice(0, 100)}" of the account setting ${name} is invalid: expected one of ${values.join(', ')}.`,
    );
  }
  checkPrincipal(account, principalArn);
  const setting: AccountSetting = { account, region, principalArn, name, value };
  const before = tx.state.accountSettings.get(settingKey(setting));
  if (before?.value !== value) tx.emit({ type: 'AccountSettingPut', setting });
  return { setting };
}

/** What is not there is deleted already. */
export function deleteAccountSetting(
  tx: Transaction,
  { account, region }: Scope,
  { name: given, principalArn }: Commands['DeleteAccountSetting']['input'],
): CommandOutput<'DeleteAccountSetting'> {
  const { name, otherwise } = settingOf(given);
  checkPrincipal(account, principalArn);
  const key = settingKey({ account, region, principalArn, name });
  const before = tx.state.accountSettings.get(key);
  if (before !== undefined) tx.emit({ type: 'AccountSettingForgotten', key });
  const value = before?.value ?? otherwise;
  return { setting: { account, region, principalArn, name, value } };
}

function checkPrincipal(account: string, principalArn: string | null): void {
  if (principalArn === null || principalArn.startsWith(`arn:aws:iam::${account}:`)) return;
  throw invalidParameter(
    `The principal ARN "${principalArn.slice(0, 200)}" is invalid: expected a user, a role or the root user of account ${account}.`,
  );
}
