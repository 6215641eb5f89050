import type { Target } from '../model/index.ts';
import type { StateRecord } from '../records.ts';
import { changeMembership } from '../security-groups/members.ts';
import { setIn } from '../set-in.ts';
import type { State } from '../state.ts';

export type LoadBalancerRecord = Extract<
  StateRecord,
  {
    type: `${'LoadBalancer' | 'Listener' | 'ListenerRule' | 'TargetGroup' | 'Target'}${'Put' | 'Forgotten'}`;
  }
>;

/** A target is named by its group, its id and its port. */
export const targetKey = ({
  targetGroupArn,
  id,
  port,
}: Pick<Target, 'targetGroupArn' | 'id' | 'port'>): string => `${targetGroupArn} ${id} ${port}`;

/** The part of `apply` for what belongs to load balancers. */
export function applyToLoadBalancers(state: State, record: LoadBalancerRecord): void {
  switch (record.type) {
    case 'LoadBalancerPut': {
      const { loadBalancerArn, securityGroupIds } = record.loadBalancer;
      const before = state.loadBalancers.get(loadBalancerArn)?.securityGroupIds ?? [];
      changeMembership(state, loadBalancerArn, before, securityGroupIds);
      state.loadBalancers.set(loadBalancerArn, record.loadBalancer);
      break;
    }
    case 'LoadBalancerForgotten': {
      const { loadBalancerArn } = record;
      const before = state.loadBalancers.get(loadBalancerArn)?.securityGroupIds ?? [];
      changeMembership(state, loadBalancerArn, before, []);
      for (const listener of state.listenersByLoadBalancer.get(loadBalancerArn) ?? []) {
        forgetListener(state, listener);
      }
      state.listenersByLoadBalancer.delete(loadBalancerArn);
      state.loadBalancers.delete(loadBalancerArn);
      break;
    }
    case 'ListenerPut': {
      const { listener } = record;
      state.listeners.set(listener.listenerArn, listener);
      setIn(state.listenersByLoadBalancer, listener.loadBalancerArn).add(listener.listenerArn);
      break;
    }
    case 'ListenerForgotten':
      forgetListener(state, record.listenerArn);
      break;
    case 'ListenerRulePut':
      state.listenerRules.set(record.rule.ruleArn, record.rule);
      setIn(state.rulesByListener, record.rule.listenerArn).add(record.rule.ruleArn);
      break;
    case 'ListenerRuleForgotten': {
      const rule = state.listenerRules.get(record.ruleArn);
      state.rulesByListener.get(rule?.listenerArn ?? '')?.delete(record.ruleArn);
      state.listenerRules.delete(record.ruleArn);
      break;
    }
    case 'TargetGroupPut':
      state.targetGroups.set(record.targetGroup.targetGroupArn, record.targetGroup);
      break;
    case 'TargetGroupForgotten': {
      const { targetGroupArn } = record;
      for (const key of state.targetsByGroup.get(targetGroupArn) ?? []) forgetTarget(state, key);
      state.targetsByGroup.delete(targetGroupArn);
      state.targetGroups.delete(targetGroupArn);
      break;
    }
    case 'TargetPut':
      putTarget(state, record.target);
      break;
    case 'TargetForgotten':
      forgetTarget(state, targetKey(record));
  }
}

function putTarget(state: State, target: Target): void {
  const key = targetKey(target);
  state.targets.set(key, target);
  setIn(state.targetsByGroup, target.targetGroupArn).add(key);
  setIn(state.targetsById, target.id).add(key);
  if (target.taskArn !== undefined) setIn(state.targetsByTask, target.taskArn).add(key);
  state.agenda.put(key, target.drainsUntil);
}

function forgetTarget(state: State, key: string): void {
  const target = state.targets.get(key);
  if (target === undefined) return;
  state.targets.delete(key);
  state.agenda.put(key, null);
  state.targetsByGroup.get(target.targetGroupArn)?.delete(key);
  takeOut(state.targetsById, target.id, key);
  if (target.taskArn !== undefined) takeOut(state.targetsByTask, target.taskArn, key);
}

/** A set that came to nothing is not kept. */
function takeOut(index: Map<string, Set<string>>, of: string, key: string): void {
  const keys = index.get(of);
  keys?.delete(key);
  if (keys?.size === 0) index.delete(of);
}

function forgetListener(state: State, listenerArn: string): void {
  for (const rule of state.rulesByListener.get(listenerArn) ?? []) state.listenerRules.delete(rule);
  state.rulesByListener.delete(listenerArn);
  const { loadBalancerArn = '' } = state.listeners.get(listenerArn) ?? {};
  state.listenersByLoadBalancer.get(loadBalancerArn)?.delete(listenerArn);
  state.listeners.delete(listenerArn);
}
