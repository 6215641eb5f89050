import { type Scope, scopeOf, securityGroupArn } from '../arn.ts';
import type { State } from '../state.ts';
import { isUnchangedDefault, securityGroupOf, securityGroupsIn } from './find.ts';
import { groupsOfInstance, groupsOfTask } from './members.ts';
import type { AllowedTraffic, Traffic } from './traffic.ts';

/** The interface of a task, an instance or a load balancer. */
export interface Interface {
  /** Ids of its security groups. */
  readonly groupIds: readonly string[];
  /** In the VPC; undefined: it has none (yet), so that nothing can be told of it. */
  readonly address: string | undefined;
}

const NONE: Interface = { groupIds: [], address: undefined };

/** By the ARN of what has it. */
export function interfaceOf(state: State, arn: string): Interface {
  const task = state.tasks.get(arn);
  if (task !== undefined) {
    const groupIds = groupsOfTask(task);
    return groupIds.length === 0
      ? NONE
      : { groupIds, address: task.networkInterface?.privateIpv4Address };
  }
  const instance = state.instances.get(arn);
  if (instance !== undefined) {
    const isUp = instance.state === 'running';
    return {
      groupIds: groupsOfInstance(instance),
      address: isUp ? instance.privateIpAddress : undefined,
    };
  }
  const loadBalancer = state.loadBalancers.get(arn);
  if (loadBalancer === undefined) return NONE;
  return { groupIds: loadBalancer.securityGroupIds, address: loadBalancer.privateIpAddress };
}

/**
 * Something may not reach something else. False while all that there is is in the default group and
 * that one is as every VPC begins with it: then nothing need be told to anybody.
 */
export function isFiltered(state: State, scope: Scope): boolean {
  const prefix = securityGroupArn(scope, '');
  for (const [arn, group] of state.securityGroups) {
    if (!arn.startsWith(prefix)) continue;
    if (group.groupName === 'default' ? !isUnchangedDefault(group) : state.membersByGroup.has(arn))
      return true;
  }
  return false;
}

/** All that has an interface of the account in the region. */
export function allInterfaces(state: State, scope: Scope): string[] {
  const prefix = securityGroupArn(scope, '');
  return [...state.membersByGroup].flatMap(([group, members]) =>
    group.startsWith(prefix) ? [...members] : [],
  );
}

/** What is in groups with rules about one of those groups. */
export function whoRefersTo(state: State, scope: Scope, groupIds: ReadonlySet<string>): string[] {
  return securityGroupsIn(state, scope).flatMap(({ securityGroupArn: arn, rules }) =>
    rules.some(({ peer }) => peer.type === 'group' && groupIds.has(peer.groupId))
      ? [...(state.membersByGroup.get(arn) ?? [])]
      : [],
  );
}

/** What the groups of that interface allow, all of them together; null: everything. */
export function trafficOf(state: State, arn: string): Traffic | null {
  const scope = scopeOf(arn);
  const { groupIds } = interfaceOf(state, arn);
  // A network load balancer may be in no group at all.
  if (groupIds.length === 0 || !isFiltered(state, scope)) return null;
  const rules = groupIds.flatMap((id) => securityGroupOf(state, scope, id)?.rules ?? []);
  const allowed = (egress: boolean): AllowedTraffic[] =>
    rules.flatMap(({ isEgress, ipProtocol, fromPort, toPort, peer }) => {
      if (isEgress !== egress) return [];
      const peers =
        peer.type === 'cidr' ? [peer.cidrIpv4] : addressesIn(state, scope, peer.groupId);
      return peers.length === 0 ? [] : { ipProtocol, fromPort, toPort, peers };
    });
  return { ingress: allowed(false), egress: allowed(true) };
}

function addressesIn(state: State, scope: Scope, groupId: string): string[] {
  const members = state.membersByGroup.get(securityGroupArn(scope, groupId)) ?? [];
  return [...members].flatMap((arn) => interfaceOf(state, arn).address ?? []);
}
