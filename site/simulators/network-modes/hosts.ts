import type { InstanceNetwork } from '../../../src/core/network/instance-network.ts';
import type { TaskNetwork } from '../../../src/core/network/task-network.ts';

/** A task as the picture shows it, simulated or the student's own. */
export interface PicturedTask {
  readonly id: string;
  /** Draws its cat. */
  readonly cat: string;
  readonly family: string;
  readonly lastStatus: string;
  readonly availabilityZone: string;
  readonly network: TaskNetwork;
}

/** Where tasks are: one container instance, or what Fargate has in a zone. */
export interface Host {
  readonly key: string;
  readonly availabilityZone: string;
  /** Undefined: Fargate. */
  readonly instance?: InstanceNetwork | undefined;
  readonly tasks: readonly PicturedTask[];
}

/** By zone; there the instances as they registered, empty ones too, and behind them Fargate. */
export const hostsOf = (
  instances: readonly InstanceNetwork[],
  tasks: readonly PicturedTask[],
): Host[] => {
  const known = new Set(instances.map(({ id }) => id));
  const onInstances = instances.map((instance) => ({
    key: instance.id,
    availabilityZone: instance.availabilityZone,
    instance,
    tasks: tasks.filter(({ network }) => network.containerInstance === instance.id),
  }));
  // Also those whose container instance is gone: they end soon.
  const others = tasks.filter(({ network }) => !known.has(network.containerInstance ?? ''));
  const elsewhere = [...new Set(others.map(({ availabilityZone }) => availabilityZone))].map(
    (availabilityZone) => ({
      key: `elsewhere in ${availabilityZone}`,
      availabilityZone,
      tasks: others.filter((task) => task.availabilityZone === availabilityZone),
    }),
  );
  return [...onInstances, ...elsewhere].toSorted((a, b) =>
    a.availabilityZone.localeCompare(b.availabilityZone),
  );
};
