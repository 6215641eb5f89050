import type { Commands } from '../../../src/core/commands.ts';
import type { TargetInput } from '../../../src/core/load-balancers/commands.ts';
import type {
  Listener,
  ListenerRule,
  LoadBalancer,
  Service,
  Target,
  TargetGroup,
} from '../../../src/core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../../src/core/network/default-vpc.ts';
import { killLoadBalancer } from '../../../src/engines/simulated/faults.ts';
import { report } from '../../../src/engines/simulated/world.ts';
import { CLUSTER, type Family, needsNetwork, SUBNETS } from '../definitions.ts';
import { INSTALL } from '../engine-with-faults.ts';
import { leadingTo } from '../invariants/behind.ts';
import type { LoadBalancerActionName } from '../profile.ts';
import type { Random } from '../random.ts';
import type { Simulation } from '../simulation.ts';

/**
 * What histories do with load balancers. All is drawn from `sim.balancing`, so that histories
 * without load balancers are what they would be if there were none.
 */

const LOAD_BALANCERS = [
  { Name: 'front', Type: 'application' },
  { Name: 'lines', Type: 'network' },
] as const;

const GROUPS = [
  { Name: 'addresses', TargetType: 'ip', Protocol: 'HTTP' },
  { Name: 'more-addresses', TargetType: 'ip', Protocol: 'HTTP' },
  { Name: 'instances', TargetType: 'instance', Protocol: 'HTTP' },
  { Name: 'more-instances', TargetType: 'instance', Protocol: 'HTTP' },
  { Name: 'tcp', TargetType: 'ip', Protocol: 'TCP' },
  { Name: 'tcp-instances', TargetType: 'instance', Protocol: 'TCP' },
] as const;

const all = <T>(things: ReadonlyMap<string, T> | undefined): T[] => [...(things?.values() ?? [])];
const loadBalancers = ({ state }: Simulation): LoadBalancer[] => all(state?.loadBalancers);
const groups = ({ state }: Simulation): TargetGroup[] => all(state?.targetGroups);
const listeners = ({ state }: Simulation): Listener[] => all(state?.listeners);
const rules = ({ state }: Simulation): ListenerRule[] => all(state?.listenerRules);
const targets = ({ state }: Simulation): Target[] => all(state?.targets);

const protocolOf = ({ type }: LoadBalancer) => (type === 'application' ? 'HTTP' : 'TCP');

/** To one or two groups, some of them with the weight 0. */
function forward(random: Random, candidates: readonly TargetGroup[]) {
  const first = random.pick(candidates);
  const second = random.pick(candidates);
  if (first === undefined || second === undefined) return undefined;
  const chosen = random.chance(0.5) ? new Set([first]) : new Set([first, second]);
  const TargetGroups = [...chosen].map(({ targetGroupArn }) => ({
    TargetGroupArn: targetGroupArn,
    Weight: random.below(3),
  }));
  return [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
}

const forwardFrom = (sim: Simulation, loadBalancer: LoadBalancer | undefined) =>
  loadBalancer &&
  forward(
    sim.balancing,
    groups(sim).filter(({ protocol }) => protocol === protocolOf(loadBalancer)),
  );

function createLoadBalancer(
  sim: Simulation,
  { Name, Type } = sim.balancing.pick(LOAD_BALANCERS) ?? LOAD_BALANCERS[0],
): void {
  sim.send('CreateLoadBalancer', { Name, Type, Subnets: SUBNETS });
}

function createTargetGroup(sim: Simulation, group = sim.balancing.pick(GROUPS) ?? GROUPS[0]): void {
  const { balancing: random } = sim;
  sim.send('CreateTargetGroup', {
    ...group,
    Port: 80,
    VpcId: DEFAULT_VPC_ID,
    HealthCheckIntervalSeconds: random.between(5, 30),
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: random.between(2, 4),
    UnhealthyThresholdCount: random.between(2, 4),
  });
}

/** On one of two ports, so that some are there already. */
function createListener(sim: Simulation, loadBalancer: LoadBalancer | undefined): void {
  const DefaultActions = forwardFrom(sim, loadBalancer);
  if (loadBalancer === undefined || DefaultActions === undefined) return;
  sim.send('CreateListener', {
    LoadBalancerArn: loadBalancer.loadBalancerArn,
    Protocol: protocolOf(loadBalancer),
    Port: sim.balancing.oneOf(80, 81),
    DefaultActions,
  });
}

const pickTarget = ({ balancing, state }: Simulation, group: TargetGroup): TargetInput => {
  if (group.targetType === 'instance') {
    return {
      Id: balancing.pick(all(state?.instances))?.instanceId,
      Port: balancing.oneOf(80, 8080, 32_768),
    };
  }
  const addresses = all(state?.tasks).flatMap(
    ({ networkInterface }) => networkInterface?.privateIpv4Address ?? [],
  );
  // One where nobody is, now and then.
  return { Id: balancing.chance(0.2) ? '172.31.47.250' : balancing.pick(addresses) };
};

const setAttributes = (sim: Simulation, { targetGroupArn }: TargetGroup): void =>
  sim.send('ModifyTargetGroupAttributes', {
    TargetGroupArn: targetGroupArn,
    Attributes: [
      {
        Key: 'deregistration_delay.timeout_seconds',
        Value: `${sim.balancing.oneOf(0, 0, 5, 30, sim.balancing.below(300))}`,
      },
    ],
  });

/** Before a history begins; what is forwarded to comes a moment later, when its ARN is known. */
export async function prepareLoadBalancers(sim: Simulation): Promise<void> {
  if (sim.profile.loadBalancers === undefined) return;
  for (const loadBalancer of LOAD_BALANCERS) createLoadBalancer(sim, loadBalancer);
  for (const group of GROUPS) createTargetGroup(sim, group);
  await sim.pass(1);
  for (const group of groups(sim)) setAttributes(sim, group);
  for (const loadBalancer of loadBalancers(sim)) {
    const protocol = protocolOf(loadBalancer);
    for (const [i, group] of groups(sim)
      .filter((one) => one.protocol === protocol)
      .entries()) {
      sim.send('CreateListener', {
        LoadBalancerArn: loadBalancer.loadBalancerArn,
        Protocol: protocol,
        Port: 80 + i,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: group.targetGroupArn }],
      });
    }
  }
}

