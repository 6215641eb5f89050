import { describe, expect, test } from 'vitest';
import { targetsOf } from '../../../src/core/load-balancers/find.ts';
import { describedHealth } from '../../../src/core/load-balancers/target-health.ts';
import type { World } from '../world.ts';
import { front, group, refused } from './with-commands.ts';

const RUN = {
  ImageId: 'ami-0ca70000000000a02',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
};

/** `front` with a target group of instances in place of addresses, and a running instance. */
function withInstance() {
  const setting = front();
  const { world, ListenerArn } = setting;
  const TargetGroupArn = group(world, 'instances', { TargetType: 'instance', Port: 8080 });
  world.send('ModifyListener', {
    ListenerArn,
    DefaultActions: [{ Type: 'forward', TargetGroupArn }],
  });
  world.send('RunInstances', RUN);
  const [instance] = [...world.state.instances.values()];
  return { ...setting, TargetGroupArn, Id: instance?.instanceId ?? '' };
}

const health = (world: World, targetGroupArn: string) =>
  targetsOf(world.state, targetGroupArn).map((target) => describedHealth(world.state, target));

describe('registering', () => {
  test('an address puts it into the zone of its subnet', () => {
    const { world, TargetGroupArn } = front();
    const Targets = [
      { Id: '172.31.20.1' },
      { Id: '172.31.20.1', Port: 8080, AvailabilityZone: 'us-east-1b' },
      { Id: '10.1.2.3', AvailabilityZone: 'all' },
    ];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    expect(targetsOf(world.state, TargetGroupArn)).toMatchObject([
      { id: '172.31.20.1', port: 80, availabilityZone: 'us-east-1b', health: null },
      { id: '172.31.20.1', port: 8080, availabilityZone: 'us-east-1b', drainsUntil: null },
      { id: '10.1.2.3', port: 80, availabilityZone: 'all' },
    ]);
    expect(world.effects.at(-1)).toMatchObject({
      configuration: { targetGroups: [{ targets: [{}, { port: 8080 }, { host: '10.1.2.3' }] }] },
    });
  });

  test('an instance takes the port of the group', () => {
    const { world, TargetGroupArn, Id } = withInstance();
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id }] });
    expect(targetsOf(world.state, TargetGroupArn)).toMatchObject([
      { id: Id, port: 8080, availabilityZone: 'us-east-1a' },
    ]);
  });

  test('again changes nothing', () => {
    const { world, TargetGroupArn } = front();
    const Targets = [{ Id: '172.31.0.9' }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    const records = world.records.length;
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    expect(world.records.length).toBe(records);
  });

  test.each([
    [[], 'ValidationError: At least one target must be specified'],
    [[{ Id: 'i-0123456789abcdef0' }], "'i-0123456789abcdef0' is not a valid IPv4 address"],
    [[{ Id: '172.31.0.256' }], 'is not a valid IPv4 address'],
    [[{ Id: '8.8.8.8' }], "InvalidTarget: The IP address '8.8.8.8' must be in the VPC"],
    [[{ Id: '172.31.0.9', Port: 65_536 }], "Value '65536' at 'port'"],
    [
      [{ Id: '10.1.2.3' }],
      "ValidationError: The Availability Zone is required for IP address '10.1.2.3' because it is not in the VPC",
    ],
    [
      [{ Id: '172.31.0.9', AvailabilityZone: 'all' }],
      "cannot have its Availability Zone overridden to 'all' from 'us-east-1a'",
    ],
    [[{ Id: '10.1.2.3', AvailabilityZone: 'mars' }], "The Availability Zone 'mars' is not valid"],
    [[{ Id: '172.31.0.8' }, { Id: '' }], 'is not a valid IPv4 address'],
    [
      Array.from({ length: 1001 }, (_, index) => ({ Id: '172.31.0.9', Port: index + 1 })),
      'TooManyTargets: ',
    ],
  ])('%j as addresses is refused', (Targets, words) => {
    const { world, TargetGroupArn } = front();
    expect(refused(world, 'RegisterTargets', { TargetGroupArn, Targets })).toContain(words);
  });

  test('an instance that is not there, or does not run, is refused', () => {
    const { world, TargetGroupArn, Id } = withInstance();
    const register = (target: { Id: string; AvailabilityZone?: string }) =>
      refused(world, 'RegisterTargets', { TargetGroupArn, Targets: [target] });
    expect(register({ Id: '172.31.0.9' })).toBe(
      "ValidationError: Instance ID '172.31.0.9' is not valid",
    );
    expect(register({ Id: 'i-0123456789abcdef0' })).toMatch(/^InvalidTarget: .* do not exist/);
    expect(register({ Id, AvailabilityZone: 'us-east-1a' })).toMatch(/^ValidationError: /);
    world.send('StopInstances', { InstanceIds: [Id] });
    expect(register({ Id })).toBe(
      `InvalidTarget: The following targets are not in a running state and cannot be registered: '${Id}'`,
    );
  });
});

