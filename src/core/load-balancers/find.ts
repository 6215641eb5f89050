import type { Effect } from '../effects.ts';
import type {
  Listener,
  ListenerAction,
  ListenerRule,
  LoadBalancer,
  Target,
  TargetGroup,
} from '../model/index.ts';
import type { State } from '../state.ts';

/** What belongs to what. */

export const listenersOf = (state: State, loadBalancerArn: string): Listener[] =>
  [...(state.listenersByLoadBalancer.get(loadBalancerArn) ?? [])].flatMap(
    (arn) => state.listeners.get(arn) ?? [],
  );

/** The rules of a listener by priority, its default one aside. */
export const rulesOf = (state: State, listenerArn: string): ListenerRule[] =>
  [...(state.rulesByListener.get(listenerArn) ?? [])]
    .flatMap((arn) => state.listenerRules.get(arn) ?? [])
    .sort((a, b) => a.priority - b.priority);

/** In the order of their registration. */
export const targetsOf = (state: State, targetGroupArn: string): Target[] =>
  [...(state.targetsByGroup.get(targetGroupArn) ?? [])].flatMap(
    (key) => state.targets.get(key) ?? [],
  );

/** The targets at that instance or address, in whatever groups. */
export const targetsAt = (state: State, id: string | undefined): Target[] =>
  [...(state.targetsById.get(id ?? '') ?? [])].flatMap((key) => state.targets.get(key) ?? []);

/** The targets that a service registered for that task. */
export const targetsOfTask = (state: State, taskArn: string): Target[] =>
  [...(state.targetsByTask.get(taskArn) ?? [])].flatMap((key) => state.targets.get(key) ?? []);

/** The target groups that the listeners of a load balancer lead to, each once. */
export function groupsOf(state: State, loadBalancerArn: string): TargetGroup[] {
  const arns = new Set(
    listenersOf(state, loadBalancerArn).flatMap(({ listenerArn, defaultAction }) => [
      ...groupArnsIn(defaultAction),
      ...rulesOf(state, listenerArn).flatMap(({ action }) => groupArnsIn(action)),
    ]),
  );
  return [...arns].flatMap((arn) => state.targetGroups.get(arn) ?? []);
}

/** The load balancers whose listeners lead to that target group; AWS: at most one. */
export const loadBalancersLeadingTo = (state: State, targetGroupArn: string): string[] =>
  [...state.loadBalancers.keys()].filter((arn) =>
    groupsOf(state, arn).some((group) => group.targetGroupArn === targetGroupArn),
  );

const groupArnsIn = (action: ListenerAction): string[] =>
  action.type === 'forward' ? action.targetGroups.map(({ targetGroupArn }) => targetGroupArn) : [];

/** Where it answers: in the VPC at its listeners' ports, on this machine at the runtime's. */
export const dnsNameOf = ({ hostLabel }: LoadBalancer): string => `${hostLabel}.elb.localhost`;

/** Has it brought up, or its coming up told again. */
export const startEffect = (loadBalancer: LoadBalancer): Effect => ({
  type: 'StartLoadBalancer',
  loadBalancerArn: loadBalancer.loadBalancerArn,
  dnsName: dnsNameOf(loadBalancer),
});
