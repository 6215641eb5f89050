import type { NetworkInterface, Task } from '../model/index.ts';
import type { StateRecord } from '../records.ts';
import type { State } from '../state.ts';
import { targetKey } from './apply.ts';
import { loadBalancersLeadingTo, targetsAt, targetsOf } from './find.ts';

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
      return targetsAt(state, record.instance.instanceId).flatMap(({ targetGroupArn }) =>
        loadBalancersLeadingTo(state, targetGroupArn),
      );
    }
    case 'TaskChanged': {
      const { publishedPorts, lastStatus, networkInterface } = record.change;
      const task = state.tasks.get(record.taskArn);
      const isNews = publishedPorts !== undefined || lastStatus === 'STOPPED';
      return task !== undefined && isNews
        ? throughTargetsAt(state, task, networkInterface ?? task.networkInterface)
        : [];
    }
    case 'ContainerChanged': {
      const task = state.tasks.get(record.taskArn);
      return task !== undefined && record.change.networkBindings !== undefined
        ? throughTargetsAt(state, task, task.networkInterface)
        : [];
    }
    default:
      return [];
  }
}

/** By targets that somebody registered by hand, before or after the task was there. */
function throughTargetsAt(
  state: State,
  { containerInstanceArn }: Task,
  networkInterface: NetworkInterface | undefined,
): string[] {
  const instance = state.containerInstances.get(containerInstanceArn ?? '');
  return [networkInterface?.privateIpv4Address, instance?.ec2InstanceId]
    .flatMap((id) => targetsAt(state, id))
    .filter(({ taskArn }) => taskArn === undefined)
    .flatMap(({ targetGroupArn }) => loadBalancersLeadingTo(state, targetGroupArn));
}

/** The tasks whose service looks at the targets that the change is about; as above. */
export function tasksConcerned(state: State, record: StateRecord): readonly string[] {
  switch (record.type) {
    case 'TargetPut':
      return record.target.taskArn === undefined ? [] : [record.target.taskArn];
    case 'TargetForgotten': {
      const { taskArn } = state.targets.get(targetKey(record)) ?? {};
      return taskArn === undefined ? [] : [taskArn];
    }
    case 'TargetGroupForgotten':
      return targetsOf(state, record.targetGroupArn).flatMap(({ taskArn }) => taskArn ?? []);
    default:
      return [];
  }
}

const ofListener = (state: State, listenerArn: string): string[] => {
  const { loadBalancerArn } = state.listeners.get(listenerArn) ?? {};
  return loadBalancerArn === undefined ? [] : [loadBalancerArn];
};
