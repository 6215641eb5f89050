import { expect, test } from 'vitest';
import type { Commands } from '../../../src/core/commands.ts';
import { defaultRuleArn } from '../../../src/core/load-balancers/commands/arn.ts';
import type { LifecycleHookStage } from '../../../src/core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../../src/core/network/default-vpc.ts';
import { SUBNETS } from '../world.ts';
import { allHealthy, blueService, type Stage, stage, update } from './shifting.ts';

type Input = Partial<Commands['CreateService']['input']>;

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:smoke-test';
const strategy = 'BLUE_GREEN' as const;
const STAGES: LifecycleHookStage[] = ['PRE_SCALE_UP'];
const hooks = (hook: object): Input => ({
  deploymentConfiguration: {
    strategy,
    lifecycleHooks: [Object.assign({ hookTargetArn: FUNCTION, lifecycleStages: STAGES }, hook)],
  },
});

/** The service's only load balancer, changed; `advanced`: members of its advanced configuration. */
const balanced = (on: Stage, advanced: object, change: object = {}): Input => {
  const [one] = on.loadBalancers;
  const advancedConfiguration = { ...one?.advancedConfiguration, ...advanced };
  return { loadBalancers: [{ ...one, advancedConfiguration, ...change }] };
};

const group = ({ world }: Stage, change: object): string =>
  world.send('CreateTargetGroup', {
    Name: 'other',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: DEFAULT_VPC_ID,
    TargetType: 'ip',
    ...change,
  }).targetGroupArn;

const listener = ({ world }: Stage, Port: number, TargetGroupArn: string): string => {
  const [LoadBalancerArn = ''] = world.state.loadBalancers.keys();
  const DefaultActions = [{ Type: 'forward', TargetGroupArn }];
  return world.send('CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port, DefaultActions })
    .listenerArn;
};

const refused: Record<string, [given: (on: Stage) => Input, message: RegExp]> = {
  'a bake time below 0': [
    () => ({ deploymentConfiguration: { strategy, bakeTimeInMinutes: -1 } }),
    /bakeTimeInMinutes is -1: expected a number from 0 to 1440/,
  ],
  'a bake time above a day': [
    () => ({ deploymentConfiguration: { strategy, bakeTimeInMinutes: 1441 } }),
    /bakeTimeInMinutes is 1441/,
  ],
  'a step below 3 per cent': [
    () => ({
      deploymentConfiguration: { strategy: 'LINEAR', linearConfiguration: { stepPercent: 2.9 } },
    }),
    /stepPercent is 2.9: expected a multiple of 0.1 from 3.0 to 100.0/,
  ],
  'a step in hundredths': [
    () => ({
      deploymentConfiguration: { strategy: 'LINEAR', linearConfiguration: { stepPercent: 3.25 } },
    }),
    /stepPercent is 3.25/,
  ],
  'a canary of nothing': [
    () => ({
      deploymentConfiguration: { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0 } },
    }),
    /canaryPercent is 0: expected a multiple of 0.1 from 0.1 to 100.0/,
  ],
  'the configuration of another strategy': [
    () => ({ deploymentConfiguration: { strategy, canaryConfiguration: {} } }),
    /canaryConfiguration is only valid with the deployment strategy CANARY; found BLUE_GREEN/,
  ],
  'a daemon': [
    () => ({
      schedulingStrategy: 'DAEMON',
      desiredCount: undefined,
      launchType: 'EC2',
      loadBalancers: undefined,
    }),
    /BLUE_GREEN is not supported with the DAEMON scheduling strategy/,
  ],
  'hooks of rolling deployments': [
    () => ({
      deploymentConfiguration: { ...hooks({}).deploymentConfiguration, strategy: 'ROLLING' },
    }),
    /lifecycleHooks with the deployment strategy ROLLING/,
  ],
  'a hook of an unknown stage': [
    () => hooks({ lifecycleStages: ['BAKE_TIME'] }),
    /BAKE_TIME is no stage for lifecycle hooks/,
  ],
  'a hook of no stage': [() => hooks({ lifecycleStages: [] }), /at least one stage/],
  'a hook without a target': [() => hooks({ hookTargetArn: undefined }), /hookTargetArn must/],
  'a hook on another machine': [
    () => hooks({ hookTargetArn: 'http://example.com/hook' }),
    /a program on this machine \(127.0.0.1 or localhost\), since a hook may not reach out of it/,
  ],
  'a hook that only looks like this machine': [
    () => hooks({ hookTargetArn: 'http://127.0.0.1:80@example.com/' }),
    /since a hook may not reach out of it/,
  ],
  'a pause while traffic shifts': [
    () =>
      hooks({
        targetType: 'PAUSE',
        hookTargetArn: undefined,
        lifecycleStages: ['TEST_TRAFFIC_SHIFT'],
      }),
    /PAUSE hooks cannot be configured at the TEST_TRAFFIC_SHIFT stage/,
  ],
  'a pause of no time': [
    () => hooks({ timeoutConfiguration: { timeoutInMinutes: 0 } }),
    /timeoutInMinutes is 0/,
  ],
  'no advanced configuration': [
    (on) => balanced(on, {}, { advancedConfiguration: undefined }),
    /^advancedConfiguration field is required for all loadBalancers when using a non-ROLLING/,
  ],
  'no alternate group': [
    (on) => balanced(on, { alternateTargetGroupArn: undefined }),
    /must name an alternateTargetGroupArn/,
  ],
  'an alternate group that is not there': [
    (on) => balanced(on, { alternateTargetGroupArn: `${on.green}0` }),
    /The specified target group .* does not exist/,
  ],
  'the same group twice': [
    (on) => balanced(on, { alternateTargetGroupArn: on.blue }),
    /^Duplicate targetGroupArn found: /,
  ],
  'an alternate group of another type': [
    (on) => balanced(on, { alternateTargetGroupArn: group(on, { TargetType: 'instance' }) }),
    /has the targetType instance: expected ip/,
  ],
  'an alternate group of another protocol': [
    (on) => balanced(on, { alternateTargetGroupArn: group(on, { Protocol: 'TCP' }) }),
    /has the protocol TCP: expected HTTP/,
  ],
  'a listener in the place of a rule': [
    (on) => balanced(on, { productionListenerRule: listener(on, 90, on.blue) }),
    /^productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB/,
  ],
  'a rule that is not there': [
    (on) => balanced(on, { productionListenerRule: `${on.production}0` }),
    /was not found/,
  ],
  'a rule to another group': [
    (on) =>
      balanced(on, { productionListenerRule: defaultRuleArn(listener(on, 90, group(on, {}))) }),
    /^Production listener rule is forwarding traffic to unexpected target group/,
  ],
  'one rule for both': [
    (on) => balanced(on, { testListenerRule: on.production }),
    /^The following rules cannot be used as both production and test listener rules/,
  ],
  'no test rule where the production rule has one group': [
    (on) => balanced(on, { testListenerRule: undefined }),
    /^For Application LoadBalancer, testListenerRule is required/,
  ],
};

