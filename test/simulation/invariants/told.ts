import type {
  LoadBalancerConfiguration,
  TargetConfiguration,
  TargetGroupConfiguration,
} from '../../../src/core/load-balancers/configuration.ts';
import type {
  Listener,
  ListenerAction,
  LoadBalancer,
  Target,
  TargetGroup,
  Task,
} from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { difference } from '../difference.ts';
import { insist } from '../violation.ts';
import { leadingTo } from './behind.ts';
import type { Stepped } from './invariants.ts';

/** What a load balancer was told last is what it should do now. */
export class Told {
  /** By load balancer, in this life of the orchestrator. */
  readonly #last = new Map<string, LoadBalancerConfiguration>();

  constructor(readonly timeScale: number) {}

  restart(): void {
    this.#last.clear();
  }

  check({ state, input, records, effects }: Stepped): void {
    for (const effect of effects) {
      if (effect.type !== 'ConfigureLoadBalancer') continue;
      this.#last.set(effect.loadBalancerArn, effect.configuration);
    }
    checkLost({ state, input, effects });
    if (records.length === 0 && effects.length === 0) return;
    const listed = input.type === 'EngineListed' ? input.loadBalancers : [];
    for (const loadBalancer of state.loadBalancers.values()) {
      const { loadBalancerArn } = loadBalancer;
      const told = this.#last.get(loadBalancerArn);
      const isUp = listed.some((one) => one.loadBalancerArn === loadBalancerArn && one.address);
      if (loadBalancer.state !== 'active' || (told === undefined && !isUp)) continue;
      const found = told === undefined ? 'nothing' : this.#difference(state, loadBalancer, told);
      insist(found === undefined, 'told', () => `${loadBalancerArn} was told: ${found}`);
    }
  }

  /** In words: what it was told, and what it should be. */
  #difference(
    state: State,
    loadBalancer: LoadBalancer,
    told: LoadBalancerConfiguration,
  ): string | undefined {
    const { loadBalancerArn, attributes } = loadBalancer;
    const idle = Number(attributes['idle_timeout.timeout_seconds'] ?? told.idleTimeout / 1000);
    const own = [...state.listeners.values()].filter(
      (listener) => listener.loadBalancerArn === loadBalancerArn,
    );
    const groups = [...state.targetGroups.values()].filter((group) =>
      leadingTo(state, group.targetGroupArn).has(loadBalancerArn),
    );
    return difference(
      {
        idleTimeout: told.idleTimeout,
        listeners: told.listeners.map(({ listenerArn, port, protocol, rules }) => ({
          listenerArn,
          port,
          protocol,
          rules: rules.map(({ ruleArn, priority, conditions, action }) => ({
            ruleArn: priority === undefined ? 'default' : ruleArn,
            priority,
            conditions,
            action: action.type === 'forward' ? action.targetGroups : action.type,
          })),
        })),
        targetGroups: byName(told.targetGroups.map(comparable)),
      },
      {
        idleTimeout: idle * 1000,
        listeners: own.map((listener) => listenerIn(state, listener)),
        targetGroups: byName(groups.map((group) => this.#groupIn(state, group))),
      },
      'configuration',
    );
  }

  #groupIn(state: State, group: TargetGroup) {
    const { targetGroupArn, protocol, healthCheck } = group;
    const targets = [...state.targets.values()].filter(
      (target) => target.targetGroupArn === targetGroupArn,
    );
    return {
      name: targetGroupArn,
      protocol,
      interval: (healthCheck.intervalSeconds * 1000) / this.timeScale,
      thresholds: [healthCheck.healthyThreshold, healthCheck.unhealthyThreshold],
      targets: byName(targets.map((target) => targetIn(state, group, target))),
    };
  }
}

/** Another one takes the place of one that nobody wanted to be removed. */
function checkLost({ state, input, effects }: Pick<Stepped, 'state' | 'input' | 'effects'>): void {
  if (input.type !== 'Observation' || input.observation.type !== 'LoadBalancerRemoved') return;
  const { loadBalancerArn } = input.observation;
  insist(
    !state.loadBalancers.has(loadBalancerArn) ||
      effects.some(
        (effect) =>
          effect.type === 'StartLoadBalancer' && effect.loadBalancerArn === loadBalancerArn,
      ),
    'lost',
    () => `${loadBalancerArn} is gone, and nobody asks for another`,
  );
}

const comparable = ({
  targetGroupArn,
  protocol,
  healthCheck,
  targets,
}: TargetGroupConfiguration) => ({
  name: targetGroupArn,
  protocol,
  interval: healthCheck.interval,
  thresholds: [healthCheck.healthyThreshold, healthCheck.unhealthyThreshold],
  targets: byName(
    targets.map(({ id, port, host, publishedPort, draining }: TargetConfiguration) => ({
      name: `${id}:${port}`,
      host,
      publishedPort,
      draining,
    })),
  ),
});

const actionIn = (action: ListenerAction) =>
  action.type === 'forward' ? action.targetGroups : action.type;

function listenerIn(state: State, { listenerArn, port, protocol, defaultAction }: Listener) {
  const rules = [...state.listenerRules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .toSorted((a, b) => a.priority - b.priority)
    .map(({ ruleArn, priority, conditions, action }) => ({
      ruleArn,
      priority,
      conditions,
      action: actionIn(action),
    }));
  const otherwise = {
    ruleArn: 'default',
    priority: undefined,
    conditions: [],
    action: actionIn(defaultAction),
  };
  return { listenerArn, port, protocol, rules: [...rules, otherwise] };
}

function targetIn(
  state: State,
  { targetType }: TargetGroup,
  { id, port, drainsUntil, taskArn }: Target,
) {
  const instance = [...state.instances.values()].find(({ instanceId }) => instanceId === id);
  const address = instance?.state === 'running' ? instance.privateIpAddress : undefined;
  const there = [...state.tasks.values()].filter(
    (task) => task.lastStatus !== 'STOPPED' && (taskArn === undefined || task.taskArn === taskArn),
  );
  const [published] = there.flatMap((task) => {
    const containerPort =
      targetType === 'ip' ? portAt(task, id, port) : portOn(state, task, id, port);
    return task.publishedPorts.flatMap((one) =>
      one.containerPort === containerPort && one.protocol === 'tcp' ? [one.hostPort] : [],
    );
  });
  return {
    name: `${id}:${port}`,
    host: targetType === 'ip' ? id : address,
    publishedPort: published,
    draining: drainsUntil !== null,
  };
}

const portAt = ({ networkInterface }: Task, address: string, port: number): number | undefined =>
  networkInterface?.privateIpv4Address === address ? port : undefined;

function portOn(state: State, task: Task, instanceId: string, port: number): number | undefined {
  const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
  if (instance?.ec2InstanceId !== instanceId) return undefined;
  const bindings = task.containers.flatMap(({ networkBindings }) => networkBindings);
  return bindings.find(({ hostPort, protocol }) => hostPort === port && protocol === 'tcp')
    ?.containerPort;
}

const byName = <T extends { readonly name: string }>(things: readonly T[]): T[] =>
  things.toSorted((a, b) => (a.name < b.name ? -1 : 1));
