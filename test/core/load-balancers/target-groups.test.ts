import { describe, expect, test } from 'vitest';
import { World } from '../world.ts';
import { front, group, refused, targetGroupInput } from './with-commands.ts';

const only = (world: World) => [...world.state.targetGroups.values()][0];

describe('a new target group', () => {
  test("has AWS's defaults", () => {
    const world = new World();
    expect(group(world, 'cats', { TargetType: undefined })).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup\/cats\/[0-9a-f]{16}$/,
    );
    expect(only(world)).toMatchObject({
      targetType: 'instance',
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
      attributes: {
        'deregistration_delay.timeout_seconds': '300',
        'slow_start.duration_seconds': '0',
        'load_balancing.algorithm.type': 'round_robin',
        'stickiness.enabled': 'false',
        'stickiness.type': 'lb_cookie',
      },
    });
  });

  test.each([
    [{}, { protocol: 'TCP', port: 'traffic-port', timeoutSeconds: 10 }],
    [
      { HealthCheckProtocol: 'HTTP' },
      { protocol: 'HTTP', timeoutSeconds: 6, path: '/', matcher: '200-399' },
    ],
  ])('of TCP, %j, is checked by %j', (change, healthCheck) => {
    const world = new World();
    group(world, 'cats', { Protocol: 'TCP', ...change });
    expect(only(world)?.healthCheck).toMatchObject(healthCheck);
    expect(only(world)?.attributes).toMatchObject({ 'stickiness.type': 'source_ip' });
  });

  test('with the settings of the one that has its name is that one', () => {
    const world = new World();
    const arn = group(world, 'cats');
    expect(group(world, 'cats', { HealthCheckPath: '/' })).toBe(arn);
    expect(
      refused(world, 'CreateTargetGroup', { ...targetGroupInput, HealthCheckPath: '/x' }),
    ).toBe(
      "DuplicateTargetGroupName: A target group with the same name 'cats' exists, but with different settings",
    );
  });

  test.each([
    [{ Name: 'cats!' }, 'alphanumeric characters and hyphens(-)'],
    [{ Protocol: undefined }, 'ValidationError: A protocol must be specified'],
    [{ Port: undefined }, 'ValidationError: A port must be specified'],
    [{ VpcId: undefined }, 'ValidationError: A VPC ID must be specified'],
    [{ VpcId: 'vpc-other' }, "ValidationError: The VPC ID 'vpc-other' is not found"],
    [
      { Port: 65_536 },
      "1 validation error detected: Value '65536' at 'port' failed to satisfy constraint: Member must have value less than or equal to 65535",
    ],
    [{ Protocol: 'HTTPS' }, 'UnsupportedProtocol: '],
    [{ ProtocolVersion: 'GRPC' }, "OperationNotPermitted: Protocol version 'GRPC'"],
    [{ TargetType: 'lambda' }, "OperationNotPermitted: Target type 'lambda' is not supported"],
    [{ TargetType: 'alb' }, 'Use instance or ip.'],
    [{ IpAddressType: 'ipv6' }, 'OperationNotPermitted: '],
    [{ HealthCheckIntervalSeconds: 4 }, 'greater than or equal to 5'],
    [{ HealthCheckIntervalSeconds: 301 }, 'less than or equal to 300'],
    [{ HealthCheckTimeoutSeconds: 1 }, 'greater than or equal to 2'],
    [
      { HealthCheckIntervalSeconds: 5 },
      'ValidationError: Health check interval must be greater than the timeout.',
    ],
    [{ HealthyThresholdCount: 11 }, "at 'healthyThresholdCount'"],
    [{ UnhealthyThresholdCount: 1 }, "at 'unhealthyThresholdCount'"],
    [{ HealthCheckPath: 'health' }, "must begin with a '/' character"],
    [{ HealthCheckPort: '0' }, "at 'healthCheckPort'"],
    [{ HealthCheckPort: 'http' }, "must be 'traffic-port' or a number"],
    [{ HealthCheckProtocol: 'TCP' }, 'not supported for target groups with the HTTP protocol'],
    [{ HealthCheckProtocol: 'HTTPS' }, 'OperationNotPermitted: Health checks by HTTPS'],
    [{ HealthCheckEnabled: false }, 'Health checks are always enabled'],
    [{ Matcher: { HttpCode: '500' } }, "must be within '200-499' inclusive"],
    [{ Matcher: { HttpCode: '299-200' } }, 'matcher'],
    [{ Matcher: { HttpCode: '' } }, 'matcher'],
    [{ Protocol: 'TCP', Matcher: { HttpCode: '200' } }, 'for TCP health checks'],
  ])('is refused with %j', (change, words) => {
    const input = { ...targetGroupInput, ...change };
    expect(refused(new World(), 'CreateTargetGroup', input)).toContain(words);
  });
});

