import type { CostReport } from '../../../src/server/api.ts';
import { nearest } from '../range.ts';
import { dayOf } from './patterns.ts';
import {
  EVERY_DAY,
  INSTANCE_TYPE_NAMES,
  onArchitecture,
  RANGES,
  type Settings,
} from './settings.ts';

/** What runs now in one service (or family), as a workload that goes on like that all month. */
export interface OwnWorkload {
  readonly title: string;
  readonly settings: Settings;
}

type Task = CostReport['breakdown']['tasks'][number];

/** By the services of the report, those of which something runs. `otherwise`: what no task says. */
export const ownWorkloads = (
  { breakdown: { tasks, instances } }: Pick<CostReport, 'breakdown'>,
  otherwise: Settings,
): OwnWorkload[] => {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    if (task.to !== null) continue;
    const cluster = task.clusterArn.slice(task.clusterArn.lastIndexOf('/') + 1);
    const title = `${task.service ?? task.family} in ${cluster}`;
    groups.set(title, [...(groups.get(title) ?? []), task]);
  }
  return [...groups].flatMap(([title, running]): OwnWorkload[] => {
    const [first] = running;
    if (first === undefined) return [];
    const { cpu, memoryMiB, architecture, instanceArn } = first;
    const type = instances.find((instance) => instance.instanceArn === instanceArn)?.instanceType;
    const known = INSTANCE_TYPE_NAMES.find((name) => name === type);
    const onSpot = running.filter(({ spot }) => spot).length / running.length;
    const settings = {
      ...otherwise,
      // A task that reserves nothing still has to be described: as the least there is.
      vCpu: nearest(cpu / 1024, RANGES.vCpu, otherwise.vCpu),
      memoryGB: nearest(memoryMiB / 1024, RANGES.memoryGB, otherwise.memoryGB),
      day: dayOf('flat', Math.min(running.length, RANGES.copies.max)),
      days: EVERY_DAY,
      instanceType: known ?? otherwise.instanceType,
      spotShare: nearest(100 * onSpot, RANGES.spotShare, 0),
    };
    return [{ title, settings: onArchitecture(settings, architecture) }];
  });
};
