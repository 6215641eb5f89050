import type { Task } from '../../../src/core/model/index.ts';
import { Violation } from '../violation.ts';
import type { Stepped } from './invariants.ts';

/** Zones that are there are filled evenly on Fargate, and bases before weights. */
export function checkShares({ state }: Stepped, tasks: readonly Task[], created: Task): void {
  const service = state.services.get(created.serviceArn ?? '');
  const deployment = service?.deployments[0];
  if (service === undefined || deployment === undefined) return;
  if (created.deploymentId !== deployment.id) return;
  // Stopped within the step: counted both ways, since a scheduler may choose before it stops.
  const stopped = new Set(
    tasks.filter(({ desiredStatus }) => desiredStatus === 'STOPPED').map(({ taskArn }) => taskArn),
  );
  const own = tasks.filter(
    ({ deploymentId, desiredStatus }) =>
      deploymentId === deployment.id && desiredStatus === 'RUNNING',
  );
  const surely = (wanted: (task: Task) => boolean) =>
    own.filter((task) => wanted(task) && !stopped.has(task.taskArn)).length;
  const perhaps = (wanted: (task: Task) => boolean) => own.filter(wanted).length;

  if (created.containerInstanceArn === undefined) {
    const lost = [...state.faults.values()].flatMap(({ fault, endedAt, targetArn }) =>
      fault === 'lose-zone' && endedAt === null ? [targetArn] : [],
    );
    if (lost.includes(created.availabilityZone)) {
      throw new Violation('lost zone', `${created.taskArn} starts in ${created.availabilityZone}`);
    }
    const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'].filter((zone) => !lost.includes(zone));
    const inZone = (zone: string) => (task: Task) => task.availabilityZone === zone;
    const fewest = Math.min(...zones.map((zone) => perhaps(inZone(zone))));
    const here = surely(inZone(created.availabilityZone));
    if (here > fewest) {
      const details = `${created.group} in ${created.availabilityZone} with ${here} tasks, not ${fewest}`;
      throw new Violation('zone balance', details);
    }
  }
  const below = (deployment.capacityProviderStrategy ?? [])
    .filter(({ base = 0, capacityProvider }) => {
      return perhaps((task) => task.capacityProviderName === capacityProvider) < base;
    })
    .map(({ capacityProvider }) => capacityProvider);
  if (below.length > 0 && !below.includes(created.capacityProviderName)) {
    const details = `${created.group} on ${created.capacityProviderName}: ${below} is below its base`;
    throw new Violation('base', details);
  }
}