test.each(Object.entries(refused))('%s is refused, and nothing changes', (_, [given, message]) => {
  const on = stage();
  const input = given(on);
  const before = on.world.records.length;
  expect(() =>
    on.world.createService({
      loadBalancers: on.loadBalancers,
      deploymentConfiguration: { strategy },
      ...input,
    }),
  ).toThrow(message);
  expect(on.world.records).toHaveLength(before);
});

test('traffic to both groups is refused', () => {
  const on = stage();
  const [ListenerArn = ''] = on.world.state.listeners.keys();
  const TargetGroups = [on.blue, on.green].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 }));
  on.world.send('ModifyListener', {
    ListenerArn,
    DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
  });
  expect(() => blueService(on)).toThrow(/should have exactly one target group serving traffic/);
});

test('a target group that another service uses is refused, whichever came first', () => {
  const on = stage();
  blueService(on);
  const plain = { targetGroupArn: on.green, containerName: 'web', containerPort: 80 };
  expect(() => on.world.createService({ serviceName: 'dogs', loadBalancers: [plain] })).toThrow(
    /is used by the service cats/,
  );
});

test('while traffic shifts, an update may repeat the load balancers', () => {
  const on = stage();
  blueService(on, { strategy: 'CANARY' });
  update(on);
  allHealthy(on);
  update(on, { loadBalancers: on.loadBalancers, desiredCount: 3 });
});

test('a network load balancer is named by its listener', () => {
  const on = stage();
  const { world } = on;
  const [blue, green] = ['tcp-blue', 'tcp-green'].map((Name) =>
    group(on, { Name, Protocol: 'TCP' }),
  );
  const { loadBalancerArn } = world.send('CreateLoadBalancer', {
    Name: 'lines',
    Type: 'network',
    Subnets: SUBNETS,
  });
  const { listenerArn } = world.send('CreateListener', {
    LoadBalancerArn: loadBalancerArn,
    Protocol: 'TCP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
  });
  world.createService({
    deploymentConfiguration: { strategy },
    loadBalancers: [
      {
        targetGroupArn: blue,
        containerName: 'web',
        containerPort: 80,
        advancedConfiguration: {
          alternateTargetGroupArn: green,
          productionListenerRule: listenerArn,
        },
      },
    ],
  });
  expect(world.state.listeners.get(listenerArn)?.defaultAction).toEqual({
    type: 'forward',
    targetGroups: [blue, green].map((targetGroupArn) => ({
      targetGroupArn,
      weight: targetGroupArn === blue ? 100 : 0,
    })),
  });
});
