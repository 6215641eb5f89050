import { instanceArn, scopeOf } from '../arn.ts';
import { type Env, scaled } from '../env.ts';
import type {
  ListenerAction,
  LoadBalancer,
  NetworkBinding,
  Target,
  TargetGroup,
  Task,
} from '../model/index.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import type {
  LoadBalancerConfiguration,
  RuleAction,
  RuleConfiguration,
  TargetConfiguration,
  TargetGroupConfiguration,
} from './configuration.ts';
import { groupsOf, listenersOf, rulesOf, targetsOf } from './find.ts';

/** Tells that load balancer what it is to do now, if it is up. */
export function configure(tx: Transaction, loadBalancerArn: string): void {
  const loadBalancer = tx.state.loadBalancers.get(loadBalancerArn);
  if (loadBalancer?.state !== 'active') return;
  const configuration = configurationOf(tx.state, loadBalancer, tx.env);
  tx.perform({ type: 'ConfigureLoadBalancer', loadBalancerArn, configuration });
}

export function configurationOf(
  state: State,
  { loadBalancerArn, attributes }: LoadBalancer,
  env: Env,
): LoadBalancerConfiguration {
  const listeners = listenersOf(state, loadBalancerArn);
  return {
    loadBalancerArn,
    idleTimeout: seconds(attributes, 'idle_timeout.timeout_seconds', 60),
    listeners: listeners.map(({ listenerArn, port, protocol, defaultAction }) => ({
      listenerArn,
      port,
      protocol,
      rules: [
        ...rulesOf(state, listenerArn).map(
          ({ ruleArn, priority, conditions, action }): RuleConfiguration => ({
            ruleArn,
            priority,
            conditions,
            action: ruleAction(action),
          }),
        ),
        { ruleArn: listenerArn, conditions: [], action: ruleAction(defaultAction) },
      ],
    })),
    targetGroups: groupsOf(state, loadBalancerArn).map((group) => groupOf(state, group, env)),
  };
}

function ruleAction(action: ListenerAction): RuleAction {
  switch (action.type) {
    case 'forward':
      return {
        type: 'forward',
        targetGroups: action.targetGroups,
        stickiness:
          action.stickinessDuration === undefined ? undefined : action.stickinessDuration * 1000,
      };
    case 'redirect':
      return { ...action, statusCode: action.statusCode === 'HTTP_301' ? 301 : 302 };
    case 'fixed-response':
      return { ...action, statusCode: Number(action.statusCode) };
  }
}

function groupOf(state: State, group: TargetGroup, env: Env): TargetGroupConfiguration {
  const { targetGroupArn, protocol, attributes, healthCheck } = group;
  const algorithm = attributes['load_balancing.algorithm.type'];
  return {
    targetGroupArn,
    protocol,
    healthCheck: {
      protocol: healthCheck.protocol,
      port: healthCheck.port === 'traffic-port' ? undefined : Number(healthCheck.port),
      path: healthCheck.path ?? '/',
      interval: scaled(env, healthCheck.intervalSeconds * 1000),
      // How long an answer may take is the application's affair, not the orchestration's: not scaled.
      timeout: healthCheck.timeoutSeconds * 1000,
      healthyThreshold: healthCheck.healthyThreshold,
      unhealthyThreshold: healthCheck.unhealthyThreshold,
      matcher: healthCheck.matcher ?? '200',
    },
    algorithm: algorithm === 'least_outstanding_requests' ? algorithm : 'round_robin',
    slowStart: scaled(env, seconds(attributes, 'slow_start.duration_seconds', 0)),
    stickiness: stickinessOf(attributes),
    targets: targetsOf(state, targetGroupArn).map((target) => targetOf(state, group, target)),
  };
}

function stickinessOf(
  attributes: Readonly<Record<string, string>>,
): TargetGroupConfiguration['stickiness'] {
  if (attributes['stickiness.enabled'] !== 'true') return undefined;
  switch (attributes['stickiness.type']) {
    case 'lb_cookie':
      return {
        type: 'lb_cookie',
        duration: seconds(attributes, 'stickiness.lb_cookie.duration_seconds', 86_400),
      };
    case 'app_cookie':
      return {
        type: 'app_cookie',
        duration: seconds(attributes, 'stickiness.app_cookie.duration_seconds', 86_400),
        cookieName: attributes['stickiness.app_cookie.cookie_name'] ?? '',
      };
    default:
      return { type: 'source_ip' };
  }
}

function targetOf(state: State, { targetType }: TargetGroup, target: Target): TargetConfiguration {
  const { id, port, drainsUntil } = target;
  return {
    id,
    port,
    host: targetType === 'ip' ? id : addressOfInstance(state, target),
    publishedPort: publishedPort(state, targetType, target),
    draining: drainsUntil !== null,
  };
}

function addressOfInstance(state: State, { targetGroupArn, id }: Target): string | undefined {
  const instance = state.instances.get(instanceArn(scopeOf(targetGroupArn), id));
  return instance?.state === 'running' ? instance.privateIpAddress : undefined;
}

/** Where this machine reaches the task that listens there. */
function publishedPort(
  state: State,
  targetType: TargetGroup['targetType'],
  { id, port, taskArn }: Target,
): number | undefined {
  const named = state.tasks.get(taskArn ?? '');
  const tasks = named === undefined ? state.tasks.values() : [named];
  for (const task of tasks) {
    if (task.lastStatus === 'STOPPED') continue;
    const containerPort =
      targetType === 'ip'
        ? task.networkInterface?.privateIpv4Address === id && port
        : onInstance(state, task, id) && bindingTo(task, port)?.containerPort;
    const published = task.publishedPorts.find(
      (one) => one.containerPort === containerPort && one.protocol === 'tcp',
    );
    if (published !== undefined) return published.hostPort;
  }
  return undefined;
}

const onInstance = (state: State, { containerInstanceArn }: Task, instanceId: string): boolean =>
  state.containerInstances.get(containerInstanceArn ?? '')?.ec2InstanceId === instanceId;

const bindingTo = ({ containers }: Task, hostPort: number): NetworkBinding | undefined =>
  containers
    .flatMap(({ networkBindings }) => networkBindings)
    .find((binding) => binding.hostPort === hostPort && binding.protocol === 'tcp');

const seconds = (
  attributes: Readonly<Record<string, string>>,
  name: string,
  otherwise: number,
): number => Number(attributes[name] ?? otherwise) * 1000;