describe('deregistering', () => {
  test('drains a target until the delay of its group has passed', () => {
    const { world, TargetGroupArn } = front();
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }];
    world.send('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes });
    const Targets = [{ Id: '172.31.0.9' }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    world.send('DeregisterTargets', { TargetGroupArn, Targets });
    expect(health(world, TargetGroupArn)).toEqual([
      {
        state: 'draining',
        reason: 'Target.DeregistrationInProgress',
        description: 'Target deregistration is in progress',
      },
    ]);
    world.pass(10_000);
    world.send('DeregisterTargets', { TargetGroupArn, Targets });
    world.pass(9_999);
    expect(world.state.targets.size).toBe(1);
    world.pass(1);
    expect(world.state.targets.size).toBe(0);
  });

  test('can be taken back', () => {
    const { world, TargetGroupArn } = front();
    const Targets = [{ Id: '172.31.0.9' }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    world.send('DeregisterTargets', { TargetGroupArn, Targets });
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    world.pass(1_000_000);
    expect(targetsOf(world.state, TargetGroupArn)).toMatchObject([{ drainsUntil: null }]);
  });

  test('is done at once where no listener leads to the group', () => {
    const { world, TargetGroupArn, ListenerArn } = front();
    const Targets = [{ Id: '172.31.0.9' }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    world.send('DeleteListener', { ListenerArn });
    world.send('DeregisterTargets', { TargetGroupArn, Targets });
    expect(world.state.targets.size).toBe(0);
  });

  test('names a target by its id and port; one that is not there is let be', () => {
    const { world, TargetGroupArn } = front();
    const Targets = [{ Id: '172.31.0.9', Port: 8080 }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    world.send('DeregisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] });
    expect(targetsOf(world.state, TargetGroupArn)).toMatchObject([{ drainsUntil: null }]);
    world.send('DeregisterTargets', { TargetGroupArn, Targets });
    expect(targetsOf(world.state, TargetGroupArn)).not.toMatchObject([{ drainsUntil: null }]);
  });
});

describe('the health of a target', () => {
  test('is what the load balancer found', () => {
    const { world, TargetGroupArn, LoadBalancerArn } = front();
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] });
    expect(health(world, TargetGroupArn)).toMatchObject([
      { state: 'initial', reason: 'Elb.InitialHealthChecking' },
    ]);
    const found = {
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [502]',
    } as const;
    const target = { targetGroupArn: TargetGroupArn, id: '172.31.0.9', port: 80, ...found };
    const loadBalancerArn = LoadBalancerArn;
    world.observe({ type: 'TargetHealthChanged', loadBalancerArn, targets: [target] });
    expect(health(world, TargetGroupArn)).toEqual([found]);
  });

  test('is unknown while nobody asks for it', () => {
    const { world } = front();
    const TargetGroupArn = group(world, 'idle');
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] });
    expect(health(world, TargetGroupArn)).toMatchObject([
      { state: 'unused', reason: 'Target.NotInUse' },
    ]);
  });

  test('is that of a registration while the load balancer is not up', () => {
    const { world, TargetGroupArn, LoadBalancerArn } = front();
    world.observe({
      type: 'LoadBalancerStartFailed',
      loadBalancerArn: LoadBalancerArn,
      reason: 'no room',
    });
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] });
    expect(health(world, TargetGroupArn)).toMatchObject([
      { state: 'initial', reason: 'Elb.RegistrationInProgress' },
    ]);
  });

  test('is unused of an instance that is stopped', () => {
    const { world, TargetGroupArn, Id } = withInstance();
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id }] });
    world.send('StopInstances', { InstanceIds: [Id] });
    expect(health(world, TargetGroupArn)).toMatchObject([
      { state: 'unused', reason: 'Target.InvalidState' },
    ]);
  });

  test('goes with an instance that is terminated', () => {
    const { world, TargetGroupArn, Id } = withInstance();
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id }] });
    world.send('TerminateInstances', { InstanceIds: [Id] });
    expect(health(world, TargetGroupArn)).toEqual([]);
  });
});
