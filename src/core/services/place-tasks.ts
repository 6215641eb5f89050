import { scopeOf } from '../arn.ts';
import { isFargateProvider } from '../capacity-providers/names.ts';
import { noTasks } from '../counts.ts';
import { inZonesThere } from '../faults/in-force.ts';
import type {
  ContainerInstance,
  PlacementStrategy,
  Service,
  TaskDefinition,
  TaskSource,
} from '../model/index.ts';
import { defaultSubnets, type Subnet } from '../network/default-vpc.ts';
import { candidatesIn } from '../placement/candidates.ts';
import { NO_CAPACITY, unableToPlace } from '../placement/explain.ts';
import { needsOf, requiredAttributesOf } from '../placement/needs.ts';
import { type Candidate, place } from '../placement/place.ts';
import { randomFrom } from '../placement/random.ts';
import { shareOut } from '../placement/share-out.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';

/** AWS: a service without a strategy spreads over the zones, and there over the instances. */
const SERVICE_DEFAULT: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'spread', field: 'instanceId' },
];

/** Where one task is to start. */
export interface Place {
  readonly subnet: Subnet;
  /** Undefined on Fargate. */
  readonly containerInstance?: ContainerInstance | undefined;
  readonly capacityProviderName?: string | undefined;
}

export interface Places {
  /** At most as many as were asked for. */
  readonly places: readonly Place[];
  /** The event that says why there are fewer; null: there are not. */
  readonly refusal: string | null;
}

/**
 * Finds places for `n` tasks of that deployment. `zones`: only there.
 * O(container instances + tasks × log container instances).
 */
export function placeTasks(
  tx: Transaction,
  service: Service,
  deployment: TaskSource,
  n: number,
  zones?: ReadonlySet<string>,
): Places {
  const taskDefinition = tx.state.taskDefinitions.get(deployment.taskDefinition);
  if (taskDefinition === undefined) return { places: [], refusal: null };
  const subnets = subnetsOf(deployment).filter(
    ({ availabilityZone }) => zones?.has(availabilityZone) ?? true,
  );
  const fargate = inZonesThere(tx.state, scopeOf(service.serviceArn), subnets);
  const places: Place[] = [];
  let refusal: string | null = null;
  // One for all providers: the zones are balanced over the tasks of both.
  let zoneCounts: ZoneCount[] | undefined;
  for (const [provider, count] of providersFor(tx.state, deployment, n)) {
    const capacityProviderName = provider === '' ? undefined : provider;
    if (runsOnFargate(deployment.launchType, provider)) {
      if (fargate.length === 0) {
        refusal ??= `was unable to place a task. Reason: ${NO_CAPACITY}.`;
        continue;
      }
      zoneCounts ??= countZones(tx.state, service, deployment, fargate);
      for (const subnet of emptiest(zoneCounts, count)) {
        places.push({ subnet, capacityProviderName });
      }
      continue;
    }
    const found = onInstances(tx, service, taskDefinition, subnets, count, capacityProviderName);
    places.push(...found.places);
    refusal ??= found.refusal;
  }
  return { places, refusal };
}

const runsOnFargate = (launchType: TaskSource['launchType'], provider: string): boolean =>
  provider === '' ? launchType === 'FARGATE' : isFargateProvider(provider);

/** How many tasks go to which capacity provider; one entry with an empty name: to none. */
function providersFor(
  state: State,
  { id, capacityProviderStrategy }: TaskSource,
  n: number,
): ReadonlyMap<string, number> {
  if (capacityProviderStrategy === undefined) return new Map([['', n]]);
  const already = new Map<string, number>();
  const { starting, healthy, unhealthy } = state.tasksByDeployment.get(id) ?? noTasks();
  for (const arn of [...starting, ...healthy, ...unhealthy]) {
    const name = state.tasks.get(arn)?.capacityProviderName ?? '';
    already.set(name, (already.get(name) ?? 0) + 1);
  }
  return shareOut(capacityProviderStrategy, n, already);
}

