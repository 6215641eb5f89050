import type { Commands } from '../../../src/core/commands.ts';
import type { TargetInput } from '../../../src/core/load-balancers/commands.ts';
import type {
  Listener,
  ListenerRule,
  LoadBalancer,
  Target,
  TargetGroup,
} from '../../../src/core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../../src/core/network/default-vpc.ts';
import { needsNetwork, SUBNETS } from '../definitions.ts';
import type { Random } from '../random.ts';
import type { Simulation } from '../simulation.ts';

/**
 * The load balancers of histories and what belongs to them. All is drawn from `sim.balancing`, so
 * that histories without load balancers are what they would be if there were none.
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

export const all = <T>(things: ReadonlyMap<string, T> | undefined): T[] => [
  ...(things?.values() ?? []),
];
export const loadBalancers = ({ state }: Simulation): LoadBalancer[] => all(state?.loadBalancers);
export const groups = ({ state }: Simulation): TargetGroup[] => all(state?.targetGroups);
export const listeners = ({ state }: Simulation): Listener[] => all(state?.listeners);
export const rules = ({ state }: Simulation): ListenerRule[] => all(state?.listenerRules);
export const targets = ({ state }: Simulation): Target[] => all(state?.targets);

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

export const forwardFrom = (sim: Simulation, loadBalancer: LoadBalancer | undefined) =>
  loadBalancer &&
  forward(
    sim.balancing,
    groups(sim).filter(({ protocol }) => protocol === protocolOf(loadBalancer)),
  );

export function createLoadBalancer(
  sim: Simulation,
  { Name, Type } = sim.balancing.pick(LOAD_BALANCERS) ?? LOAD_BALANCERS[0],
): void {
  sim.send('CreateLoadBalancer', { Name, Type, Subnets: SUBNETS });
}

export function createTargetGroup(
  sim: Simulation,
  group = sim.balancing.pick(GROUPS) ?? GROUPS[0],
): void {
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
export function createListener(sim: Simulation, loadBalancer: LoadBalancer | undefined): void {
  const DefaultActions = forwardFrom(sim, loadBalancer);
  if (loadBalancer === undefined || DefaultActions === undefined) return;
  sim.send('CreateListener', {
    LoadBalancerArn: loadBalancer.loadBalancerArn,
    Protocol: protocolOf(loadBalancer),
    Port: sim.balancing.oneOf(80, 81),
    DefaultActions,
  });
}

export const pickTarget = ({ balancing, state }: Simulation, group: TargetGroup): TargetInput => {
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

export const setAttributes = (sim: Simulation, { targetGroupArn }: TargetGroup): void =>
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
  family: string,
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
