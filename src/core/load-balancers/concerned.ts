import type { StateRecord } from '../records.ts';
import type { State } from '../state.ts';
import { targetKey } from './apply.ts';
import { loadBalancersLeadingTo } from './find.ts';

/** The load balancers that have to be told of that change, which the state has not taken in yet. */
export function loadBalancersConcerned(state: State, record: StateRecord): readonly string[] {
  switch (record.type) {
    case 'LoadBalancerPut':
      return [record.loadBalancer.loadBalancerArn];
    case 'ListenerPut':
      return [record.listener.loadBalancerArn];
    case 'ListenerForgotten':
      return ofListener(state, record.listenerArn);
    case 'ListenerRulePut':
      return ofListener(state, record.rule.listenerArn);
    case 'ListenerRuleForgotten':
      return ofListener(state, state.listenerRules.get(record.ruleArn)?.listenerArn ?? '');
    case 'TargetGroupPut':
      return loadBalancersLeadingTo(state, record.targetGroup.targetGroupArn);
    case 'TargetPut': {
      const { target } = record;
      const before = state.targets.get(targetKey(target));
      // Its health comes from the load balancer itself.
      if (before?.drainsUntil === target.drainsUntil && before.health !== target.health) return [];
      return loadBalancersLeadingTo(state, target.targetGroupArn);
    }
    case 'TargetForgotten':
      return loadBalancersLeadingTo(state, record.targetGroupArn);
    case 'InstancePut': {
      const { instanceId } = record.instance;
      const targets = [...state.targets.values()].filter(({ id }) => id === instanceId);
      return targets.flatMap(({ targetGroupArn }) => loadBalancersLeadingTo(state, targetGroupArn));
    }
    default:
      return [];
  }
}

const ofListener = (state: State, listenerArn: string): string[] => {
  const { loadBalancerArn } = state.listeners.get(listenerArn) ?? {};
  return loadBalancerArn === undefined ? [] : [loadBalancerArn];
};
