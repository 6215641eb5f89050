import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  NoSuchEntityException,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, REGION, startRuntime, type WireRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

let runtime: WireRuntime;
let iam: IAMClient;
beforeAll(async () => {
  runtime = await startRuntime();
  iam = iamOf(ACCOUNT);
});
afterAll(async () => {
  iam.destroy();
  await runtime[Symbol.asyncDispose]();
  expect(runtime.reported).toEqual([]);
});

const iamOf = (account: string, region = REGION) =>
  new IAMClient({
    endpoint: runtime.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  });

const policy = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const trustOf = (Principal: unknown) => policy({ Principal, Action: 'sts:AssumeRole' });
const TRUST = trustOf({ Service: 'ecs-tasks.amazonaws.com' });
const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

test('roles and their policies are kept by account, in every region the same', async () => {
  const RoleName = 'ecsTaskExecutionRole';
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: TRUST,
      Tags: [{ Key: 'a', Value: 'b' }],
    }),
  );
  expect(Role).toMatchObject({
    Arn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{16}$/),
    CreateDate: expect.any(Date),
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }));
  const PolicyDocument = policy({ Action: 'logs:*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'logs', PolicyDocument }));

  const elsewhere = iamOf(ACCOUNT, 'eu-west-1');
  const got = await elsewhere.send(new GetRoleCommand({ RoleName }));
  expect(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
  const attached = await elsewhere.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(attached).toMatchObject({
    AttachedPolicies: [{ PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: EXECUTION }],
    IsTruncated: false,
  });
  const inline = await elsewhere.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'logs' }));
  expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(PolicyDocument);
  elsewhere.destroy();

  const other = iamOf('444455556666');
  await expect(other.send(new GetRoleCommand({ RoleName }))).rejects.toThrow(NoSuchEntityException);
  expect((await other.send(new ListRolesCommand({}))).Roles).toEqual([]);
  other.destroy();
});

test('refusals are those of IAM', async () => {
  const role = { RoleName: 'twice', AssumeRolePolicyDocument: TRUST };
  await iam.send(new CreateRoleCommand(role));
  const again = iam.send(new CreateRoleCommand(role));
  await expect(again).rejects.toBeInstanceOf(EntityAlreadyExistsException);
  await expect(again).rejects.toMatchObject({ $metadata: { httpStatusCode: 409 } });
  await iam.send(new DeleteRoleCommand({ RoleName: 'twice' }));
});

test('lists come in pages, by name', async () => {
  for (const RoleName of ['page-b', 'page-a', 'page-c']) {
    const role = { RoleName, Path: '/pages/', AssumeRolePolicyDocument: TRUST };
    await iam.send(new CreateRoleCommand(role));
  }
  const asked = { PathPrefix: '/pages/', MaxItems: 2 };
  const first = await iam.send(new ListRolesCommand(asked));
  expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(['page-a', 'page-b']);
  expect(first.IsTruncated).toBe(true);
  const rest = await iam.send(new ListRolesCommand({ ...asked, Marker: first.Marker }));
  expect(rest.Roles?.map(({ RoleName }) => RoleName)).toEqual(['page-c']);
  expect(rest.IsTruncated).toBe(false);
});

test('who is trusted assumes a role in another account and speaks for it there', async () => {
  const teacher = '999988887777';
  const [RoleArn, locked] = await Promise.all(
    [{ RoleName: 'Grader' }, { RoleName: 'Locked' }].map(async ({ RoleName }) => {
      const Principal = { AWS: RoleName === 'Grader' ? teacher : ACCOUNT };
      const AssumeRolePolicyDocument = trustOf(Principal);
      const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }),
      );
      return Role?.Arn;
    }),
  );
  using clients = sdkClients(runtime.endpoint, teacher);
  const { sts } = clients;
  const RoleSessionName = 'grading';
  const { Credentials, AssumedRoleUser } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: 900 }),
  );
  const Arn = `arn:aws:sts::${ACCOUNT}:assumed-role/Grader/grading`;
  expect(AssumedRoleUser?.Arn).toBe(Arn);
  expect((Credentials?.Expiration?.getTime() ?? 0) - runtime.controlPlane.now()).toBeLessThan(
    900_001,
  );
  const assumed = new STSClient({
    endpoint: runtime.endpoint,
    region: REGION,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
  const identity = await assumed.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: ACCOUNT, Arn, UserId: AssumedRoleUser?.AssumedRoleId });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Grader' }));
  expect(identity.UserId).toBe(`${Role?.RoleId}:grading`);
  assumed.destroy();

  for (const denied of [locked, `arn:aws:iam::${ACCOUNT}:role/Nobody`]) {
    await expect(
      sts.send(new AssumeRoleCommand({ RoleArn: denied, RoleSessionName })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${teacher}:root is not authorized to perform: sts:AssumeRole on resource: ${denied}`,
    });
  }
  await expect(
    sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: 7200 })),
  ).rejects.toThrow(/exceeds the MaxSessionDuration set for this role/);
});
