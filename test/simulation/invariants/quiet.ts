import type { Service, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import type { Ledger } from './ledger.ts';

/** What must be so once nothing has gone wrong for long. */

const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

/**
 * A steady and completed service on Fargate that asked for it has no zone with two tasks more than another has,
 * where one task more than desired may run. In words what is not so; undefined: it is so.
 */
export function unbalanced(ledger: Ledger, service: Service, now: number): string | undefined {
  const { desiredCount, availabilityZoneRebalancing, deployments } = service;
  const { maximumPercent } = service.deploymentConfiguration;
  const [primary] = deployments;
  const tasks = ledger.tasksOf(service.serviceArn);
  if (
    availabilityZoneRebalancing !== 'ENABLED' ||
    primary?.platformFamily === undefined ||
    primary.rolloutState !== 'COMPLETED' ||
    primary.consecutiveFailures > 0 ||
    (desiredCount + 1) * 100 > desiredCount * maximumPercent ||
    tasks.some(({ protectedUntil = 0 }) => protectedUntil === null || protectedUntil > now)
  ) {
    return undefined;
  }
  const counts = ZONES.map(
    (zone) => tasks.filter(({ availabilityZone }) => availabilityZone === zone).length,
  );
  if (Math.max(...counts) - Math.min(...counts) < 2) return undefined;
  return `${service.serviceName} has ${counts.join(', ')} tasks in its zones`;
}

/** A daemon on a draining instance that serves nobody there any more. */
export function idleDaemon(ledger: Ledger, { containerInstances, services }: State) {
  const strategyOf = ({ serviceArn }: Task) => services.get(serviceArn ?? '')?.schedulingStrategy;
  return [...ledger.tasks.values()].find((task) => {
    const instance = containerInstances.get(task.containerInstanceArn ?? '');
    if (strategyOf(task) !== 'DAEMON' || instance?.status !== 'DRAINING') return false;
    const there = ledger.tasksOn(instance.containerInstanceArn);
    return !there.some((other) => strategyOf(other) === 'REPLICA');
  });
}
