import { ListAccountSettingsCommand, type SettingName } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';

/** The value that holds for who asks: their own, else the account's default, else AWS's. */
export const accountSetting = async (
  { ecs, signal }: CheckContext,
  name: SettingName,
): Promise<string> => {
  const { settings } = await ecs.send(
    new ListAccountSettingsCommand({ name, effectiveSettings: true }),
    { abortSignal: signal },
  );
  return settings?.[0]?.value ?? 'unknown';
};
