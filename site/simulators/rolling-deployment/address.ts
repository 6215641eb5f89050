import { nearest } from '../range.ts';
import { DEFAULT_GOAL, GOAL_RANGES, type Goal } from './goal.ts';
import { PRESETS, presetOf } from './presets.ts';
import {
  RANGES,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  sameSettings,
} from './settings.ts';

/** All that a link reopens. */
export interface Place {
  readonly settings: Settings;
  readonly goal: Goal;
  /** Index of the frame that is shown. */
  readonly at: number;
}

const KEYS: Readonly<Record<SettingName, string>> = {
  desired: 'desired',
  minimumHealthyPercent: 'min',
  maximumPercent: 'max',
  capacity: 'capacity',
  startTime: 'start',
  healthTime: 'health',
  failureRate: 'failures',
  seed: 'seed',
};

/** The part of an address behind `#`: a preset by its name, other settings one by one. */
export const hashOf = (simulator: string, { settings, goal, at }: Place): string => {
  const hash = new URLSearchParams({ simulator });
  const preset = PRESETS.find((one) => sameSettings(one.settings, settings));
  if (preset !== undefined) hash.set('preset', preset.id);
  else for (const name of SETTING_NAMES) hash.set(KEYS[name], String(settings[name]));
  if (goal.within !== DEFAULT_GOAL.within) hash.set('within', String(goal.within));
  if (goal.floor !== DEFAULT_GOAL.floor) hash.set('floor', String(goal.floor));
  if (at > 0) hash.set('at', String(at));
  return `#${hash}`;
};

/**
 * What a hash asks of that simulator; undefined when it speaks of something else. Values out of
 * range become the nearest, those that are missing or no numbers those of the preset.
 */
export const placeIn = (hash: string, simulator: string): Place | undefined => {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  if (given.get('simulator') !== simulator) return undefined;
  const number = (key: string) => Number.parseFloat(given.get(key) ?? '');
  const base = (presetOf(given.get('preset') ?? undefined) ?? PRESETS[0]).settings;
  const at = number('at');
  return {
    settings: withEach(base, (name) => nearest(number(KEYS[name]), RANGES[name], base[name])),
    goal: {
      within: nearest(number('within'), GOAL_RANGES.within, DEFAULT_GOAL.within),
      floor: nearest(number('floor'), GOAL_RANGES.floor, DEFAULT_GOAL.floor),
    },
    at: at > 0 ? Math.floor(at) : 0,
  };
};

const withEach = (settings: Settings, value: (name: SettingName) => number): Settings => {
  const changed: { -readonly [K in SettingName]: number } = { ...settings };
  for (const name of SETTING_NAMES) changed[name] = value(name);
  return changed;
};
