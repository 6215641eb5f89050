import type {
  HealthCheckConfiguration,
  LoadBalancerConfiguration,
  RuleConfiguration,
  TargetConfiguration,
  TargetGroupConfiguration,
} from '../../../src/core/load-balancers/configuration.ts';

export const ARN =
  'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/web/50dc6c495c0c9188';

export const CHECK: HealthCheckConfiguration = {
  protocol: 'HTTP',
  path: '/health',
  interval: 100,
  timeout: 50,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  matcher: '200',
};

export const target = (
  port: number,
  more: Partial<TargetConfiguration> = {},
): TargetConfiguration => ({
  id: `10.0.0.${port % 256}`,
  port,
  host: '127.0.0.1',
  draining: false,
  ...more,
});

export const group = (
  name: string,
  targets: readonly (TargetConfiguration | number)[],
  more: Partial<TargetGroupConfiguration> = {},
): TargetGroupConfiguration => ({
  targetGroupArn: `arn:${name}`,
  protocol: 'HTTP',
  healthCheck: CHECK,
  algorithm: 'round_robin',
  slowStart: 0,
  targets: targets.map((each) => (typeof each === 'number' ? target(each) : each)),
  ...more,
});

export const forward = (...names: readonly string[]): RuleConfiguration => ({
  ruleArn: 'arn:default',
  conditions: [],
  action: {
    type: 'forward',
    targetGroups: names.map((name) => ({ targetGroupArn: `arn:${name}`, weight: 1 })),
  },
});

/** One HTTP listener at port 80 that forwards to the groups by turns, unless told otherwise. */
export const configuration = (
  targetGroups: readonly TargetGroupConfiguration[],
  more: Partial<LoadBalancerConfiguration> = {},
): LoadBalancerConfiguration => ({
  loadBalancerArn: ARN,
  idleTimeout: 60_000,
  listeners: [
    {
      listenerArn: 'arn:listener',
      port: 80,
      protocol: 'HTTP',
      rules: [forward(...targetGroups.map(({ targetGroupArn }) => targetGroupArn.slice(4)))],
    },
  ],
  targetGroups,
  ...more,
});
