import { createServer, type Server } from 'node:http';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { credentialsOf } from '../../grader/assume-role.ts';
import { explainError } from '../../grader/explain-error.ts';
import { trustPolicy } from '../../grader/iam-policy.ts';
import { openTarget } from '../../grader/open-target.ts';
import { openRuntime } from '../server/open-runtime.ts';

const role = 'arn:aws:iam::111122223333:role/grader';
const xmlns = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

let server: Server;
let endpoint: string;
/** Sessions given out. */
let sessions: number;
/** Seconds for which a session is good. */
let lifetime: number;

/** Knows one role, which the instructor may assume with the external id. */
beforeEach(async () => {
  sessions = 0;
  lifetime = 3_600;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAINSTRUCTOR');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const student = request.headers.authorization?.includes('ASIASTUDENT');
    if (form.get('Action') === 'GetCallerIdentity') {
      const arn = student
        ? 'arn:aws:sts::111122223333:assumed-role/grader/ecs-workbook-grader'
        : 'arn:aws:sts::999988887777:assumed-role/Teacher/ada';
      const account = student ? '111122223333' : '999988887777';
      response.end(
        `<GetCallerIdentityResponse ${xmlns}><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>x</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    } else if (form.get('RoleArn') === role && form.get('ExternalId') === 'cats') {
      const expires = new Date(Date.now() + lifetime * 1_000).toISOString();
      response.end(
        `<AssumeRoleResponse ${xmlns}><AssumeRoleResult><Credentials><AccessKeyId>ASIASTUDENT${++sessions}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    } else {
      response
        .writeHead(403)
        .end(
          `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>`,
        );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const open = (options: { readonly role: string; readonly externalId?: string }) =>
  openTarget({ kind: 'aws', region: 'us-east-1', endpoint, ...options });

test('a role to assume opens the account that it is in', async () => {
  const target = await open({ role, externalId: 'cats' });
  expect(target).toMatchObject({ kind: 'aws', account: '111122223333', region: 'us-east-1' });
  target.close();
});

test('all clients share a session, and it is renewed before it expires', async () => {
  const credentials = credentialsOf(
    { role, externalId: 'cats' },
    { region: 'us-east-1', endpoint },
  );
  await Promise.all([credentials(), credentials(), credentials()]);
  expect(sessions).toBe(1);
  lifetime = 200;
  const late = credentialsOf({ role, externalId: 'cats' }, { region: 'us-east-1', endpoint });
  expect(await late()).toMatchObject({ accessKeyId: 'ASIASTUDENT2' });
  expect(await late()).toMatchObject({ accessKeyId: 'ASIASTUDENT3' });
});

test('who is refused is told who asked, and what the trust policy must say', async () => {
  const refused = await open({ role, externalId: 'dogs' }).catch((error: unknown) => error);
  const words = explainError(refused, undefined);
  expect(words).toContain(
    `arn:aws:sts::999988887777:assumed-role/Teacher/ada may not assume the role ${role} with the external id dogs.`,
  );
  const [policy = ''] = /\{.*\}/.exec(words) ?? [];
  expect(JSON.parse(policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999988887777:role/Teacher' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'dogs' } },
      },
    ],
  });
});

test('what is no ARN of a role is refused before anybody is asked', async () => {
  await expect(open({ role: 'grader' })).rejects.toThrow(
    'Expected the ARN of a role, such as arn:aws:iam::123456789012:role/grader, found "grader".',
  );
});

test('the runtime opens a role with the trust policy that we ask for, and to nobody else', async () => {
  await using runtime = await openRuntime();
  const where = { endpoint: runtime.url, region: 'us-east-1' };
  const student = await openTarget({ kind: 'local', account: '111122223333', ...where });
  const policy = trustPolicy('arn:aws:iam::999988887777:root', 'cats');
  await (await student.iam()).send(
    new CreateRoleCommand({
      RoleName: 'grader',
      AssumeRolePolicyDocument: JSON.stringify(policy),
    }),
  );
  student.close();
  vi.stubEnv('AWS_ACCESS_KEY_ID', '999988887777');
  const target = await openTarget({ kind: 'aws', role, externalId: 'cats', ...where });
  expect(target.account).toBe('111122223333');
  target.close();
  await expect(openTarget({ kind: 'aws', role, ...where })).rejects.toMatchObject({
    name: 'RoleRefused',
    message: expect.stringContaining('arn:aws:iam::999988887777:root may not assume the role'),
  });
});
