import { withPeak } from '../../../../src/core/cost/workload.ts';
import { instanceTypeOf } from '../../../../src/core/ec2/instance-types.ts';
import { plural } from '../../../widgets/plural.ts';
import { form, number, select, slider } from '../../widget/form.ts';
import { dayOf, PATTERN_NAMES, type Pattern, patternOf } from '../patterns.ts';
import {
  ARCHITECTURES,
  copiesOf,
  FLEETS,
  INSTANCE_TYPE_NAMES,
  NETWORK_MODES,
  onArchitecture,
  RANGES,
  runs,
  type Settings,
} from '../settings.ts';

const VCPUS = [0.25, 0.5, 1, 2, 4, 8, 16];
const MEMORIES = [0.5, 1, 2, 3, 4, 6, 8, 12, 16, 30, 60, 120];

const ARCHITECTURE_WORDS = { X86_64: 'x86 (X86_64)', ARM64: 'Arm (ARM64)' } as const;
const FLEET_WORDS = {
  'always-on': 'for the peak, always on',
  'follows-load': 'as many as each hour needs',
} as const;
const NETWORK_WORDS = {
  bridge: 'bridge: no limit from interfaces',
  awsvpc: 'awsvpc: an interface a task',
  trunked: 'awsvpc with ENI trunking',
} as const;

const typeInWords = (name: string): string => {
  const { vcpus = 0, memoryMiB = 0, usdPerHour = 0 } = instanceTypeOf(name) ?? {};
  return `${name}: ${vcpus} vCPU, ${memoryMiB / 1024} GiB, $${usdPerHour} an hour`;
};

/** A known pattern keeps its shape, a day of one's own its proportions. */
const withCopies = (settings: Settings, copies: number): Settings => {
  const pattern = patternOf(settings.day);
  if (pattern !== undefined) return { ...settings, day: dayOf(pattern, copies) };
  const day = withPeak(
    settings.day.map((copies) => ({ hours: 1, copies })),
    copies,
  );
  return { ...settings, day: day.map((stretch) => stretch.copies) };
};

type PerCent = 'spotShare' | 'spotDiscount' | 'planFargate' | 'planEc2';

const perCent = (name: PerCent, label: string, idle?: (settings: Settings) => boolean) =>
  slider<Settings>({
    name,
    label,
    range: RANGES[name],
    words: (settings) => `${settings[name]} %`,
    get: (settings) => settings[name],
    set: (settings, value) => ({ ...settings, [name]: value }),
    idle,
  });

const noPlan = ({ commitment }: Settings) => commitment === 0;

/** All that is described beside the day's 24 hours. */
export const choices = (id: string, change: (settings: Settings) => void) =>
  form<Settings>(
    id,
    [
      select({
        name: 'vcpu',
        label: 'vCPU of a task',
        values: VCPUS,
        get: ({ vCpu }) => vCpu,
        set: (settings, vCpu) => ({ ...settings, vCpu }),
      }),
      select({
        name: 'memory',
        label: 'Memory of a task (GB)',
        values: MEMORIES,
        get: ({ memoryGB }) => memoryGB,
        set: (settings, memoryGB) => ({ ...settings, memoryGB }),
      }),
      select({
        name: 'architecture',
        label: 'Processor',
        values: ARCHITECTURES,
        words: (architecture) => ARCHITECTURE_WORDS[architecture],
        get: ({ architecture }) => architecture,
        set: onArchitecture,
      }),
      select<Settings, Pattern | 'own'>({
        name: 'pattern',
        label: 'Pattern over the day',
        values: PATTERN_NAMES.map(([pattern]) => pattern),
        words: (pattern) =>
          PATTERN_NAMES.find(([name]) => name === pattern)?.[1] ?? 'a day of your own',
        get: ({ day }) => patternOf(day) ?? 'own',
        set: (settings, pattern) =>
          pattern === 'own'
            ? settings
            : { ...settings, day: dayOf(pattern, Math.max(1, copiesOf(settings))) },
      }),
      slider({
        name: 'copies',
        label: 'Copies',
        range: RANGES.copies,
        words: (settings) => `${plural(copiesOf(settings), 'task')} at the busiest hour`,
        get: copiesOf,
        set: withCopies,
      }),
      number({
        name: 'days',
        label: `Days a month (all: ${RANGES.days.max})`,
        range: RANGES.days,
        get: ({ days }) => days,
        set: (settings, days) => ({ ...settings, days }),
      }),
      select({
        name: 'type',
        label: 'Instance type',
        values: INSTANCE_TYPE_NAMES,
        words: typeInWords,
        get: ({ instanceType }) => instanceType,
        set: (settings, instanceType) => ({
          ...settings,
          instanceType,
          architecture: runs(instanceType, settings.architecture)
            ? settings.architecture
            : settings.architecture === 'ARM64'
              ? 'X86_64'
              : 'ARM64',
        }),
      }),
      select({
        name: 'fleet',
        label: 'Instances',
        values: FLEETS,
        words: (fleet) => FLEET_WORDS[fleet],
        get: ({ fleet }) => fleet,
        set: (settings, fleet) => ({ ...settings, fleet }),
      }),
      slider({
        name: 'minimum',
        label: 'At least',
        range: RANGES.minimumInstances,
        words: ({ minimumInstances }) => plural(minimumInstances, 'instance'),
        get: ({ minimumInstances }) => minimumInstances,
        set: (settings, minimumInstances) => ({ ...settings, minimumInstances }),
      }),
      select({
        name: 'network',
        label: 'Network mode on EC2',
        values: NETWORK_MODES,
        words: (mode) => NETWORK_WORDS[mode],
        get: ({ networkMode }) => networkMode,
        set: (settings, networkMode) => ({ ...settings, networkMode }),
      }),
      perCent('spotShare', 'On Spot'),
      perCent('spotDiscount', 'Spot, below on demand', ({ spotShare }) => spotShare === 0),
      slider({
        name: 'commitment',
        label: 'Savings Plan',
        range: RANGES.commitment,
        words: ({ commitment }) => (commitment === 0 ? 'none' : `$${commitment} an hour`),
        get: ({ commitment }) => commitment,
        set: (settings, commitment) => ({ ...settings, commitment }),
      }),
      perCent('planFargate', 'The plan on Fargate, below', noPlan),
      perCent('planEc2', 'The plan on EC2, below', noPlan),
    ],
    change,
  );
