import { instanceTypeOf } from '../../../../src/core/ec2/instance-types.ts';
import { plural } from '../../../widgets/plural.ts';
import { checkbox, form, radios, select, slider } from '../../widget/form.ts';
import { ABOUT } from '../about.ts';
import {
  INSTANCE_TYPE_NAMES,
  LAUNCH_TYPES,
  MEMORY_SIZES,
  MODES,
  RANGES,
  type Settings,
} from '../settings.ts';

const typeInWords = (name: string): string => {
  const { vcpus = 0, memoryMiB = 0, maxNetworkInterfaces = 0 } = instanceTypeOf(name) ?? {};
  return `${name}: ${vcpus} vCPU, ${memoryMiB / 1024} GiB, ${maxNetworkInterfaces} interfaces`;
};

/** There are no instances to choose. */
const onFargate = ({ launchType }: Settings): boolean => launchType === 'FARGATE';

/** All that can be chosen; `change` hears each choice. */
export const choices = (id: string, change: (settings: Settings) => void) =>
  form<Settings>(
    id,
    [
      radios({
        name: 'mode',
        label: 'Network mode',
        values: MODES,
        words: (mode) => ABOUT[mode].title,
        get: ({ mode }) => mode,
        set: (settings, mode) => ({ ...settings, mode }),
      }),
      select({
        name: 'launchType',
        label: 'Launch type',
        values: LAUNCH_TYPES,
        get: ({ launchType }) => launchType,
        set: (settings, launchType) => ({ ...settings, launchType }),
      }),
      select({
        name: 'instanceType',
        label: 'Instance type',
        values: INSTANCE_TYPE_NAMES,
        words: typeInWords,
        get: ({ instanceType }) => instanceType,
        set: (settings, instanceType) => ({ ...settings, instanceType }),
        idle: onFargate,
      }),
      slider({
        name: 'instances',
        label: 'Instances',
        range: RANGES.instances,
        words: ({ instances }) => plural(instances, 'instance'),
        get: ({ instances }) => instances,
        set: (settings, instances) => ({ ...settings, instances }),
        idle: onFargate,
      }),
      slider({
        name: 'copies',
        label: 'Copies',
        range: RANGES.copies,
        words: ({ copies }) => plural(copies, 'task'),
        get: ({ copies }) => copies,
        set: (settings, copies) => ({ ...settings, copies }),
      }),
      select<Settings, number>({
        name: 'memoryMiB',
        label: 'Memory of a task',
        values: MEMORY_SIZES,
        words: (size) => `${size} MiB`,
        get: ({ memoryMiB }) => memoryMiB,
        set: (settings, memoryMiB) => ({ ...settings, memoryMiB }),
      }),
      checkbox({
        name: 'trunking',
        label: 'ENI trunking (awsvpcTrunking)',
        get: ({ trunking }) => trunking,
        set: (settings, trunking) => ({ ...settings, trunking }),
        idle: onFargate,
      }),
    ],
    change,
  );
