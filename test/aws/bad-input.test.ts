import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsFront } from '../../src/aws/front.ts';
import { containerofcats } from '../wire/cats.ts';
import { startRuntime, type WireRuntime } from '../wire/runtime.ts';
import { definition, service, shapeRows, unsupportedRows, valueRows } from './bad-input-rows.ts';
import { AUTHORIZATION, call, reportingFront } from './call.ts';

let runtime: WireRuntime;
let front: AwsFront;
let reported: string[];
let commits = 0;
beforeAll(async () => {
  runtime = await startRuntime();
  ({ front, reported } = reportingFront(runtime.controlPlane));
  await call(front, 'ecs', 'CreateCluster', { clusterName: 'cats' });
  await call(front, 'ecs', 'RegisterTaskDefinition', containerofcats);
  await call(front, 'logs', 'CreateLogGroup', { logGroupName: 'group' });
  const stream = { logGroupName: 'group', logStreamName: 'stream' };
  await call(front, 'logs', 'CreateLogStream', stream);
  runtime.controlPlane.subscribe(() => {
    commits += 1;
  });
});
afterAll(async () => {
  expect(reported).toEqual([]);
  await runtime[Symbol.asyncDispose]();
});

describe('bad input is answered as AWS does, and changes nothing', () => {
  test.each([...shapeRows, ...valueRows, ...unsupportedRows])(
    '%s',
    async (_what, target, operation, body, code, message) => {
      const before = commits;
      const { status, json, response } = await call(front, target, operation, body);
      expect(json.__type).toBe(code);
      if (typeof message === 'string') expect(json.message).toBe(message);
      else expect(json.message).toMatch(message);
      expect(status).toBe(400);
      expect(response.headers['x-amzn-errortype']).toBe(code);
      expect(response.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
      expect(commits).toBe(before);
    },
  );

  test('defaults of what is not supported are taken, since clients send them back', async () => {
    const { status } = await call(front, 'ecs', 'CreateService', {
      ...service({ serviceName: 'defaults', desiredCount: 0, loadBalancers: [] }),
      deploymentConfiguration: { alarms: { alarmNames: [], enable: false, rollback: false } },
    });
    expect(status).toBe(200);
  });

  test('an oversize body', async () => {
    const before = commits;
    const { status, json } = await call(front, 'ecs', 'CreateCluster', {
      clusterName: 'x'.repeat(1024 * 1024),
    });
    expect(status).toBe(413);
    expect(json.__type).toBe('RequestEntityTooLargeException');
    expect(commits).toBe(before);
  });

  test.each([
    ['256', '4096'],
    ['300', '512'],
    ['1024', '1024'],
    ['16384', '1024'],
    ['banana', '512'],
  ])('the impossible Fargate size %s CPU units and %s MiB', async (cpu, memory) => {
    const before = commits;
    const { status, json } = await call(
      front,
      'ecs',
      'RegisterTaskDefinition',
      definition({ cpu, memory }),
    );
    expect(status).toBe(400);
    expect(json.__type).toBe('ClientException');
    expect(json.message).toMatchSnapshot();
    expect(commits).toBe(before);
  });
});

describe('who calls', () => {
  const answer = async (headers: Record<string, string>, url = '/') => {
    const target = 'AmazonEC2ContainerServiceV20141113.ListClusters';
    const response = await front.answer({
      method: 'POST',
      url,
      headers: { 'x-amz-target': target, ...headers },
      body: Buffer.from('{}'),
    });
    return JSON.parse(response.body.toString());
  };

  test.each([
    ['nobody', {}, 'MissingAuthenticationTokenException'],
    ['someone without signature', { authorization: 'Basic abc' }, 'IncompleteSignatureException'],
    [
      'someone without scope',
      { authorization: 'AWS4-HMAC-SHA256 Credential=AKID' },
      'IncompleteSignatureException',
    ],
    [
      'someone from a region that cannot be',
      { authorization: AUTHORIZATION.replace('us-east-1', 'us:east') },
      'InvalidSignatureException',
    ],
  ])('%s is refused', async (_who, headers, code) => {
    expect((await answer(headers)).__type).toBe(code);
  });

  test('may be said by a presigned URL', async () => {
    const credential = encodeURIComponent('444455556666/20260101/eu-west-1/ecs/aws4_request');
    expect(await answer({}, `/?X-Amz-Credential=${credential}`)).toEqual({ clusterArns: [] });
  });

  test('may be said by an asymmetric signature', async () => {
    const authorization =
      'AWS4-ECDSA-P256-SHA256 Credential=111122223333/20260101/ecs/aws4_request, SignedHeaders=host';
    const headers = { authorization, 'x-amz-region-set': 'us-east-1' };
    expect(await answer(headers)).toEqual({
      clusterArns: ['arn:aws:ecs:us-east-1:111122223333:cluster/cats'],
    });
  });
});
