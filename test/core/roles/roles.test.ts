import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import type { Commands } from '../../../src/core/commands.ts';
import type { StateRecord } from '../../../src/core/records.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { World } from '../world.ts';

const statement = (change: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Action: 'sts:AssumeRole',
  ...change,
});
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const TRUST = policy(statement());
const LOGS = policy({ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' });
const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const NAMED = { RoleName: 'feeder' };

const create = (world: World, change: Partial<Commands['CreateRole']['input']> = {}) =>
  world.send('CreateRole', { ...NAMED, AssumeRolePolicyDocument: TRUST, ...change });

const feeder = () => {
  const world = new World();
  create(world);
  return world;
};
const role = (world: World) => [...world.state.roles.values()][0];

describe('a role', () => {
  test('is an account’s, of no region, and comes out of the journal as it went in', () => {
    const world = new World();
    const { roleArn } = create(world, {
      ...{ Path: '/cats/', Description: 'Feeds them', MaxSessionDuration: 7200 },
      Tags: [{ Key: 'team', Value: 'cats' }],
    });
    world.send('AttachRolePolicy', { ...NAMED, PolicyArn: EXECUTION });
    world.send('PutRolePolicy', { ...NAMED, PolicyName: '__proto__', PolicyDocument: LOGS });
    expect(roleArn).toBe('arn:aws:iam::111122223333:role/cats/feeder');
    expect(role(world)).toMatchObject({
      ...{ description: 'Feeds them', maxSessionDuration: 7200, attachedPolicyArns: [EXECUTION] },
      tags: [{ key: 'team', value: 'cats' }],
    });
    const replayed = emptyState();
    const kept: StateRecord[] = JSON.parse(JSON.stringify([...snapshot(world.state)]));
    for (const record of kept) apply(replayed, record);
    expect(replayed.roles).toEqual(world.state.roles);
    expect(Object.keys(role(world)?.inlinePolicies ?? {})).toEqual(['__proto__']);
  });

  test('keeps each policy once, and only goes without any', () => {
    const world = feeder();
    const attached = { ...NAMED, PolicyArn: EXECUTION };
    world.send('AttachRolePolicy', attached);
    world.send('AttachRolePolicy', attached);
    expect(role(world)?.attachedPolicyArns).toEqual([EXECUTION]);
    const inline = { ...NAMED, PolicyName: 'logs' };
    world.send('PutRolePolicy', { ...inline, PolicyDocument: LOGS });
    const conflict = (message: string) =>
      expect(() => world.send('DeleteRole', NAMED)).toThrow(
        expect.objectContaining({ code: 'DeleteConflictException', message }),
      );
    conflict('Cannot delete entity, must detach all policies first.');
    world.send('DetachRolePolicy', attached);
    conflict('Cannot delete entity, must delete policies first.');
    world.send('DeleteRolePolicy', inline);
    world.send('DeleteRole', NAMED);
    expect(world.state.roles.size).toBe(0);
  });

  test('has the tags that were put and not taken away', () => {
    const world = feeder();
    const tags = (...keys: string[]) => keys.map((Key) => ({ Key, Value: 'x' }));
    world.send('TagRole', { ...NAMED, Tags: tags('a', 'b') });
    world.send('TagRole', { ...NAMED, Tags: [{ Key: 'b', Value: 'y' }] });
    world.send('UntagRole', { ...NAMED, TagKeys: ['a', 'c'] });
    expect(role(world)?.tags).toEqual([{ key: 'b', value: 'y' }]);
  });

  const NOT_THERE = { RoleName: 'nobody' };
  const unknown = 'The role with name nobody cannot be found.';
  test.each<[string, (world: World) => unknown, string, string | RegExp]>([
    [
      'a second one of the name',
      (world) => create(world, { RoleName: 'Feeder' }),
      'EntityAlreadyExistsException',
      'Role with name Feeder already exists.',
    ],
    [
      'a name',
      (world) => create(world, { RoleName: 'a b' }),
      'ValidationError',
      /\[\\w\+=,\.@-\]\+/,
    ],
    ['a path', (world) => create(world, { Path: 'cats' }), 'ValidationError', /path is invalid/],
    [
      'a duration',
      (world) => create(world, { RoleName: 'x', MaxSessionDuration: 60 }),
      'ValidationError',
      /greater than or equal to 3600/,
    ],
    [
      'deleting none',
      (world) => world.send('DeleteRole', NOT_THERE),
      'NoSuchEntityException',
      unknown,
    ],
    [
      'attaching to none',
      (world) => world.send('AttachRolePolicy', { ...NOT_THERE, PolicyArn: EXECUTION }),
      'NoSuchEntityException',
      unknown,
    ],
    [
      'attaching what is not there',
      (world) => world.send('AttachRolePolicy', { ...NAMED, PolicyArn: `${EXECUTION}s` }),
      'NoSuchEntityException',
      `Policy ${EXECUTION}s does not exist or is not attachable.`,
    ],
    [
      'attaching no ARN',
      (world) => world.send('AttachRolePolicy', { ...NAMED, PolicyArn: 'ReadOnlyAccess' }),
      'InvalidInputException',
      'ARN ReadOnlyAccess is not valid.',
    ],
    [
      'detaching what is not attached',
      (world) => world.send('DetachRolePolicy', { ...NAMED, PolicyArn: EXECUTION }),
      'NoSuchEntityException',
      `Policy ${EXECUTION} was not found.`,
    ],
    [
      'deleting a policy that is not there',
      (world) => world.send('DeleteRolePolicy', { ...NAMED, PolicyName: 'toString' }),
      'NoSuchEntityException',
      'The role policy with name toString cannot be found.',
    ],
  ])('refuses %s', (_what, send, code, message) => {
    const world = feeder();
    const before = world.records.length;
    expect(() => send(world)).toThrow(
      expect.objectContaining({
        code,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
    expect(world.records).toHaveLength(before);
  });
});

describe('a policy document', () => {
  test.each<[string, string]>([
    ['{"Version"', 'This policy contains invalid Json'],
    ['[]', 'This policy contains invalid Json'],
    ['{"Version":"2024-01-01","Statement":[]}', 'The policy must contain a valid version string'],
    ['{"Version":"2012-10-17"}', 'Missing required field Statement'],
    [policy(statement({ Effect: undefined })), 'Missing required field Effect'],
    [policy(statement({ Action: undefined })), 'Missing required field Action'],
    [policy(statement({ Principal: undefined })), 'Missing required field Principal'],
    [policy(statement({ Resource: '*' })), 'Has prohibited field Resource'],
    [policy(statement({ Effect: 'allow' })), 'Invalid effect: allow'],
    [
      policy(statement({ Action: 'ecs:RunTask' })),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      policy(statement({ Principal: { Service: 'ecs-tasks' } })),
      'Invalid principal in policy: "SERVICE":"ecs-tasks"',
    ],
  ])('%s is no trust policy', (document, message) => {
    expect(() =>
      feeder().send('UpdateAssumeRolePolicy', { ...NAMED, PolicyDocument: document }),
    ).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocumentException', message }));
  });

  const allow = { Effect: 'Allow', Action: 'ecs:*', Resource: '*' };
  test.each<[string, string]>([
    ['{', 'Syntax errors in policy.'],
    [policy({ ...allow, Action: undefined }), 'Policy statement must contain actions.'],
    [policy({ ...allow, Resource: undefined }), 'Policy statement must contain resources.'],
    [policy({ ...allow, Principal: '*' }), 'Has prohibited field Principal'],
    [policy({ ...allow, Action: 'ec2:ec2:Run' }), 'Actions/Condition can contain only one colon.'],
    [policy(allow, { ...allow, Action: [] }), 'Syntax errors in policy.'],
  ])('%s grants nothing', (PolicyDocument, message) => {
    const inline = { ...NAMED, PolicyName: 'x', PolicyDocument };
    expect(() => feeder().send('PutRolePolicy', inline)).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocumentException', message }),
    );
  });

  test('may be as long as AWS lets it, white space aside', () => {
    const long = policy(statement({ Sid: 'x'.repeat(2000) }));
    const put = (PolicyDocument: string) =>
      feeder().send('UpdateAssumeRolePolicy', { ...NAMED, PolicyDocument });
    put(TRUST.replace('{', `{${' '.repeat(5000)}`));
    expect(() => put(long)).toThrow('Cannot exceed quota for ACLSizePerRole: 2048');
  });
});
