import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOptions } from '../../../src/cli/aws/commands/run-instances.ts';
import { apiOptions as ruleOptions } from '../../../src/cli/aws/commands/security-group-rules.ts';
import { CommandError } from '../../../src/cli/aws/usage.ts';
import { openRuntime, type TestRuntime } from '../../server/open-runtime.ts';
import { awsAgainst } from './command.ts';
import { realAws, realCliPresent } from './real-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'aws-ec2-'));
const script = join(folder, 'user-data.sh');
const USER_DATA = '#!/bin/bash\necho ECS_CLUSTER=ECSDemo >> /etc/ecs/ecs.config\n';
let runtime: TestRuntime;
beforeAll(async () => {
  writeFileSync(script, USER_DATA);
  runtime = await openRuntime({ timeScale: 50 });
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const aws = (...args: string[]) => awsAgainst(args, runtime.url);

async function good(...args: string[]): Promise<string> {
  const { status, output, errors } = await aws(...args);
  expect({ status, errors }, args.join(' ')).toEqual({ status: 0, errors: '' });
  return output;
}

const base64 = Buffer.from(USER_DATA).toString('base64');
test.each([
  ['nothing is one', ['--dry-run'], ['--dry-run', '--min-count', '1', '--max-count', '1']],
  [
    '--count 2',
    ['--count', '2', '--dry-run'],
    ['--min-count', '2', '--max-count', '2', '--dry-run'],
  ],
  ['--count=1:3', ['--count=1:3'], ['--min-count', '1', '--max-count', '3']],
  ['the options of the API stay', ['--max-count', '2'], ['--max-count', '2']],
  ['--cli-input-json says it', ['--cli-input-json', '{}'], ['--cli-input-json', '{}']],
  [
    'a file',
    ['--count', '1', '--user-data', `file://${script}`],
    ['--min-count', '1', '--max-count', '1', '--user-data', base64],
  ],
  [
    'text',
    [`--user-data=${USER_DATA}`, '--count', '1'],
    ['--user-data', base64, '--min-count', '1', '--max-count', '1'],
  ],
])('run-instances: %s', (_, given, expected) => {
  expect(apiOptions(given)).toEqual(expected);
});

test.each(['two', '', '1:', undefined])('--count %s is refused', (count) => {
  expect(() => apiOptions(count === undefined ? ['--count'] : ['--count', count])).toThrow(
    CommandError,
  );
});

test.each<[string[], object]>([
  [
    ['--protocol', 'tcp', '--port', '80', '--cidr', '0.0.0.0/0'],
    { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  ],
  [
    ['--protocol=all', '--source-group=sg-1', '--group-owner', '111122223333'],
    { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: '111122223333' }] },
  ],
  [
    ['--protocol', '17', '--port', '53-54', '--source-group', 'web'],
    { IpProtocol: '17', FromPort: 53, ToPort: 54, UserIdGroupPairs: [{ GroupName: 'web' }] },
  ],
  [['--protocol', 'icmp', '--port', '-1'], { IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }],
])('rules of security groups: %j is one permission', (given, permission) => {
  const [group, id, option, json = ''] = ruleOptions(['--group-id', 'sg-2', ...given]);
  expect([group, id, option]).toEqual(['--group-id', 'sg-2', '--ip-permissions']);
  expect(JSON.parse(json)).toEqual([permission]);
});

test.each([
  [['--protocol', 'http']],
  [['--port', 'http']],
  [['--cidr']],
  [['--cidr', '0.0.0.0/0', '--ip-permissions', '[]']],
])('rules of security groups: %j is refused', (given) => {
  expect(() => ruleOptions(given)).toThrow(CommandError);
});

describe('aws ec2 against the runtime', { timeout: 180_000 }, () => {
  test('runs instances, waits for each state, tags, and takes them away', async () => {
    await good('ecs', 'create-cluster', '--cluster-name', 'ECSDemo');
    const ids = (
      await good(
        ...['ec2', 'run-instances', '--image-id', 'ami-0c2d06d50ce30b442', '--count', '2'],
        ...['--instance-type', 't3.medium', '--iam-instance-profile', 'Name=ecsInstanceRole'],
        ...['--user-data', `file://${script}`, '--query', 'Instances[].InstanceId'],
        ...['--output', 'text'],
      )
    )
      .split(/\s+/)
      .filter(Boolean);
    expect(ids).toHaveLength(2);
    const state = runtime.controlPlane.state;
    expect([...state.instances.values()].map(({ userData }) => userData)).toEqual([
      USER_DATA,
      USER_DATA,
    ]);
    await good('ec2', 'wait', 'instance-running', '--instance-ids', ...ids);
    const name = await good(
      ...['ec2', 'describe-instances', '--instance-ids', ids[0] ?? '', '--output', 'text'],
      ...['--query', 'Reservations[0].Instances[0].PublicDnsName'],
    );
    expect(name).toBe(`${ids[0]}.ec2.localhost:${runtime.port}\n`);
    expect(await good('ec2', 'create-tags', '--resources', ...ids, '--tags', 'Key=a,Value=b')).toBe(
      '',
    );
    const [first = '', second = ''] = ids;
    await good('ec2', 'stop-instances', '--instance-ids', first);
    await good('ec2', 'wait', 'instance-stopped', '--instance-ids', first);
    await good('ec2', 'terminate-instances', '--instance-ids', first, second);
    await good('ec2', 'wait', 'instance-terminated', '--filters', 'Name=tag:a,Values=b');
  });

  test('pages are gone through as the AWS CLI does', async () => {
    const types = await good(
      ...['ec2', 'describe-instance-types', '--page-size', '5', '--max-items', '7'],
      ...['--query', '[length(InstanceTypes), InstanceTypes[6].InstanceType]'],
      ...['--output', 'json'],
    );
    expect(JSON.parse(types)).toEqual([7, 't3.small']);
  });

  test.skipIf(!realCliPresent)('prints what the real AWS CLI prints', async () => {
    for (const args of [
      ['ec2', 'describe-instance-types', '--instance-types', 't3.micro', 'c5.large'],
      ['ec2', 'describe-subnets', '--output', 'text'],
      ['ec2', 'describe-security-groups', '--output', 'table'],
    ]) {
      const real = await realAws(args, { AWS_ENDPOINT_URL: runtime.url });
      expect(await good(...args)).toBe(real.output);
    }
  });
});
