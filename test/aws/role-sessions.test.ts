import { describe, expect, it } from 'vitest';
import { awsFront } from '../../src/aws/front.ts';
import { type RoleCredentials, RoleSessions } from '../../src/aws/role-sessions.ts';
import { startRuntime } from '../wire/runtime.ts';

const ROLE = 'arn:aws:iam::222233334444:role/cats/feeder';
const TASK = { account: '222233334444', sessionName: '0123456789abcdef0123456789abcdef' };
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1, 10, 59);

/** What STS says to who signs with those credentials; `service` decides the protocol. */
const stage = async () => {
  const runtime = await startRuntime();
  let now = START;
  const sessions = new RoleSessions('the secret of this install', () => now);
  const front = awsFront(runtime.controlPlane, undefined, sessions);
  const head = ({ AccessKeyId, Token }: Pick<RoleCredentials, 'AccessKeyId' | 'Token'>) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${AccessKeyId}/20260101/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0`,
    'x-amz-security-token': Token,
  });
  const answerOf = async (headers: Record<string, string>, body: string) => {
    const response = await front.answer({
      method: 'POST',
      url: '/',
      headers,
      body: Buffer.from(body),
    });
    return `${response.status} ${response.body.toString()}`;
  };
  return {
    sessions,
    pass: (time: number) => {
      now += time;
    },
    identity: (credentials: Pick<RoleCredentials, 'AccessKeyId' | 'Token'>) =>
      answerOf(
        { ...head(credentials), 'content-type': 'application/x-www-form-urlencoded' },
        'Action=GetCallerIdentity&Version=2011-06-15',
      ),
    ecs: (credentials: RoleCredentials, operation: string, input: object) =>
      answerOf(
        {
          ...head(credentials),
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
        },
        JSON.stringify(input),
      ),
    [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
  };
};

describe('credentials of a task role', () => {
  it('speak for the role, in the account of the task', async () => {
    await using on = await stage();
    const credentials = on.sessions.credentialsFor({ roleArn: ROLE, ...TASK });
    expect(credentials).toEqual({
      RoleArn: ROLE,
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^\S{40}$/),
      Token: expect.any(String),
      Expiration: '2026-01-01T16:00:00.000Z',
    });
    const answer = await on.identity(credentials);
    expect(answer).toContain(
      '<Arn>arn:aws:sts::222233334444:assumed-role/feeder/0123456789abcdef0123456789abcdef</Arn>',
    );
    expect(answer).toContain('<Account>222233334444</Account>');
    expect(answer).toMatch(/<UserId>AROA[A-Z2-7]{16}:0123456789abcdef0123456789abcdef<\/UserId>/);
  });

  it('are named where a caller is shown', async () => {
    await using on = await stage();
    const credentials = on.sessions.credentialsFor({ roleArn: ROLE, ...TASK });
    const containerDefinitions = [{ name: 'web', image: 'cats', memory: 64 }];
    const definition = { family: 'cats', containerDefinitions };
    expect(await on.ecs(credentials, 'RegisterTaskDefinition', definition)).toContain(
      '"registeredBy":"arn:aws:sts::222233334444:assumed-role/feeder/0123456789abcdef0123456789abcdef"',
    );
    await on.ecs(credentials, 'CreateCluster', {});
    const service = { serviceName: 'cats', taskDefinition: 'cats', desiredCount: 0 };
    expect(await on.ecs(credentials, 'CreateService', service)).toContain(
      '"createdBy":"arn:aws:iam::222233334444:role/cats/feeder"',
    );
  });

  it('are the same for an hour and valid for six, also for who has restarted', async () => {
    await using on = await stage();
    const session = { roleArn: ROLE, ...TASK };
    const first = on.sessions.credentialsFor(session);
    const again = new RoleSessions('the secret of this install', () => START);
    expect(again.credentialsFor(session)).toEqual(first);
    on.pass(HOUR);
    const next = on.sessions.credentialsFor(session);
    expect(next.AccessKeyId).not.toBe(first.AccessKeyId);
    on.pass(4 * HOUR);
    expect(await on.identity(first)).toMatch(/^200/);
    on.pass(HOUR);
    expect(await on.identity(first)).toMatch(/^403.*ExpiredToken<.*is expired/s);
    expect(await on.ecs(first, 'ListClusters', {})).toMatch(/^403.*ExpiredTokenException/s);
    expect(await on.identity(next)).toMatch(/^200/);
  });

  it('are refused when somebody made them up', async () => {
    await using on = await stage();
    const one = on.sessions.credentialsFor({ roleArn: ROLE, ...TASK });
    const other = on.sessions.credentialsFor({ roleArn: `${ROLE}2`, ...TASK });
    const [payload = '', seal = ''] = one.Token.split('.');
    const foreign = new RoleSessions('another', () => START).credentialsFor({
      roleArn: ROLE,
      ...TASK,
    });
    for (const forged of [
      foreign,
      { ...one, AccessKeyId: other.AccessKeyId },
      { ...one, Token: `${other.Token.split('.')[0]}.${seal}` },
      { ...one, Token: `${payload}.${seal.slice(1)}` },
    ])
      expect(await on.identity(forged)).toMatch(/^403.*InvalidClientTokenId/s);
    expect(await on.ecs(foreign, 'ListClusters', {})).toMatch(/^403.*UnrecognizedClientException/s);
  });

  it('leave those of elsewhere as they were', async () => {
    await using on = await stage();
    const elsewhere = { AccessKeyId: 'ASIAIOSFODNN7EXAMPLE', Token: 'IQoJb3JpZ2luX2VjEJr//////+' };
    expect(await on.identity(elsewhere)).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
  });
});
