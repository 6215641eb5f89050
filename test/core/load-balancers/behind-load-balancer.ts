import { apply } from '../../../src/core/apply.ts';
import type { Commands } from '../../../src/core/commands.ts';
import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../../../src/core/load-balancers/configuration.ts';
import { targetsOf } from '../../../src/core/load-balancers/find.ts';
import type { Target, TargetGroup } from '../../../src/core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../../src/core/network/default-vpc.ts';
import { demo, SCOPE, SUBNETS, type World } from '../world.ts';

const ARN = `arn:aws:elasticloadbalancing:${SCOPE.region}:${SCOPE.account}`;
export const LOAD_BALANCER = `${ARN}:loadbalancer/app/front/0123456789abcdef`;
export const LISTENER = `${ARN}:listener/app/front/0123456789abcdef/0123456789abcdef`;
export const GROUP = `${ARN}:targetgroup/cats/0123456789abcdef`;
/** Milliseconds for which a target drains. */
export const DRAINING = 20_000;

const group = (change: Partial<TargetGroup>): TargetGroup => ({
  targetGroupArn: GROUP,
  name: 'cats',
  protocol: 'HTTP',
  port: 80,
  vpcId: DEFAULT_VPC_ID,
  targetType: 'ip',
  healthCheck: {
    enabled: true,
    protocol: 'HTTP',
    port: 'traffic-port',
    path: '/',
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    matcher: '200',
  },
  attributes: { 'deregistration_delay.timeout_seconds': String(DRAINING / 1000) },
  createdAt: 0,
  tags: [],
  ...change,
});

/** The demo cluster with an application load balancer whose listener leads to one target group. */
export function withLoadBalancer(
  world: World = demo(),
  targetGroup: Partial<TargetGroup> = {},
): World {
  apply(world.state, {
    type: 'LoadBalancerPut',
    loadBalancer: {
      loadBalancerArn: LOAD_BALANCER,
      name: 'front',
      type: 'application',
      scheme: 'internet-facing',
      vpcId: DEFAULT_VPC_ID,
      subnetIds: SUBNETS,
      securityGroupIds: [],
      hostLabel: 'front-1234567890',
      state: 'active',
      attributes: {},
      createdAt: 0,
      tags: [],
    },
  });
  apply(world.state, { type: 'TargetGroupPut', targetGroup: group(targetGroup) });
  apply(world.state, {
    type: 'ListenerPut',
    listener: {
      listenerArn: LISTENER,
      loadBalancerArn: LOAD_BALANCER,
      port: 80,
      protocol: 'HTTP',
      defaultAction: { type: 'forward', targetGroups: [{ targetGroupArn: GROUP, weight: 1 }] },
      attributes: {},
      createdAt: 0,
      tags: [],
    },
  });
  return world;
}

export const BEHIND = {
  loadBalancers: [{ targetGroupArn: GROUP, containerName: 'web', containerPort: 80 }],
} satisfies Partial<Commands['CreateService']['input']>;

export const targets = (world: World): Target[] => targetsOf(world.state, GROUP);

/** The load balancer finds those targets so. */
export function found(
  world: World,
  which: readonly Target[],
  state: TargetHealth['state'],
  description?: string,
): void {
  world.observe({
    type: 'TargetHealthChanged',
    loadBalancerArn: LOAD_BALANCER,
    targets: which.map(({ targetGroupArn, id, port }) => ({
      targetGroupArn,
      id,
      port,
      state,
      ...(description === undefined
        ? {}
        : { reason: 'Target.ResponseCodeMismatch' as const, description }),
    })),
  });
}

/** What the load balancer was told last. */
export function told(world: World): LoadBalancerConfiguration {
  const last = world.effects.findLast((effect) => effect.type === 'ConfigureLoadBalancer');
  if (last?.type !== 'ConfigureLoadBalancer') throw new Error('It was told nothing.');
  return last.configuration;
}
