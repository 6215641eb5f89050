import type { ServiceLoadBalancer, Target, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';

/** What stands behind what, looked up without any index. */

/** The load balancers that the task's deployment asks for. */
export function askedOf({ services }: State, task: Task): readonly ServiceLoadBalancer[] {
  const { deployments = [] } = services.get(task.serviceArn ?? '') ?? {};
  const own = deployments.find(({ id }) => id === task.deploymentId);
  return (own?.loadBalancers ?? []).map((one, i) => ({
    ...one,
    targetGroupArn: own?.targetGroupArns?.[i] ?? one.targetGroupArn,
  }));
}

/** `ID:PORT` at which a load balancer finds the task; undefined: nowhere. */
export function placeOf(
  { targetGroups, containerInstances }: State,
  task: Task,
  { targetGroupArn, containerName, containerPort }: ServiceLoadBalancer,
): string | undefined {
  const group = targetGroups.get(targetGroupArn);
  if (group === undefined) return undefined;
  if (group.targetType === 'ip') {
    return `${task.networkInterface?.privateIpv4Address}:${containerPort}`;
  }
  const instance = containerInstances.get(task.containerInstanceArn ?? '');
  const container = task.containers.find(({ name }) => name === containerName);
  const binding = container?.networkBindings.find((one) => one.containerPort === containerPort);
  return `${instance?.ec2InstanceId}:${binding?.hostPort}`;
}

/** The load balancers that lead to the group by a default action or a rule. */
export function leadingTo(state: State, targetGroupArn: string): Set<string> {
  const found = new Set<string>();
  const ways = [
    ...[...state.listeners.values()].map(({ loadBalancerArn, defaultAction }) => ({
      loadBalancerArn,
      action: defaultAction,
    })),
    ...[...state.listenerRules.values()].map(({ listenerArn, action }) => ({
      loadBalancerArn: state.listeners.get(listenerArn)?.loadBalancerArn ?? 'none',
      action,
    })),
  ];
  for (const { loadBalancerArn, action } of ways) {
    if (action.type !== 'forward') continue;
    if (action.targetGroups.some((group) => group.targetGroupArn === targetGroupArn)) {
      found.add(loadBalancerArn);
    }
  }
  return found;
}

/** The task's target for that load balancer, if it is one. */
export const targetFor = (
  state: State,
  { taskArn }: Task,
  { targetGroupArn }: ServiceLoadBalancer,
): Target | undefined =>
  [...state.targets.values()].find(
    (target) => target.taskArn === taskArn && target.targetGroupArn === targetGroupArn,
  );

/** It is behind a load balancer that nobody leads to, so nobody will say how it is. */
export const isOutOfReach = (state: State, task: Task): boolean =>
  askedOf(state, task).some(({ targetGroupArn }) => leadingTo(state, targetGroupArn).size === 0);

/** Each load balancer has said how the task is, and well. */
export function verdictsOn(state: State, task: Task): ('HEALTHY' | 'UNHEALTHY' | 'UNKNOWN')[] {
  return askedOf(state, task).map((asked) => {
    const target = targetFor(state, task, asked);
    if (target === undefined) return 'UNHEALTHY';
    if (target.drainsUntil !== null && task.desiredStatus === 'RUNNING') return 'UNHEALTHY';
    if (target.health === null) return 'UNKNOWN';
    return target.health.state === 'healthy' ? 'HEALTHY' : 'UNHEALTHY';
  });
}
