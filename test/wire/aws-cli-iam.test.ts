import { spawnSync } from 'node:child_process';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aws as ours } from '../cli/aws/command.ts';
import { ACCOUNT, clientEnvironment, startRuntime, type WireRuntime } from './runtime.ts';

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');
if (!hasCli) console.warn('SKIPPED: no AWS CLI here; its iam, ce and sts commands are not tried.');

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' },
    {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
});
const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

let runtime: WireRuntime;
beforeAll(async () => {
  runtime = await startRuntime();
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  expect(runtime.reported).toEqual([]);
});

type Aws = (...args: string[]) => Promise<string>;

const real: Aws = async (...args) =>
  (await execa('aws', args, { env: clientEnvironment(runtime.endpoint), extendEnv: false })).stdout;
const own: Aws = async (...args) => {
  const { status, output, errors } = await ours(args, clientEnvironment(runtime.endpoint));
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  return output.trimEnd();
};

const PROGRAMS: readonly [string, Aws, boolean][] = [
  ['the real AWS CLI', real, hasCli],
  ['our own command', own, true],
];

describe.each(PROGRAMS)('%s', { timeout: 120_000 }, (_program, aws, there) => {
  test.skipIf(!there)('makes a role, assumes it, asks for the bill, and cleans up', async () => {
    const role = ['--role-name', 'ecsTaskExecutionRole'];
    const made = ['iam', 'create-role', ...role, '--assume-role-policy-document', TRUST];
    const arn = await aws(...made, '--query', 'Role.Arn', '--output', 'text');
    expect(arn).toBe(`arn:aws:iam::${ACCOUNT}:role/ecsTaskExecutionRole`);
    await aws('iam', 'attach-role-policy', ...role, '--policy-arn', EXECUTION);
    const shown = JSON.parse(await aws('iam', 'get-role', ...role));
    expect(shown.Role.AssumeRolePolicyDocument).toEqual(JSON.parse(TRUST));
    expect(JSON.parse(await aws('iam', 'list-attached-role-policies', ...role))).toEqual({
      AttachedPolicies: [{ PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: EXECUTION }],
    });

    const session = ['--role-arn', arn, '--role-session-name', 'grading'];
    expect(
      await aws(
        'sts',
        'assume-role',
        ...session,
        '--query',
        'AssumedRoleUser.Arn',
        '--output',
        'text',
      ),
    ).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/ecsTaskExecutionRole/grading`);

    const today = new Date(runtime.controlPlane.now()).toISOString().slice(0, 7);
    const bill = JSON.parse(
      await aws(
        ...['ce', 'get-cost-and-usage', '--granularity', 'MONTHLY', '--metrics', 'UnblendedCost'],
        ...['--time-period', `Start=${today}-01,End=${nextMonth(today)}-01`],
        ...['--group-by', 'Type=DIMENSION,Key=SERVICE'],
      ),
    );
    expect(bill.ResultsByTime).toMatchObject([{ Groups: [], Estimated: true }]);

    await aws('iam', 'detach-role-policy', ...role, '--policy-arn', EXECUTION);
    await aws('iam', 'delete-role', ...role);
    expect(await aws('iam', 'list-roles', '--query', 'length(Roles)')).toBe('0');
  });
});

const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
};