/** The load balancers that a service of the family is to stand behind, mostly one; or none. */
export function behind(
  sim: Simulation,
  family: Family | string,
): Pick<Commands['CreateService']['input'], 'loadBalancers'> {
  const { balancing: random, profile } = sim;
  if (profile.loadBalancers === undefined || random.chance(0.2)) return {};
  const targetType = needsNetwork(family) ? 'ip' : 'instance';
  const candidates = groups(sim).filter((group) => group.targetType === targetType);
  const chosen = new Set([random.pick(candidates)]);
  if (random.chance(0.2)) chosen.add(random.pick(candidates));
  return {
    loadBalancers: [...chosen].flatMap((group) =>
      group === undefined
        ? []
        : {
            targetGroupArn: group.targetGroupArn,
            containerName: 'web',
            containerPort: family === 'host' ? random.oneOf(9000, 9001) : 80,
          },
    ),
  };
}

const program = ({ world, balancing }: Simulation) =>
  balancing.pick([...(world.installs.get(INSTALL)?.loadBalancers.values() ?? [])]);

const balancingActions: Readonly<Record<LoadBalancerActionName, (sim: Simulation) => void>> = {
  createLoadBalancer: (sim) => createLoadBalancer(sim),
  createTargetGroup: (sim) => createTargetGroup(sim),
  createListener: (sim) => createListener(sim, sim.balancing.pick(loadBalancers(sim))),
  modifyListener(sim) {
    const listener = sim.balancing.pick(listeners(sim));
    const loadBalancer = sim.state?.loadBalancers.get(listener?.loadBalancerArn ?? '');
    const DefaultActions = forwardFrom(sim, loadBalancer);
    if (listener === undefined || DefaultActions === undefined) return;
    sim.send('ModifyListener', { ListenerArn: listener.listenerArn, DefaultActions });
  },
  createRule(sim) {
    const listener = sim.balancing.pick(
      listeners(sim).filter(({ protocol }) => protocol === 'HTTP'),
    );
    const loadBalancer = sim.state?.loadBalancers.get(listener?.loadBalancerArn ?? '');
    const Actions = forwardFrom(sim, loadBalancer);
    if (listener === undefined || Actions === undefined) return;
    sim.send('CreateRule', {
      ListenerArn: listener.listenerArn,
      Priority: sim.balancing.between(1, 5),
      Conditions: [{ Field: 'path-pattern', Values: [sim.balancing.oneOf('/cats/*', '/dogs/*')] }],
      Actions,
    });
  },
  setRulePriorities(sim) {
    const rule = sim.balancing.pick(rules(sim));
    if (rule === undefined) return;
    sim.send('SetRulePriorities', {
      RulePriorities: [{ RuleArn: rule.ruleArn, Priority: sim.balancing.between(1, 5) }],
    });
  },
  registerTargets(sim) {
    const group = sim.balancing.pick(groups(sim));
    if (group === undefined) return;
    sim.send('RegisterTargets', {
      TargetGroupArn: group.targetGroupArn,
      Targets: [pickTarget(sim, group)],
    });
  },
  /** Mostly such as services have registered, those that drain already among them. */
  registerAgain(sim) {
    const target = sim.balancing.pick(targets(sim));
    if (target === undefined) return;
    const { targetGroupArn, id, port } = target;
    sim.send('RegisterTargets', {
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: id, Port: port }],
    });
  },
  deregisterTargets(sim) {
    const target = sim.balancing.pick(targets(sim));
    if (target === undefined) return;
    const { targetGroupArn, id, port } = target;
    sim.send('DeregisterTargets', {
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: id, Port: port }],
    });
  },
  attributesOfGroup(sim) {
    const group = sim.balancing.pick(groups(sim));
    if (group !== undefined) setAttributes(sim, group);
  },
  attributesOfLoadBalancer(sim) {
    const loadBalancer = sim.balancing.pick(
      loadBalancers(sim).filter(({ type }) => type === 'application'),
    );
    if (loadBalancer === undefined) return;
    sim.send('ModifyLoadBalancerAttributes', {
      LoadBalancerArn: loadBalancer.loadBalancerArn,
      Attributes: [
        { Key: 'idle_timeout.timeout_seconds', Value: `${sim.balancing.between(1, 100)}` },
      ],
    });
  },
  healthCheck(sim) {
    const group = sim.balancing.pick(groups(sim));
    if (group === undefined) return;
    sim.send('ModifyTargetGroup', {
      TargetGroupArn: group.targetGroupArn,
      HealthCheckIntervalSeconds: sim.balancing.between(5, 30),
      HealthyThresholdCount: sim.balancing.between(2, 4),
    });
  },
  deleteListener(sim) {
    const listener = sim.balancing.pick(listeners(sim));
    if (listener !== undefined) sim.send('DeleteListener', { ListenerArn: listener.listenerArn });
  },
  deleteRule(sim) {
    const rule = sim.balancing.pick(rules(sim));
    if (rule !== undefined) sim.send('DeleteRule', { RuleArn: rule.ruleArn });
  },
  deleteTargetGroup(sim) {
    const unused = groups(sim).filter(
      ({ targetGroupArn }) =>
        sim.state === undefined || leadingTo(sim.state, targetGroupArn).size === 0,
    );
    const group = sim.balancing.pick(sim.balancing.chance(0.2) ? groups(sim) : unused);
    if (group !== undefined)
      sim.send('DeleteTargetGroup', { TargetGroupArn: group.targetGroupArn });
  },
  deleteLoadBalancer(sim) {
    const loadBalancer = sim.balancing.pick(loadBalancers(sim));
    if (loadBalancer === undefined) return;
    sim.send('DeleteLoadBalancer', { LoadBalancerArn: loadBalancer.loadBalancerArn });
  },
  /** A service gets other load balancers, or none any more. */
  updateService(sim) {
    const active = (service: Service) => service.status === 'ACTIVE';
    const service = sim.balancing.pick(all(sim.state?.services).filter(active));
    if (service === undefined) return;
    const family = /task-definition\/([^:]+)/.exec(service.taskDefinition)?.[1] ?? '';
    const { loadBalancers = [] } = behind(sim, family);
    sim.send('UpdateService', { cluster: CLUSTER, service: service.serviceName, loadBalancers });
  },
  trunking: (sim) =>
    sim.send('PutAccountSetting', {
      name: 'awsvpcTrunking',
      value: sim.balancing.oneOf('enabled', 'disabled'),
      principalArn: null,
    }),
  kill(sim) {
    const { loadBalancerArn } = program(sim) ?? {};
    if (loadBalancerArn !== undefined) killLoadBalancer(sim.world, loadBalancerArn);
  },
  /** It is gone, program and all, and the engine says so. */
  lose(sim) {
    const lost = program(sim);
    const install = sim.world.installs.get(INSTALL);
    if (lost === undefined || install === undefined) return;
    lost.remove();
    const { loadBalancerArn } = lost;
    report(sim.world, install, { type: 'LoadBalancerRemoved', loadBalancerArn });
  },
};

/** Does one thing or nothing, drawn by the weights of the profile, where histories have these. */
export function actOnLoadBalancers(sim: Simulation): void {
  const { loadBalancers: weights } = sim.profile;
  if (weights === undefined || sim.balancing.chance(0.4)) return;
  const name = sim.balancing.weighted(weights);
  sim.trace.add(() => `LOAD BALANCERS ${name}`);
  balancingActions[name](sim);
}
