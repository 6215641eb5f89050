import { spawnSync } from 'node:child_process';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientEnvironment, startRuntime, type WireRuntime } from './runtime.ts';

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');
if (!hasCli) console.warn('SKIPPED: no AWS CLI here; its load balancer commands are not tried.');

const VPC = 'vpc-0ca70000000000000';
const SUBNETS = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];

describe.skipIf(!hasCli)('the real AWS CLI on load balancers', { timeout: 120_000 }, () => {
  let runtime: WireRuntime;
  beforeAll(async () => {
    runtime = await startRuntime();
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    expect(runtime.reported).toEqual([]);
  });

  const aws = (...args: string[]) =>
    execa('aws', ['elbv2', ...args], {
      env: clientEnvironment(runtime.endpoint),
      extendEnv: false,
      reject: false,
    });
  const text = async (query: string, ...args: string[]): Promise<string> => {
    const { stdout, stderr } = await aws(...args, '--query', query, '--output', 'text');
    expect(stderr).toBe('');
    return stdout;
  };
  const group = (name: string) =>
    text(
      'TargetGroups[0].TargetGroupArn',
      ...['create-target-group', '--name', name, '--protocol', 'HTTP', '--port', '80'],
      ...['--vpc-id', VPC, '--target-type', 'ip'],
    );

  test('sets up a load balancer as the documentation does, and takes it away', async () => {
    const arn = await text(
      'LoadBalancers[0].LoadBalancerArn',
      ...['create-load-balancer', '--name', 'front', '--subnets', ...SUBNETS],
      ...['--security-groups', 'sg-0ca70000000000000', '--tags', 'Key=env,Value=test'],
    );
    const { stderr } = await aws('wait', 'load-balancer-available', '--load-balancer-arns', arn);
    expect(stderr).toBe('');
    const [blue, green] = [await group('blue'), await group('green')];
    const groups = `{TargetGroupArn=${blue},Weight=9},{TargetGroupArn=${green},Weight=1}`;
    const listener = await text(
      'Listeners[0].ListenerArn',
      ...['create-listener', '--load-balancer-arn', arn, '--protocol', 'HTTP', '--port', '80'],
      ...['--default-actions', `Type=forward,ForwardConfig={TargetGroups=[${groups}]}`],
    );
    await text(
      'Rules[0].RuleArn',
      ...['create-rule', '--listener-arn', listener, '--priority', '10'],
      ...['--conditions', "Field=path-pattern,Values='/img/*'"],
      ...['--actions', `Type=forward,TargetGroupArn=${green}`],
    );
    expect(
      await text(
        'Rules[].[Priority, Conditions[0].Values[0], length(Actions[0].ForwardConfig.TargetGroups)]',
        ...['describe-rules', '--listener-arn', listener],
      ),
    ).toBe('10\t/img/*\t1\ndefault\tNone\t2');

    await text('@', 'register-targets', '--target-group-arn', blue, '--targets', 'Id=172.31.0.9');
    const target = ['--target-group-arn', blue, '--targets', 'Id=172.31.0.9,Port=80'];
    const state = 'TargetHealthDescriptions[].TargetHealth.State';
    await expect
      .poll(() => text(state, 'describe-target-health', ...target), { timeout: 180_000 })
      .toBe('unhealthy');
    const delay = 'Key=deregistration_delay.timeout_seconds,Value=0';
    const attributes = ['--target-group-arn', blue, '--attributes', delay];
    await text('@', 'modify-target-group-attributes', ...attributes);
    await text('@', 'deregister-targets', ...target);
    expect((await aws('wait', 'target-deregistered', ...target)).stderr).toBe('');

    await text('@', 'delete-load-balancer', '--load-balancer-arn', arn);
    const gone = await aws('wait', 'load-balancers-deleted', '--load-balancer-arns', arn);
    expect(gone.stderr).toBe('');
  });

  test.each([
    [
      ['create-load-balancer', '--name', 'a_b', '--subnets', ...SUBNETS],
      "An error occurred (ValidationError) when calling the CreateLoadBalancer operation: Load balancer name 'a_b' can only contain",
    ],
    [
      ['create-load-balancer', '--name', 'one', '--subnets', 'subnet-0ca7000000000000a'],
      'An error occurred (ValidationError) when calling the CreateLoadBalancer operation: At least two subnets in two different Availability Zones must be specified',
    ],
    [
      ['describe-load-balancers', '--names', 'nobody'],
      "An error occurred (LoadBalancerNotFound) when calling the DescribeLoadBalancers operation: Load balancers '[nobody]' not found",
    ],
    [
      ['create-target-group', '--name', 'a', '--protocol', 'HTTP', '--port', '80', '--vpc-id', 'b'],
      "An error occurred (ValidationError) when calling the CreateTargetGroup operation: The VPC ID 'b' is not found",
    ],
    [
      ['describe-trust-stores'],
      "An error occurred (InvalidAction) when calling the DescribeTrustStores operation: Elastic Load Balancing here has no operation 'DescribeTrustStores'",
    ],
  ])('%j is told as AWS tells it', async (args, message) => {
    const { exitCode, stderr } = await aws(...args);
    expect(exitCode).toBeGreaterThanOrEqual(254);
    expect(stderr).toContain(message);
  });
});