function onInstances(
  tx: Transaction,
  service: Service,
  taskDefinition: TaskDefinition,
  subnets: readonly Subnet[],
  count: number,
  capacityProviderName: string | undefined,
): Places {
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  const candidates = candidatesIn(
    tx.state,
    service.clusterArn,
    (instance) =>
      zones.has(instance.availabilityZone) &&
      (capacityProviderName ?? instance.capacityProviderName) === instance.capacityProviderName,
  );
  const { placed, refusal } = place(
    candidates,
    {
      count,
      ...demandsOf(service, taskDefinition),
      strategies:
        service.placementStrategy.length > 0 ? service.placementStrategy : SERVICE_DEFAULT,
    },
    randomFrom(tx.env.ids),
  );
  const places = placed.flatMap((containerInstance): Place[] => {
    const subnet = subnets.find(
      ({ availabilityZone }) => availabilityZone === containerInstance.availabilityZone,
    );
    return subnet === undefined ? [] : [{ subnet, containerInstance, capacityProviderName }];
  });
  return { places, refusal: refusal === undefined ? null : unableToPlace(refusal) };
}

/** Whether one task of the service would fit on that container instance now; and why not. */
export function placeOn(
  { state }: Transaction,
  service: Service,
  deployment: TaskSource,
  candidate: Candidate,
): Places {
  const taskDefinition = state.taskDefinitions.get(deployment.taskDefinition);
  const subnet = subnetsOf(deployment).find(
    ({ availabilityZone }) => availabilityZone === candidate.instance.availabilityZone,
  );
  if (subnet === undefined || taskDefinition === undefined) return { places: [], refusal: null };
  const request = { count: 1, ...demandsOf(service, taskDefinition), strategies: [] };
  const { placed, refusal } = place([candidate], request, () => 0);
  return {
    places: placed.map((containerInstance) => ({ subnet, containerInstance })),
    refusal: refusal === undefined ? null : unableToPlace(refusal),
  };
}

const demandsOf = (service: Service, taskDefinition: TaskDefinition) => ({
  needs: needsOf(taskDefinition),
  requiredAttributes: requiredAttributesOf(taskDefinition),
  constraints: [...service.placementConstraints, ...(taskDefinition.placementConstraints ?? [])],
  group: groupOf(service),
});

export const groupOf = ({ serviceName }: Service): string => `service:${serviceName}`;

export const subnetsOf = ({ networkConfiguration, taskDefinition }: TaskSource): Subnet[] => {
  const ids = networkConfiguration?.awsvpcConfiguration?.subnets;
  const all = defaultSubnets(scopeOf(taskDefinition).region);
  return ids === undefined ? all : all.filter(({ subnetId }) => ids.includes(subnetId));
};

/** Live tasks in the zone of a subnet: of the deployment, and of the whole service. */
interface ZoneCount {
  readonly subnet: Subnet;
  own: number;
  service: number;
}

function countZones(
  { deploymentsByService, tasksByDeployment }: State,
  { serviceArn }: Service,
  { id }: TaskSource,
  subnets: readonly Subnet[],
): ZoneCount[] {
  const all = [...(deploymentsByService.get(serviceArn) ?? [])];
  const tasksIn = (zone: string, deployments: readonly string[]): number =>
    deployments.reduce((sum, one) => sum + (tasksByDeployment.get(one)?.zones.get(zone) ?? 0), 0);
  return subnets.map((subnet) => {
    const zone = subnet.availabilityZone;
    return { subnet, own: tasksIn(zone, [id]), service: tasksIn(zone, all) };
  });
}

/**
 * `n` times the subnet whose zone has the fewest live tasks of the deployment, and of these the one
 * with the fewest of the service: older deployments are on their way out. Counts those it answers.
 */
function emptiest(zones: readonly ZoneCount[], n: number): Subnet[] {
  return Array.from({ length: n }, () => {
    const [first, ...rest] = zones;
    if (first === undefined) throw new Error('A deployment without a subnet was accepted');
    const chosen = rest.reduce(
      (best, zone) =>
        zone.own < best.own || (zone.own === best.own && zone.service < best.service) ? zone : best,
      first,
    );
    chosen.own += 1;
    chosen.service += 1;
    return chosen.subnet;
  });
}
