import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { awsFront } from '../../src/aws/front.ts';
import { isForAws } from '../../src/aws/route.ts';
import { Unavailable } from '../../src/control-plane/control-plane.ts';
import { startRuntime, type WireRuntime } from '../wire/runtime.ts';
import { AUTHORIZATION, call, reportingFront } from './call.ts';

let runtime: WireRuntime;
beforeAll(async () => {
  runtime = await startRuntime();
});
afterAll(() => runtime[Symbol.asyncDispose]());

describe('which requests are for AWS', () => {
  test.each([
    ['a target header', 'POST', '/', { 'x-amz-target': 'Logs_20140328.X' }, true],
    ['a signature', 'GET', '/anything', { authorization: AUTHORIZATION }, true],
    ['a presigned URL', 'GET', '/?X-Amz-Credential=x', {}, true],
    ['an action in the URL', 'GET', '/?Action=GetCallerIdentity', {}, true],
    ['a POST to the root', 'POST', '/', {}, true],
    ['the front page', 'GET', '/', {}, false],
    ['a page', 'GET', '/labs/container-of-cats/', {}, false],
    ['the workbook’s own interface', 'POST', '/_workbook/labs/x/reset', {}, false],
    ['a bearer token', 'POST', '/_workbook/x', { authorization: 'Bearer abc' }, false],
  ])('%s', (_what, method, url, headers, expected) => {
    expect(isForAws({ method, url, headers })).toBe(expected);
  });
});

describe('errors that are ours', () => {
  test('a journal that cannot be written is a 503 with the reason', async () => {
    const { front } = reportingFront({
      ...runtime.controlPlane,
      execute: async () => {
        throw new Unavailable('The disk is full. Make room, then start again.');
      },
    });
    const { status, json } = await call(front, 'ecs', 'CreateCluster', {});
    expect(status).toBe(503);
    expect(json).toEqual({
      __type: 'ServerException',
      message: 'The disk is full. Make room, then start again.',
    });
  });

  test('a defect is a 500 that is reported by its request id and shows nothing of our insides', async () => {
    const report = vi.fn();
    const defect = new TypeError('secret insides');
    const execute = async () => {
      throw defect;
    };
    const front = awsFront({ ...runtime.controlPlane, execute }, report);
    const { status, json, response } = await call(front, 'ecs', 'CreateCluster', {});
    expect(status).toBe(500);
    expect(json.__type).toBe('InternalFailure');
    expect(response.body.toString()).not.toMatch(/secret|TypeError|\.ts/);
    expect(report).toHaveBeenCalledWith(
      expect.stringContaining(response.headers['x-amzn-requestid'] ?? '?'),
      defect,
    );
  });
});

describe('requests for services that are not here', () => {
  const front = () => awsFront(runtime.controlPlane);

  test('by target: an error in JSON that names the services there are', async () => {
    const response = await front().answer({
      method: 'POST',
      url: '/',
      headers: { authorization: AUTHORIZATION, 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      body: Buffer.from('{}'),
    });
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body.toString())).toEqual({
      __type: 'UnknownOperationException',
      message: expect.stringMatching(/'DynamoDB_20120810.ListTables'.* Amazon ECS, /),
    });
  });

  test.each([
    ['another service', 'Action=ListQueues&Version=2012-11-05', 'InvalidAction'],
    ['another operation of EC2', 'Action=CreateVpc&Version=2016-11-15', 'InvalidAction'],
    ['another operation', 'Action=GetFederationToken&Version=2011-06-15', 'InvalidAction'],
    ['no action', 'Version=2011-06-15', 'InvalidAction'],
  ])('by form, %s: an error in XML', async (_what, form, code) => {
    const response = await front().answer({
      method: 'POST',
      url: '/',
      headers: {
        authorization: AUTHORIZATION,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body: Buffer.from(form),
    });
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toBe('text/xml');
    expect(response.body.toString()).toContain(`<Code>${code}</Code>`);
  });
});
