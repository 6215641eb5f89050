import { nameOf } from '../arn.ts';
import type { Failure } from '../commands.ts';
import type { PlacementRefusal, RefusalReason } from './place.ts';
import { REFUSAL_REASONS } from './refusal.ts';

/** AWS: service event messages; behind "The closest matching container-instance ID". */
const IN_EVENTS: Readonly<Record<RefusalReason, string>> = {
  AGENT: 'encountered error "AGENT"',
  'RESOURCE:CPU': 'has insufficient CPU units available',
  'RESOURCE:MEMORY': 'has insufficient memory available',
  'RESOURCE:PORTS': 'is already using a port required by your task',
  'RESOURCE:ENI': 'encountered error "RESOURCE:ENI"',
  'RESOURCE:GPU': 'has insufficient GPUs available',
  LOCATION: 'encountered error "LOCATION"',
  ATTRIBUTE: 'is missing an attribute required by your task',
  distinctInstance: 'encountered error "distinctInstance placement constraint unsatisfied."',
  memberOf: 'encountered error "MemberOf placement constraint unsatisfied."',
};

/** AWS: API failure reasons. */
const IN_FAILURES: Readonly<Partial<Record<RefusalReason, string>>> = {
  distinctInstance: 'distinctInstance placement constraint unsatisfied.',
  memberOf: 'MemberOf placement constraint unsatisfied.',
};

export const FOR_PEOPLE: Readonly<Record<RefusalReason, string>> = {
  AGENT: 'the agent is not connected',
  'RESOURCE:CPU': 'insufficient CPU units',
  'RESOURCE:MEMORY': 'insufficient memory',
  'RESOURCE:PORTS': 'a host port is taken',
  'RESOURCE:ENI': 'no network interface is free',
  'RESOURCE:GPU': 'insufficient GPUs',
  LOCATION: 'its zone has none of the subnets',
  ATTRIBUTE: 'a required attribute is missing',
  distinctInstance: 'it runs a task of the group (distinctInstance)',
  memberOf: 'a memberOf constraint is not met',
};

export const NO_INSTANCES_IN_CLUSTER = 'No Container Instances were found in your cluster.';
export const NO_INSTANCES_IN_PROVIDER =
  'No Container Instances were found in your capacity provider.';

/** AWS: of Fargate, where the zones asked for have none. */
export const NO_CAPACITY =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/** The service event of a task that fits nowhere, without the service's name. */
export function unableToPlace({ closest }: PlacementRefusal): string {
  const start =
    'was unable to place a task because no container instance met all of its requirements.';
  if (closest === undefined) return `${start} Reason: ${NO_INSTANCES_IN_CLUSTER}`;
  const id = nameOf(closest.containerInstanceArn);
  return `${start} The closest matching (container-instance ${id}) ${IN_EVENTS[closest.reason]}.`;
}

/** One failure an instance, as RunTask and StartTask list them. */
export const failuresOf = ({ instances }: PlacementRefusal): Failure[] =>
  instances.map(({ containerInstanceArn, reason }) => ({
    arn: containerInstanceArn,
    reason: IN_FAILURES[reason] ?? reason,
  }));

/** For people: "insufficient CPU units on 3 instances, a host port is taken on 2". */
export function tellRefusals({ reasons }: PlacementRefusal): string {
  const told = REFUSAL_REASONS.flatMap((reason) => {
    const count = reasons.get(reason);
    return count === undefined ? [] : [{ what: FOR_PEOPLE[reason], count }];
  });
  if (told.length === 0) return 'there are no container instances';
  return told
    .map(({ what, count }, i) => {
      const instances = count === 1 ? ' instance' : ' instances';
      return `${what} on ${count}${i === 0 ? instances : ''}`;
    })
    .join(', ');
}
