import { addresses } from '../address.ts';
import { nearest } from '../range.ts';
import { DEFAULT_GOAL, GOAL_RANGES, type Goal } from './goal.ts';
import { PRESETS } from './presets.ts';
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

const addressed = addresses<Settings>({
  presets: PRESETS,
  same: sameSettings,
  write: (settings) =>
    Object.fromEntries(SETTING_NAMES.map((name) => [KEYS[name], String(settings[name])])),
  read: (text, otherwise) =>
    withEach(otherwise, (name) =>
      nearest(numberIn(text(KEYS[name])), RANGES[name], otherwise[name]),
    ),
});

const numberIn = (text: string | undefined): number => Number.parseFloat(text ?? '');

/** The settings; the goal and the moment where they are not the usual ones. */
export const hashOf = (simulator: string, { settings, goal, at }: Place): string =>
  addressed.hashOf(simulator, settings, {
    ...(goal.within !== DEFAULT_GOAL.within && { within: String(goal.within) }),
    ...(goal.floor !== DEFAULT_GOAL.floor && { floor: String(goal.floor) }),
    ...(at > 0 && { at: String(at) }),
  });

export const placeIn = (hash: string, simulator: string): Place | undefined => {
  const asked = addressed.askedBy(hash, simulator);
  if (asked === undefined) return undefined;
  const number = (key: string) => numberIn(asked.text(key));
  const at = number('at');
  return {
    settings: asked.settings,
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