describe('a health check', () => {
  test('changes where it is told to', () => {
    const { world, TargetGroupArn } = front();
    const Matcher = { HttpCode: '200, 202,300-399' };
    const change = { HealthCheckPath: '/up', HealthCheckIntervalSeconds: 10, Matcher };
    world.send('ModifyTargetGroup', { TargetGroupArn, ...change });
    const healthCheck = { path: '/up', intervalSeconds: 10, matcher: '200,202,300-399' };
    expect(only(world)?.healthCheck).toMatchObject({ ...healthCheck, timeoutSeconds: 5 });
    expect(world.effects.at(-1)).toMatchObject({
      type: 'ConfigureLoadBalancer',
      configuration: { targetGroups: [{ healthCheck: { path: '/up', interval: 10_000 } }] },
    });
  });

  test('by TCP has no path', () => {
    const { world, TargetGroupArn } = front({ Type: 'network' });
    const HealthCheckProtocol = 'HTTP';
    world.send('ModifyTargetGroup', { TargetGroupArn, HealthCheckProtocol, HealthCheckPath: '/a' });
    expect(only(world)?.healthCheck).toMatchObject({ path: '/a', matcher: '200-399' });
    world.send('ModifyTargetGroup', { TargetGroupArn, HealthCheckProtocol: 'TCP' });
    expect(only(world)?.healthCheck).not.toHaveProperty('path');
  });
});

describe('attributes of target groups', () => {
  const modify = (TargetGroupArn: string, attributes: Record<string, string>) => ({
    TargetGroupArn,
    Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
  });

  test.each([
    { 'deregistration_delay.timeout_seconds': '0' },
    { 'slow_start.duration_seconds': '30' },
    { 'load_balancing.algorithm.type': 'least_outstanding_requests' },
    { 'stickiness.enabled': 'true', 'stickiness.lb_cookie.duration_seconds': '1' },
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'SESSION',
    },
  ])('can be %j', (attributes) => {
    const { world, TargetGroupArn } = front();
    world.send('ModifyTargetGroupAttributes', modify(TargetGroupArn, attributes));
    expect(only(world)?.attributes).toMatchObject(attributes);
  });

  test.each([
    [{ 'deregistration_delay.timeout_seconds': '3601' }, 'Expected 0 to 3600.'],
    [{ 'slow_start.duration_seconds': '29' }, 'Expected 0 or 30 to 900.'],
    [{ 'stickiness.app_cookie.cookie_name': 'AWSALBAPP' }, 'does not begin with AWSALB'],
    [{ 'stickiness.lb_cookie.duration_seconds': '604801' }, 'Expected 1 to 604800.'],
    [
      { 'load_balancing.algorithm.type': 'weighted_random' },
      "OperationNotPermitted: The value 'weighted_random'",
    ],
    [
      {
        'load_balancing.algorithm.type': 'least_outstanding_requests',
        'slow_start.duration_seconds': '30',
      },
      'InvalidConfigurationRequest: Slow start is not supported with',
    ],
    [
      { 'stickiness.enabled': 'true', 'stickiness.type': 'app_cookie' },
      'give stickiness.app_cookie.cookie_name',
    ],
    [
      { 'stickiness.type': 'source_ip' },
      "InvalidConfigurationRequest: Stickiness type 'source_ip' is not supported for target groups with the HTTP protocol",
    ],
  ])('cannot be %j', (attributes, words) => {
    const { world, TargetGroupArn } = front();
    const input = modify(TargetGroupArn, attributes);
    expect(refused(world, 'ModifyTargetGroupAttributes', input)).toContain(words);
  });
});

describe('deleting a target group', () => {
  test('waits until no listener and no rule leads to it', () => {
    const { world, TargetGroupArn, ListenerArn } = front();
    expect(refused(world, 'DeleteTargetGroup', { TargetGroupArn })).toBe(
      `ResourceInUse: Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    );
    world.send('RegisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] });
    world.send('DeleteListener', { ListenerArn });
    world.send('DeleteTargetGroup', { TargetGroupArn });
    expect(world.state.targetGroups.size + world.state.targets.size).toBe(0);
  });

  test('succeeds also when it is gone', () => {
    const world = new World();
    const TargetGroupArn = group(world, 'cats');
    world.send('DeleteTargetGroup', { TargetGroupArn });
    world.send('DeleteTargetGroup', { TargetGroupArn });
    expect(world.state.targetGroups.size).toBe(0);
  });
});
