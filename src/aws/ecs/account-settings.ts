import type {
  DeleteAccountSettingRequest,
  DeleteAccountSettingResponse,
  ListAccountSettingsRequest,
  ListAccountSettingsResponse,
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse,
  PutAccountSettingRequest,
  PutAccountSettingResponse,
  Setting,
  SettingName,
} from '@aws-sdk/client-ecs';
import { effectiveSetting, SETTINGS, settingOf } from '../../core/account-settings/settings.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';

/** AWS lists ten a page unless told otherwise. */
const DEFAULT_PAGE = 10;

export async function putAccountSetting(
  { controlPlane, scope, principalArn: caller }: Context,
  { name, value, principalArn = caller }: PutAccountSettingRequest,
): Promise<PutAccountSettingResponse> {
  const input = { name, value, principalArn };
  const { setting } = await controlPlane.execute('PutAccountSetting', scope, input);
  return { setting: shown(setting.name, setting.value, principalArn) };
}

export async function putAccountSettingDefault(
  { controlPlane, scope, principalArn: caller }: Context,
  { name, value }: PutAccountSettingDefaultRequest,
): Promise<PutAccountSettingDefaultResponse> {
  const input = { name, value, principalArn: null };
  const { setting } = await controlPlane.execute('PutAccountSetting', scope, input);
  return { setting: shown(setting.name, setting.value, caller) };
}

export async function deleteAccountSetting(
  { controlPlane, scope, principalArn: caller }: Context,
  { name, principalArn = caller }: DeleteAccountSettingRequest,
): Promise<DeleteAccountSettingResponse> {
  const input = { name, principalArn };
  const { setting } = await controlPlane.execute('DeleteAccountSetting', scope, input);
  return { setting: shown(setting.name, setting.value, principalArn) };
}

/** Those of the principal or, with `effectiveSettings`, what holds for it, of each there is. */
export function listAccountSettings(
  { controlPlane: { state }, scope, principalArn: caller }: Context,
  input: ListAccountSettingsRequest,
): ListAccountSettingsResponse {
  const { principalArn = caller, effectiveSettings = false } = input;
  if (input.name !== undefined) settingOf(input.name);
  const values = new Map<string, string>();
  if (effectiveSettings) {
    for (const name of Object.keys(SETTINGS)) {
      values.set(name, effectiveSetting(state, scope, principalArn, name));
    }
  } else {
    for (const setting of state.accountSettings.values()) {
      const { account, region } = setting;
      if (account !== scope.account || region !== scope.region) continue;
      if (setting.principalArn === principalArn) values.set(setting.name, setting.value);
    }
  }
  const names = [...values.keys()].filter(
    (name) =>
      (input.name ?? name) === name && (input.value ?? values.get(name)) === values.get(name),
  );
  const { arns, nextToken } = page(names.sort(compareText), input, { defaultSize: DEFAULT_PAGE });
  return {
    settings: arns.map((name) => shown(name, values.get(name) ?? '', principalArn)),
    nextToken,
  };
}

const shown = (name: string, value: string, principalArn: string): Setting => ({
  name: isSettingName(name) ? name : undefined,
  value,
  principalArn,
  type: name === 'guardDutyActivate' ? 'aws_managed' : 'user',
});

const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);
