import { expect, test } from 'vitest';
import { type Assumption, trusts } from '../../../src/core/roles/trust.ts';

const ROOT = 'arn:aws:iam::111122223333:root';
const ASKED: Assumption = {
  account: '111122223333',
  principalArn: 'arn:aws:iam::111122223333:role/teacher',
  callerArn: 'arn:aws:sts::111122223333:assumed-role/teacher/monday',
  sessionName: 'grading',
  externalId: undefined,
};

const statement = (Principal: unknown, change: object = {}) => ({
  ...{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' },
  ...change,
});
const secret = { Condition: { StringEquals: { 'sts:ExternalId': ['open', 'sesame'] } } };

test.each<[string, boolean, object[], Partial<Assumption>?]>([
  ['the account', true, [statement({ AWS: ROOT })]],
  ['the account by its number', true, [statement({ AWS: ['444455556666', '111122223333'] })]],
  ['the role', true, [statement({ AWS: ASKED.principalArn })]],
  ['the session', true, [statement({ AWS: ASKED.callerArn })]],
  ['everybody', true, [statement('*', { Action: 'sts:*' })]],
  ['another account', false, [statement({ AWS: 'arn:aws:iam::444455556666:root' })]],
  ['a service', false, [statement({ Service: 'ecs-tasks.amazonaws.com' })]],
  ['another way in', false, [statement('*', { Action: 'sts:AssumeRoleWithSAML' })]],
  ['all but one', false, [statement(undefined, { NotPrincipal: { AWS: '444455556666' } })]],
  ['who knows the word', true, [statement('*', secret)], { externalId: 'sesame' }],
  ['who does not know it', false, [statement('*', secret)], { externalId: 'please' }],
  ['who says none', false, [statement('*', secret)]],
  [
    'who is named so',
    true,
    [statement('*', { Condition: { StringLike: { 'sts:RoleSessionName': 'grad*' } } })],
  ],
  [
    'on terms not known here',
    false,
    [statement('*', { Condition: { Bool: { 'aws:Mfa': 'true' } } })],
  ],
  ['all, and denies one', false, [statement('*'), statement({ AWS: ROOT }, { Effect: 'Deny' })]],
])('a trust policy for %s: %s', (_who, expected, Statement, change) => {
  const assumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  expect(trusts({ assumeRolePolicyDocument }, { ...ASKED, ...change })).toBe(expected);
});
