import type { Scope } from '../arn.ts';
import { invalidParameter } from '../errors.ts';
import type { AccountSetting } from '../model/index.ts';
import type { State } from '../state.ts';

const ON_OFF = ['enabled', 'disabled', 'on', 'off'];

/** AWS: SettingName, with the value of who never chose and the values that can be chosen. */
export const SETTINGS: Readonly<
  Record<string, { readonly otherwise: string; readonly values: readonly string[] }>
> = {
  awsvpcTrunking: { otherwise: 'disabled', values: ON_OFF },
  containerInsights: { otherwise: 'disabled', values: ['enhanced', 'enabled', 'disabled'] },
  containerInstanceLongArnFormat: { otherwise: 'enabled', values: ON_OFF },
  defaultLogDriverMode: { otherwise: 'non-blocking', values: ['blocking', 'non-blocking'] },
  dualStackIPv6: { otherwise: 'disabled', values: ON_OFF },
  fargateFIPSMode: { otherwise: 'disabled', values: ON_OFF },
  fargateTaskRetirementWaitPeriod: { otherwise: '7', values: ['0', '7', '14'] },
  guardDutyActivate: { otherwise: 'off', values: [] },
  serviceLongArnFormat: { otherwise: 'enabled', values: ON_OFF },
  tagResourceAuthorization: { otherwise: 'off', values: ['on', 'off'] },
  taskLongArnFormat: { otherwise: 'enabled', values: ON_OFF },
};

/** Throws InvalidParameterException where AWS has no such setting. */
export function settingOf(name: string | undefined) {
  const setting = Object.hasOwn(SETTINGS, name ?? '') ? SETTINGS[name ?? ''] : undefined;
  if (name !== undefined && setting !== undefined) return { name, ...setting };
  throw invalidParameter(
    `The account setting name "${(name ?? '').slice(0, 100)}" is invalid: expected one of ${Object.keys(SETTINGS).join(', ')}.`,
  );
}

export const settingKey = ({
  account,
  region,
  principalArn,
  name,
}: Omit<AccountSetting, 'value'>): string => `${account} ${region} ${principalArn ?? ''} ${name}`;

/** What holds for that principal: its own, else the account's default, else AWS's. */
export function effectiveSetting(
  state: State,
  { account, region }: Scope,
  principalArn: string | null,
  name: string,
): string {
  const valueFor = (whose: string | null) =>
    state.accountSettings.get(settingKey({ account, region, principalArn: whose, name }))?.value;
  return valueFor(principalArn) ?? valueFor(null) ?? settingOf(name).otherwise;
}

export const isEnabled = (value: string): boolean => value === 'enabled' || value === 'on';
