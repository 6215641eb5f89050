import { nameOf } from '../../core/arn.ts';
import { defaultRuleArn } from '../../core/load-balancers/commands/arn.ts';
import {
  dnsNameOf,
  groupsOf,
  listenersOf,
  rulesOf,
  targetsOf,
} from '../../core/load-balancers/find.ts';
import { describedHealth } from '../../core/load-balancers/target-health.ts';
import type {
  Listener,
  ListenerAction,
  ListenerRuleCondition,
  LoadBalancer,
  TargetGroup,
} from '../../core/model/index.ts';
import type { State } from '../../core/state.ts';
import type { LoadBalancerPicture } from '../api.ts';

/** A load balancer, where its listeners lead, and who is there; `port` is the runtime's. */
export const loadBalancerPicture = (
  state: State,
  loadBalancer: LoadBalancer,
  port: number,
): LoadBalancerPicture => ({
  arn: loadBalancer.loadBalancerArn,
  name: loadBalancer.name,
  type: loadBalancer.type,
  state: loadBalancer.state,
  stateReason: loadBalancer.stateReason,
  dnsName: dnsNameOf(loadBalancer),
  listeners: listenersOf(state, loadBalancer.loadBalancerArn).map((listener) => ({
    arn: listener.listenerArn,
    port: listener.port,
    protocol: listener.protocol,
    url: urlOf(loadBalancer, listener, port),
    rules: [
      ...rulesOf(state, listener.listenerArn).map(({ ruleArn, priority, conditions, action }) => ({
        arn: ruleArn,
        priority,
        conditions: conditions.map(words),
        ...actionPicture(action),
      })),
      {
        arn: defaultRuleArn(listener.listenerArn),
        priority: null,
        conditions: [],
        ...actionPicture(listener.defaultAction),
      },
    ],
  })),
  targetGroups: groupsOf(state, loadBalancer.loadBalancerArn).map((group) =>
    groupPicture(state, group),
  ),
});

const groupPicture = (
  state: State,
  group: TargetGroup,
): LoadBalancerPicture['targetGroups'][number] => ({
  arn: group.targetGroupArn,
  name: group.name,
  protocol: group.protocol,
  port: group.port,
  targetType: group.targetType,
  targets: targetsOf(state, group.targetGroupArn).map((target) => ({
    id: target.id,
    port: target.port,
    availabilityZone: target.availabilityZone,
    task: target.taskArn && nameOf(target.taskArn),
    ...describedHealth(state, target),
  })),
});

/** As `server/load-balancers/` finds it; undefined: nothing that a browser speaks, or not up. */
const urlOf = (
  { hostLabel, gatewayPort }: LoadBalancer,
  { port, protocol }: Listener,
  runtimePort: number,
): string | undefined =>
  gatewayPort === undefined || protocol !== 'HTTP'
    ? undefined
    : `http://${hostLabel}${port === 80 ? '' : `-${port}`}.elb.localhost:${runtimePort}/`;

const actionPicture = (action: ListenerAction) => ({
  action: action.type,
  forwards: action.type === 'forward' ? action.targetGroups : [],
});

const words = (condition: ListenerRuleCondition): string => {
  const values =
    condition.field === 'query-string'
      ? condition.values.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`))
      : condition.values;
  const name = condition.field === 'http-header' ? ` ${condition.httpHeaderName}` : '';
  return `${condition.field}${name} ${values.join(' or ')}`;
};
