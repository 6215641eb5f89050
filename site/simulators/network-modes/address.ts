import { PRESETS, presetOf } from './presets.ts';
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

/** The part of an address behind `#`: an example by its name, other settings one by one. */
export const hashOf = (simulator: string, settings: Settings): string => {
  const hash = new URLSearchParams({ simulator });
  const preset = PRESETS.find((one) => sameSettings(one.settings, settings));
  if (preset !== undefined) hash.set('preset', preset.id);
  else for (const name of SETTING_NAMES) hash.set(KEYS[name], textOf(settings, name));
  return `#${hash}`;
};

/**
 * What a hash asks of that simulator; undefined when it speaks of something else. Values out of
 * range become the nearest, those that are missing or make no sense those of the example.
 */
export const settingsIn = (hash: string, simulator: string): Settings | undefined => {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  if (given.get('simulator') !== simulator) return undefined;
  const value = (name: keyof Settings) => given.get(KEYS[name]) ?? undefined;
  const base = (presetOf(given.get('preset') ?? undefined) ?? PRESETS[0]).settings;
  return settingsFrom(value, base);
};
