import type { Scope } from '../arn.ts';
import type { Commands, Failure } from '../commands.ts';
import { invalidParameter } from '../errors.ts';
import { inZonesThere } from '../faults/in-force.ts';
import type {
  Cluster,
  ContainerInstance,
  PlacementStrategy,
  TaskDefinition,
} from '../model/index.ts';
import type { Subnet } from '../network/default-vpc.ts';
import { candidatesIn } from '../placement/candidates.ts';
import {
  failuresOf,
  NO_CAPACITY,
  NO_INSTANCES_IN_CLUSTER,
  NO_INSTANCES_IN_PROVIDER,
} from '../placement/explain.ts';
import { needsOf, requiredAttributesOf } from '../placement/needs.ts';
import { type PlacementRequest, place } from '../placement/place.ts';
import { randomFrom } from '../placement/random.ts';
import { shareOut } from '../placement/share-out.ts';
import type { Transaction } from '../transaction.ts';
import { type Launch, subnetOn, subnetsFor, zonesFor } from './launch.ts';

/** AWS: by default RunTask places at random among the zones. */
const RUN_TASK_DEFAULT: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'random' },
];

type Wanted = Commands['RunTask']['input'] &
  Required<Pick<Commands['RunTask']['input'], 'count' | 'placementConstraints'>> & {
    readonly group: string;
    readonly placementStrategy: readonly PlacementStrategy[];
  };

export interface RunTaskPlace {
  readonly subnet: Subnet;
  readonly capacityProviderName: string | undefined;
  readonly containerInstance?: ContainerInstance | undefined;
}

interface Places {
  readonly places: readonly RunTaskPlace[];
  /** Of each instance that could not take a task that was left over. */
  readonly failures: readonly Failure[];
}

/**
 * Where the tasks of a RunTask call go, all of them checked before any is created. Throws
 * InvalidParameterException when there are no instances at all.
 */
export function placesFor(
  tx: Transaction,
  scope: Scope,
  cluster: Cluster,
  taskDefinition: TaskDefinition,
  { capacityProviderStrategy, platformVersion }: Launch,
  wanted: Wanted,
): Places {
  const subnets = subnetsFor(scope, wanted.networkConfiguration);
  const fargate = inZonesThere(tx.state, scope, subnets);
  const shares: [name: string | undefined, count: number][] =
    capacityProviderStrategy === undefined
      ? [[undefined, wanted.count ?? 1]]
      : [...shareOut(capacityProviderStrategy, wanted.count ?? 1, new Map())];
  const places: RunTaskPlace[] = [];
  const failures: Failure[] = [];
  for (const [capacityProviderName, count] of shares) {
    if (platformVersion !== undefined) {
      if (fargate.length === 0) failures.push({ reason: NO_CAPACITY });
      places.push(...onFargate(tx, fargate, count, capacityProviderName));
      continue;
    }
    const found = onInstances(
      tx,
      cluster,
      requestFor(taskDefinition, subnets, count, wanted),
      subnets,
      capacityProviderName,
    );
    places.push(...found.places);
    failures.push(...found.failures);
  }
  return { places, failures };
}

/** Zone after zone from one at random. */
function onFargate(
  tx: Transaction,
  subnets: readonly Subnet[],
  count: number,
  capacityProviderName: string | undefined,
): RunTaskPlace[] {
  const first = randomFrom(tx.env.ids)(subnets.length);
  return Array.from({ length: subnets.length === 0 ? 0 : count }, (_, i) => {
    const subnet = subnets[(first + i) % subnets.length];
    if (subnet === undefined) throw new Error('A launch without a subnet was accepted');
    return { subnet, capacityProviderName };
  });
}

const requestFor = (
  taskDefinition: TaskDefinition,
  subnets: readonly Subnet[],
  count: number,
  { overrides, placementConstraints, placementStrategy, group }: Wanted,
): PlacementRequest => ({
  count,
  needs: needsOf(taskDefinition, overrides),
  requiredAttributes: requiredAttributesOf(taskDefinition),
  zones: zonesFor(taskDefinition, subnets),
  constraints: [...(placementConstraints ?? []), ...(taskDefinition.placementConstraints ?? [])],
  strategies: placementStrategy.length > 0 ? placementStrategy : RUN_TASK_DEFAULT,
  group,
});

function onInstances(
  tx: Transaction,
  { clusterArn }: Cluster,
  request: PlacementRequest,
  subnets: readonly Subnet[],
  capacityProviderName: string | undefined,
): Places {
  const candidates = candidatesIn(
    tx.state,
    clusterArn,
    (instance) =>
      capacityProviderName === undefined || instance.capacityProviderName === capacityProviderName,
  );
  if (candidates.length === 0) {
    throw invalidParameter(
      capacityProviderName === undefined ? NO_INSTANCES_IN_CLUSTER : NO_INSTANCES_IN_PROVIDER,
    );
  }
  const { placed, refusal } = place(candidates, request, randomFrom(tx.env.ids));
  return {
    places: placed.map((containerInstance) => ({
      subnet: subnetOn(containerInstance, subnets),
      capacityProviderName,
      containerInstance,
    })),
    failures: refusal === undefined ? [] : failuresOf(refusal),
  };
}
