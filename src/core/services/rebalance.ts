import { scopeOf } from '../arn.ts';
import { liveOf } from '../counts.ts';
import { inZonesThere } from '../faults/in-force.ts';
import type { Deployment, Service } from '../model/index.ts';
import { candidatesIn } from '../placement/candidates.ts';
import type { DeploymentTasks } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { addEvent } from './events.ts';
import { subnetsOf } from './place-tasks.ts';

/**
 * Restores the balance of the zones (AWS: Availability Zone rebalancing): where one zone has at
 * least two tasks more than another, the other gets one more, and once that is ready the fullest
 * gives one up, as in every scaling in. Only a service that has all it wants and nothing else to do
 * is rebalanced, one task at a time.
 *
 * Answers the zone to fill, `underway` while the task there is not ready yet, or undefined when
 * there is nothing to restore.
 */
export function rebalance(
  tx: Transaction,
  service: Service,
  tasks: DeploymentTasks,
): { readonly zone: string } | 'underway' | undefined {
  const [primary] = service.deployments;
  if (primary === undefined || !isQuiet(service, primary, tasks)) return undefined;
  const zones = zonesOf(tx, service, primary);
  const [starting] = tasks.starting;
  const zoneStarting = tx.state.tasks.get(starting ?? '')?.availabilityZone;
  const count = (zone: string): number =>
    (tasks.zones.get(zone) ?? 0) - (zone === zoneStarting ? 1 : 0);
  const [fewest, most] = extremes(zones, count);
  if (count(most) - count(fewest) < 2) return undefined;
  if (zoneStarting !== undefined)
    return count(zoneStarting) === count(fewest) ? 'underway' : undefined;
  const counts = zones.map((zone) => `${count(zone)} tasks in ${zone}`).join(', ');
  addEvent(tx, service, `is not AZ balanced with ${counts}. AZ Rebalancing in progress.`);
  return { zone: fewest };
}

const extremes = (zones: readonly string[], count: (zone: string) => number): [string, string] => {
  const [first = ''] = zones;
  return [
    zones.reduce((best, zone) => (count(zone) < count(best) ? zone : best), first),
    zones.reduce((best, zone) => (count(zone) > count(best) ? zone : best), first),
  ];
};

function isQuiet(
  service: Service,
  { rolloutState, consecutiveFailures }: Deployment,
  { starting, healthy, unhealthy, stopping, draining }: DeploymentTasks,
): boolean {
  return (
    healthy.size === service.desiredCount &&
    starting.size <= 1 &&
    unhealthy.size + stopping.size + liveOf(draining) === 0 &&
    service.status === 'ACTIVE' &&
    service.availabilityZoneRebalancing === 'ENABLED' &&
    service.deployments.length === 1 &&
    service.deploymentConfiguration.maximumPercent > 100 &&
    spreadsOverZones(service) &&
    rolloutState === 'COMPLETED' &&
    consecutiveFailures === 0
  );
}

/** AWS: rebalancing needs a strategy that begins with the zones, or none. */
const spreadsOverZones = ({ placementStrategy }: Pick<Service, 'placementStrategy'>): boolean => {
  const [first] = placementStrategy;
  return (
    first === undefined ||
    (first.type === 'spread' && first.field === 'attribute:ecs.availability-zone')
  );
};

/** Zones where the service's tasks can be. */
function zonesOf(tx: Transaction, { clusterArn }: Service, primary: Deployment): string[] {
  const allowed = inZonesThere(tx.state, scopeOf(clusterArn), subnetsOf(primary)).map(
    ({ availabilityZone }) => availabilityZone,
  );
  const onFargate = primary.launchType === 'FARGATE' || primary.platformFamily !== undefined;
  if (onFargate) return allowed;
  const there = new Set(
    candidatesIn(tx.state, clusterArn).map(({ instance }) => instance.availabilityZone),
  );
  return allowed.filter((zone) => there.has(zone));
}
