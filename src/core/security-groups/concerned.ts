import { type Scope, scopeOf } from '../arn.ts';
import type { StateRecord } from '../records.ts';
import type { State } from '../state.ts';
import { allInterfaces, interfaceOf, isFiltered, whoRefersTo } from './interfaces.ts';

const NOTHING = () => [];

/**
 * Whose traffic that change is about, by the ARNs of what has an interface. To be called before the
 * state has taken it in; the answer, afterwards.
 */
export function interfacesConcerned(state: State, record: StateRecord): () => readonly string[] {
  // No group but unchanged default ones: by far the most often.
  if (state.securityGroups.size === 0 && record.type !== 'SecurityGroupPut') return NOTHING;
  switch (record.type) {
    case 'SecurityGroupPut':
      return ofGroup(state, record.securityGroup.securityGroupArn);
    case 'SecurityGroupForgotten':
      return ofGroup(state, record.securityGroupArn);
    case 'TaskCreated':
      return ofInterface(state, record.task.taskArn);
    case 'TaskChanged': {
      const { networkInterface, lastStatus } = record.change;
      const isNews = networkInterface !== undefined || lastStatus === 'STOPPED';
      return isNews ? ofInterface(state, record.taskArn) : NOTHING;
    }
    case 'InstancePut':
      return ofInterface(state, record.instance.instanceArn);
    case 'LoadBalancerPut':
      return ofInterface(state, record.loadBalancer.loadBalancerArn);
    case 'LoadBalancerForgotten':
      return ofInterface(state, record.loadBalancerArn);
    default:
      return NOTHING;
  }
}

const ofGroup = (state: State, securityGroupArn: string): (() => readonly string[]) =>
  unlessFilteringTurns(state, scopeOf(securityGroupArn), () => [
    ...(state.membersByGroup.get(securityGroupArn) ?? []),
  ]);

/** Its own, and that of what has rules about its groups. */
function ofInterface(state: State, arn: string): () => readonly string[] {
  const scope = scopeOf(arn);
  const before = interfaceOf(state, arn);
  return unlessFilteringTurns(state, scope, () => {
    const after = interfaceOf(state, arn);
    if (before.address === after.address && alike(before.groupIds, after.groupIds)) return [];
    const groups = [before, after].flatMap(({ address, groupIds }) => (address ? groupIds : []));
    return [arn, ...whoRefersTo(state, scope, new Set(groups))];
  });
}

/** Where filtering begins or ends, everybody is concerned. */
function unlessFilteringTurns(
  state: State,
  scope: Scope,
  concerned: () => readonly string[],
): () => readonly string[] {
  const before = isFiltered(state, scope);
  return () => {
    const after = isFiltered(state, scope);
    if (before !== after) return allInterfaces(state, scope);
    return after ? concerned() : [];
  };
}

const alike = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));
