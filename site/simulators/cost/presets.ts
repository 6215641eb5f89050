import type { Presets } from '../preset.ts';
import { dayOf } from './patterns.ts';
import { EVERY_DAY, type Settings } from './settings.ts';

const common = {
  vCpu: 0.5,
  memoryGB: 1,
  architecture: 'X86_64',
  day: dayOf('flat', 6),
  days: EVERY_DAY,
  instanceType: 't3.medium',
  fleet: 'always-on',
  minimumInstances: 1,
  networkMode: 'bridge',
  spotShare: 0,
  spotDiscount: 70,
  commitment: 0,
  planFargate: 20,
  planEc2: 30,
  over: 'copies',
} as const satisfies Settings;

/** The bill of the course, and workloads of several kinds. */
export const PRESETS: Presets<Settings, 'cost'> = [
  {
    id: 'course-bill',
    title: 'The course’s bill',
    story:
      'A real bill: 59.396 vCPU-hours and 178.188 GB-hours on Fargate, $2.40 and $0.79. A bill does not say when its hours were; one task of 1 vCPU and 3 GB on two hours of most evenings comes to exactly as many. Each line is rounded to the cent before they are added: rounded at the end it would be $3.20.',
    settings: {
      ...common,
      vCpu: 1,
      memoryGB: 3,
      day: dayOf('evening', 1),
      days: 29.698,
      over: 'hours',
    },
  },
  {
    id: 'steady-web',
    title: 'Steady web service',
    story:
      'Twelve small copies around the clock. They fill two instances almost to the last place, and full instances are where EC2 is cheapest. What nobody writes on a bill: who patches them.',
    settings: { ...common, vCpu: 0.25, memoryGB: 0.5, day: dayOf('flat', 12) },
  },
  {
    id: 'night-batch',
    title: 'Night batch',
    story:
      'Six large tasks for three hours of the night. Instances that are always on are paid for the other 21 hours too. Let the fleet follow the load, and look again.',
    settings: {
      ...common,
      vCpu: 2,
      memoryGB: 4,
      day: dayOf('night', 6),
      instanceType: 'm5.xlarge',
      over: 'hours',
    },
  },
  {
    id: 'office-hours',
    title: 'Office hours',
    story:
      'Six copies from nine to five on 22 days. The plot over hours a day says how long an office would have to be open before always-on instances were the cheaper ones.',
    settings: { ...common, day: dayOf('office', 6), days: 22, over: 'hours' },
  },
  {
    id: 'mostly-idle',
    title: 'Mostly idle',
    story:
      'One small copy on an instance that could hold seven. The instance costs the same, whether one cat sits on it or seven; on Fargate the six empty places cost nothing.',
    settings: { ...common, vCpu: 0.25, memoryGB: 0.5, day: dayOf('flat', 1), over: 'utilisation' },
  },
  {
    id: 'spot-and-savings',
    title: 'Spot and a Savings Plan',
    story:
      'Twelve copies with peaks. Half of the hours run on Spot, which may be taken away; for the rest one has promised five cents an hour for a year or three, used or not. Move the commitment up, and see from where on it is paid for nothing.',
    settings: {
      ...common,
      day: dayOf('peaks', 12),
      fleet: 'follows-load',
      spotShare: 50,
      commitment: 0.05,
    },
  },
  {
    id: 'arm',
    title: 'On Arm',
    story:
      'Six copies around the clock, from an image built for arm64. Both sides are about a fifth cheaper than on x86; the image has to be built for it, and that is all.',
    settings: { ...common, architecture: 'ARM64', instanceType: 't4g.medium' },
  },
];
