import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CannedServer, type ReceivedCall, startCannedServer } from './canned-server.ts';
import { aws } from './command.ts';
import { cannedResponse } from './responses.ts';

let server: CannedServer;
beforeAll(async () => {
  server = await startCannedServer(cannedResponse);
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.calls.length = 0;
});

const list = ['ecs', 'list-clusters'];
const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_DEFAULT_REGION: '' };

async function callWith(
  environment: Record<string, string>,
  options: readonly string[] = [],
): Promise<ReceivedCall> {
  const url = { AWS_ENDPOINT_URL: server.url };
  const { errors } = await aws([...list, ...options], { ...url, ...environment });
  expect(errors).toBe('');
  const call = server.calls.at(-1);
  if (call === undefined) throw new Error('nothing was called');
  return call;
}

const scope = ({ authorization }: ReceivedCall): string | undefined =>
  /Credential=([^/]*\/\d+\/[^/]*)/.exec(authorization)?.[1]?.replace(/\/\d+\//, ' ');

function profiles(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-profiles-'));
  writeFileSync(
    join(folder, 'config'),
    `[default]\nregion = sa-east-1\n[profile ann]\nregion = us-west-2\noutput = text\nendpoint_url = ${server.url}\ncli_timestamp_format = wire\n`,
  );
  writeFileSync(
    join(folder, 'credentials'),
    '[ann]\naws_access_key_id = 222222222222\naws_secret_access_key = s\n',
  );
  return {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
}

describe('configuration', () => {
  test('keys and region come from the environment', async () => {
    expect(scope(await callWith({}))).toBe('123456789012 eu-west-1');
  });

  test('AWS_REGION goes before AWS_DEFAULT_REGION, --region before both', async () => {
    expect(scope(await callWith({ AWS_REGION: 'us-east-2' }))).toBe('123456789012 us-east-2');
    const options = ['--region', 'ap-south-1'];
    expect(scope(await callWith({ AWS_REGION: 'us-east-2' }, options))).toBe(
      '123456789012 ap-south-1',
    );
  });

  test('with nothing configured it is test in us-east-1', async () => {
    expect(scope(await callWith(none))).toBe('test us-east-1');
  });

  test('a profile has keys, region, output and endpoint', async () => {
    const options = ['--profile', 'ann'];
    const environment = { ...none, ...profiles(), AWS_ENDPOINT_URL: '' };
    expect(scope(await callWith(environment, options))).toBe('222222222222 us-west-2');
    const line = [
      'ecs',
      'describe-services',
      '--services',
      'x',
      '--query',
      'services[0].createdAt',
    ];
    const { output } = await aws([...line, ...options], environment);
    expect(output).toBe('1700000000\n');
  });

  test('a profile that is not there is an error of configuration', async () => {
    const { status, errors } = await aws([...list, '--profile', 'bob'], profiles());
    expect({ status, errors }).toEqual({
      status: 253,
      errors: 'The config profile (bob) could not be found\n',
    });
  });

  test('the endpoint of a service goes before that of all', async () => {
    await callWith({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_ECS: server.url });
    expect(server.calls).toHaveLength(1);
  });

  test.each(['localhost', 'web.elb.localhost'])('%s is this machine', async (name) => {
    const host = `${name}:${server.port}`;
    const { host: received } = await callWith({ AWS_ENDPOINT_URL: `http://${host}` });
    expect(received).toBe(host);
  });

  test('AWS_DEFAULT_OUTPUT is the format', async () => {
    const environment = { AWS_DEFAULT_OUTPUT: 'text', AWS_ENDPOINT_URL: server.url };
    const { output } = await aws(['ecs', 'list-tasks', '--query', 'length(taskArns)'], environment);
    expect(output).toBe('2\n2\n1\n');
  });
});
