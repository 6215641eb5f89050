import { type Scope, scopeOf } from '../arn.ts';
import type { Disturbance } from '../effects.ts';
import type { Fault, Instance } from '../model/index.ts';
import type { Subnet } from '../network/default-vpc.ts';
import type { State } from '../state.ts';

export const inForce = ({ faults }: State): Fault[] =>
  [...faults.values()].filter(({ endedAt }) => endedAt === null);

/** Zones that are lost now: nothing may start there. */
export const lostZones = (state: State, scope: Scope): ReadonlySet<string> =>
  new Set(
    inForce(state)
      .filter((one) => one.fault === 'lose-zone' && isOf(scope, one))
      .map(({ targetArn }) => targetArn),
  );

/** Those of the subnets that are in no lost zone. */
export const inZonesThere = (state: State, scope: Scope, subnets: readonly Subnet[]): Subnet[] => {
  const lost = lostZones(state, scope);
  return subnets.filter(({ availabilityZone }) => !lost.has(availabilityZone));
};

export const isOf = ({ account, region }: Scope, one: Scope): boolean =>
  one.account === account && one.region === region;

/** The instance is down for as long as a fault says. */
export const isHeldDown = (state: State, { instanceArn, availabilityZone }: Instance): boolean =>
  lostZones(state, scopeOf(instanceArn)).has(availabilityZone) ||
  inForce(state).some((one) => one.fault === 'stop-instance' && one.targetArn === instanceArn);

/** The instance's agent is away for as long as a fault says. */
export const isAgentHeld = (state: State, instanceArn: string): boolean =>
  inForce(state).some(
    ({ fault, targetArn }) =>
      (fault === 'agent-disconnect' || fault === 'pause-instance') && targetArn === instanceArn,
  );

/** The fault in force, if any, that does the same to the task, or to its network. */
export const disturbedBy = (
  state: State,
  taskArn: string,
  disturbance: Disturbance,
): Fault | undefined =>
  inForce(state).find(({ disturbances }) =>
    disturbances.some((one) => one.taskArn === taskArn && collide(one.disturbance, disturbance)),
  );

const collide = (one: Disturbance, other: Disturbance): boolean =>
  'containerName' in one && 'containerName' in other
    ? one.kind === other.kind && one.containerName === other.containerName
    : !('containerName' in one) && !('containerName' in other);

/** It has no end of its own. */
export const lasts = ({ kind }: Disturbance): boolean => kind !== 'kill' && kind !== 'fill-memory';
