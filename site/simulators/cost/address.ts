import { SWEEPS } from '../../../src/core/cost/sweep.ts';
import { addresses } from '../address.ts';
import { nearest } from '../range.ts';
import { dayOf, PATTERN_NAMES, patternOf } from './patterns.ts';
import { PRESETS } from './presets.ts';
import {
  ARCHITECTURES,
  copiesOf,
  FLEETS,
  INSTANCE_TYPE_NAMES,
  NETWORK_MODES,
  type NumberName,
  onArchitecture,
  RANGES,
  type Settings,
  sameSettings,
} from './settings.ts';

const NUMBERS: readonly (readonly [NumberName, string])[] = [
  ['vCpu', 'vcpu'],
  ['memoryGB', 'memory'],
  ['days', 'days'],
  ['minimumInstances', 'minimum'],
  ['spotShare', 'spot'],
  ['spotDiscount', 'spotdiscount'],
  ['commitment', 'commitment'],
  ['planFargate', 'planfargate'],
  ['planEc2', 'planec2'],
];

/** A day as a pattern and its copies, or as 24 numbers. */
const writeDay = (settings: Settings): Record<string, string> => {
  const pattern = patternOf(settings.day);
  return pattern === undefined
    ? { day: settings.day.join('-') }
    : { pattern, copies: String(copiesOf(settings)) };
};

type Text = (key: string) => string | undefined;

const readDay = (text: Text, { day: otherwise }: Settings): readonly number[] => {
  const { min, max } = RANGES.copies;
  const given = (text('day') ?? '').split('-').map((copies) => Number.parseInt(copies, 10));
  if (given.length === 24 && given.every((copies) => copies >= min && copies <= max)) return given;
  const copies = nearest(Number.parseFloat(text('copies') ?? ''), RANGES.copies, Number.NaN);
  const [pattern = patternOf(otherwise)] =
    PATTERN_NAMES.find(([name]) => name === text('pattern')) ?? [];
  if (pattern === undefined || (Number.isNaN(copies) && text('pattern') === undefined))
    return otherwise;
  return dayOf(pattern, Number.isNaN(copies) ? Math.max(...otherwise) : copies);
};

const read = (text: Text, otherwise: Settings): Settings => {
  const oneOf = <T extends string>(key: string, choices: readonly T[]): T | undefined =>
    choices.find((choice) => choice === text(key));
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = {
    ...otherwise,
    day: readDay(text, otherwise),
    fleet: oneOf('fleet', FLEETS) ?? otherwise.fleet,
    networkMode: oneOf('network', NETWORK_MODES) ?? otherwise.networkMode,
    over: oneOf('over', SWEEPS) ?? otherwise.over,
  };
  for (const [name, key] of NUMBERS) {
    const given = Number.parseFloat(text(key) ?? '');
    settings[name] = nearest(given, RANGES[name], otherwise[name]);
  }
  const architecture = oneOf('arch', ARCHITECTURES) ?? otherwise.architecture;
  const instanceType = oneOf('type', INSTANCE_TYPE_NAMES) ?? otherwise.instanceType;
  return onArchitecture({ ...settings, instanceType }, architecture);
};

const { hashOf, askedBy } = addresses<Settings>({
  presets: PRESETS,
  same: sameSettings,
  write: (settings) => ({
    ...writeDay(settings),
    arch: settings.architecture,
    type: settings.instanceType,
    fleet: settings.fleet,
    network: settings.networkMode,
    over: settings.over,
    ...Object.fromEntries(NUMBERS.map(([name, key]) => [key, String(settings[name])])),
  }),
  read,
});

export { hashOf };

export const settingsIn = (hash: string, simulator: string): Settings | undefined =>
  askedBy(hash, simulator)?.settings;
