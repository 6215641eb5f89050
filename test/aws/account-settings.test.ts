import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRuntime, type WireRuntime } from '../wire/runtime.ts';
import { call, reportingFront } from './call.ts';

let runtime: WireRuntime;
let ask: (operation: string, input?: object) => Promise<Record<string, unknown>>;
beforeAll(async () => {
  runtime = await startRuntime();
  const { front } = reportingFront(runtime.controlPlane);
  ask = async (operation, input = {}) => (await call(front, 'ecs', operation, input)).json;
});
afterAll(() => runtime[Symbol.asyncDispose]());

const ROOT = 'arn:aws:iam::111122223333:root';
const ROLE = 'arn:aws:iam::111122223333:role/keeper';
const setting = (name: string, value: string, principalArn = ROOT) => ({
  name,
  value,
  principalArn,
  type: 'user',
});

describe('account settings', () => {
  test('who chose nothing has none, and effectively those of AWS', async () => {
    expect(await ask('ListAccountSettings', { principalArn: ROLE })).toEqual({ settings: [] });
    const { settings } = await ask('ListAccountSettings', {
      principalArn: ROLE,
      effectiveSettings: true,
      maxResults: 100,
    });
    expect(settings).toContainEqual(setting('awsvpcTrunking', 'disabled', ROLE));
    expect(settings).toContainEqual(setting('taskLongArnFormat', 'enabled', ROLE));
  });

  test("one's own goes before the account's default, and gives way to it again", async () => {
    const name = 'containerInsights';
    const effective = async () => {
      const input = { principalArn: ROLE, name, effectiveSettings: true };
      return (await ask('ListAccountSettings', input)).settings;
    };
    expect(await ask('PutAccountSettingDefault', { name, value: 'enabled' })).toEqual({
      setting: setting(name, 'enabled'),
    });
    expect(await effective()).toEqual([setting(name, 'enabled', ROLE)]);

    const own = { name, value: 'enhanced', principalArn: ROLE };
    expect(await ask('PutAccountSetting', own)).toEqual({
      setting: setting(name, 'enhanced', ROLE),
    });
    expect(await effective()).toEqual([setting(name, 'enhanced', ROLE)]);
    expect(await ask('ListAccountSettings', { principalArn: ROLE })).toEqual({
      settings: [setting(name, 'enhanced', ROLE)],
    });

    await ask('DeleteAccountSetting', { name, principalArn: ROLE });
    expect(await effective()).toEqual([setting(name, 'enabled', ROLE)]);
  });

  test('ten a page', async () => {
    const input = { effectiveSettings: true };
    const first = await ask('ListAccountSettings', input);
    expect(first.settings).toHaveLength(10);
    const second = await ask('ListAccountSettings', { ...input, nextToken: first.nextToken });
    expect(second).toEqual({ settings: [setting('taskLongArnFormat', 'enabled')] });
  });

  test.each([
    [
      'a name that AWS does not have',
      { name: 'moreCats', value: 'enabled' },
      /^The account setting name "moreCats" is invalid: expected one of awsvpcTrunking, /,
    ],
    [
      'a value that the setting does not have',
      { name: 'awsvpcTrunking', value: 'perhaps' },
      /^The value "perhaps" of the account setting awsvpcTrunking is invalid: expected one of enabled, disabled, on, off\.$/,
    ],
    [
      'a setting that others decide',
      { name: 'guardDutyActivate', value: 'on' },
      /^The account setting guardDutyActivate is read-only\.$/,
    ],
    [
      'a principal of another account',
      { name: 'awsvpcTrunking', value: 'enabled', principalArn: 'arn:aws:iam::999999999999:root' },
      /^The principal ARN "arn:aws:iam::999999999999:root" is invalid: expected a user, a role or the root user of account 111122223333\.$/,
    ],
  ])('refused: %s', async (_name, input, message) => {
    const answer = await ask('PutAccountSetting', input);
    expect(answer).toMatchObject({
      __type: expect.stringContaining('InvalidParameterException'),
      message: expect.stringMatching(message),
    });
  });
});
