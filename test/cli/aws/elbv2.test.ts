import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRuntime, type TestRuntime } from '../../server/open-runtime.ts';
import { awsAgainst } from './command.ts';
import { realAws, realCliPresent } from './real-cli.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime({ timeScale: 50 });
});
afterAll(() => runtime[Symbol.asyncDispose]());

const aws = (...args: string[]) => awsAgainst(['elbv2', ...args], runtime.url);

async function good(...args: string[]): Promise<string> {
  const { status, output, errors } = await aws(...args);
  expect({ status, errors }, args.join(' ')).toEqual({ status: 0, errors: '' });
  return output.trimEnd();
}

const text = (query: string, ...args: string[]) =>
  good(...args, '--query', query, '--output', 'text');
const group = (name: string) =>
  text(
    'TargetGroups[0].TargetGroupArn',
    ...['create-target-group', '--name', name, '--protocol', 'HTTP', '--port', '80'],
    ...['--vpc-id', 'vpc-0ca70000000000000', '--target-type', 'ip'],
  );

describe('aws elbv2 against the runtime', { timeout: 180_000 }, () => {
  test('waits for load balancers and targets', async () => {
    const arn = await text(
      'LoadBalancers[0].LoadBalancerArn',
      ...['create-load-balancer', '--name', 'front', '--subnets'],
      ...['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'],
    );
    await good('wait', 'load-balancer-exists', '--names', 'front');
    await good('wait', 'load-balancer-available', '--load-balancer-arns', arn);
    const cats = await group('cats');
    await good(
      ...['create-listener', '--load-balancer-arn', arn, '--protocol', 'HTTP', '--port', '80'],
      ...['--default-actions', `Type=forward,TargetGroupArn=${cats}`],
    );
    const target = ['--target-group-arn', cats, '--targets', 'Id=172.31.0.9'];
    await good('register-targets', ...target);
    await good('deregister-targets', ...target);
    await good('wait', 'target-deregistered', ...target);
    await good('delete-load-balancer', '--load-balancer-arn', arn);
    await good('wait', 'load-balancers-deleted', '--load-balancer-arns', arn);
  });

  test('tells errors by the codes of the service', async () => {
    const { status, errors } = await aws('describe-load-balancers', '--names', 'nobody');
    expect({ status, errors }).toEqual({
      status: 254,
      errors:
        "\nAn error occurred (LoadBalancerNotFound) when calling the DescribeLoadBalancers operation: Load balancers '[nobody]' not found\n",
    });
  });

  test('goes through pages as the AWS CLI does', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await group(name);
    const list = ['describe-target-groups', '--query', 'TargetGroups[].TargetGroupName'];
    const all = JSON.parse(await good(...list, '--output', 'json', '--page-size', '2'));
    expect(all).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'e']));
    const some = await good(...list, '--output', 'json', '--page-size', '2', '--max-items', '3');
    expect(JSON.parse(some)).toEqual(all.slice(0, 3));
  });

  test.skipIf(!realCliPresent)('prints what the real AWS CLI prints', async () => {
    await good(
      ...[
        'create-load-balancer',
        '--name',
        'shown',
        '--type',
        'network',
        '--tags',
        'Key=a,Value=b',
      ],
      ...['--subnets', 'subnet-0ca7000000000000a'],
    );
    await good('wait', 'load-balancer-available', '--names', 'shown');
    for (const args of [
      ['describe-load-balancers', '--names', 'shown'],
      ['describe-target-groups', '--output', 'text', '--max-items', '2'],
      ['describe-account-limits', '--output', 'table'],
    ]) {
      const real = await realAws(['elbv2', ...args], { AWS_ENDPOINT_URL: runtime.url });
      expect(await aws(...args)).toEqual(real);
    }
  });
});
