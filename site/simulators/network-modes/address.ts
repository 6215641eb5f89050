import { addresses } from '../address.ts';
import { PRESETS } from './presets.ts';
import { SETTING_NAMES, type Settings, sameSettings, settingsFrom, textOf } from './settings.ts';

const KEYS: Readonly<Record<keyof Settings, string>> = {
  mode: 'mode',
  launchType: 'launch',
  instanceType: 'type',
  instances: 'instances',
  copies: 'copies',
  memoryMiB: 'memory',
  trunking: 'trunking',
};

const { hashOf, askedBy } = addresses<Settings>({
  presets: PRESETS,
  same: sameSettings,
  write: (settings) =>
    Object.fromEntries(SETTING_NAMES.map((name) => [KEYS[name], textOf(settings, name)])),
  read: (text, otherwise) => settingsFrom((name) => text(KEYS[name]), otherwise),
});

export { hashOf };

export const settingsIn = (hash: string, simulator: string): Settings | undefined =>
  askedBy(hash, simulator)?.settings;
