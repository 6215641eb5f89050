import type { ClusterPicture, InstancePicture, TaskPicture } from '../../src/server/api.ts';

type Cluster = ClusterPicture['clusters'][number];

/** An Availability Zone, and what stands in it. */
export interface ZonePicture {
  readonly name: string;
  readonly instances: readonly InstanceTasks[];
  /** On no container instance: on Fargate. */
  readonly fargate: readonly TaskPicture[];
}

export interface InstanceTasks {
  readonly instance: InstancePicture;
  readonly tasks: readonly TaskPicture[];
}

/** The zones by name, each with its instances and the tasks that take room there. */
export const zonesOf = ({ instances, tasks }: Cluster): ZonePicture[] => {
  const standing = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  const byInstance = groupBy(standing, ({ network }) => network.containerInstance ?? '');
  const fargate = standing.filter(({ network }) => network.containerInstance === undefined);
  const names = new Set([...instances, ...fargate].map(({ availabilityZone }) => availabilityZone));
  return [...names].sort().map((name) => ({
    name,
    instances: instances
      .filter(({ availabilityZone }) => availabilityZone === name)
      .map((instance) => ({ instance, tasks: byInstance.get(instance.id) ?? [] })),
    fargate: fargate.filter(({ availabilityZone }) => availabilityZone === name),
  }));
};

const groupBy = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
};

/** "1.5 of 2 vCPU free, 3635 of 3891 MiB free" */
export const roomOf = ({ cpu, memoryMiB }: InstancePicture): string => {
  const vCpu = (units: number) => Math.round((100 * units) / 1024) / 100;
  return `${vCpu(cpu.registered - cpu.taken)} of ${vCpu(cpu.registered)} vCPU and ${memoryMiB.registered - memoryMiB.taken} of ${memoryMiB.registered} MiB free`;
};
