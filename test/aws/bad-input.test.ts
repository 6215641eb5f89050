import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsFront } from '../../src/aws/front.ts';
import { containerofcats, defaultVpc } from '../wire/cats.ts';
import { startRuntime, type WireRuntime } from '../wire/runtime.ts';
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
  runtime.controlPlane.subscribe(() => {
    commits += 1;
  });
});
afterAll(async () => {
  expect(reported).toEqual([]);
  await runtime[Symbol.asyncDispose]();
});

const container = { name: 'web', image: 'cats' };
const definition = (change: object) => ({ ...containerofcats, ...change });
const portMapping = (mapping: object) =>
  definition({
    containerDefinitions: [container, { ...container, name: 'b', portMappings: [{}, mapping] }],
  });
const service = (change: object) => ({
  cluster: 'cats',
  serviceName: 'web',
  taskDefinition: 'containerofcats',
  launchType: 'FARGATE',
  networkConfiguration: defaultVpc,
  ...change,
});

type Row = [
  what: string,
  service: 'ecs' | 'logs',
  operation: string,
  body: unknown,
  code: string,
  message: string | RegExp,
];

const rows: Row[] = [
  [
    'malformed JSON',
    'ecs',
    'ListClusters',
    '{"a":',
    'SerializationException',
    /^The body is not JSON: /,
  ],
  [
    'a body that is a list',
    'ecs',
    'ListClusters',
    [],
    'SerializationException',
    'expected an object, found a list',
  ],
  [
    'a body that is a word',
    'ecs',
    'ListClusters',
    '"x"',
    'SerializationException',
    'expected an object, found a string',
  ],
  [
    'a body that is null',
    'ecs',
    'ListClusters',
    'null',
    'SerializationException',
    'expected an object, found null',
  ],
  [
    'an unknown operation',
    'ecs',
    'CreateCat',
    {},
    'UnknownOperationException',
    /^Amazon ECS here has no operation 'CreateCat'. It has: CreateCluster, /,
  ],
  [
    'an operation named like a method',
    'ecs',
    'constructor',
    {},
    'UnknownOperationException',
    /no operation 'constructor'/,
  ],
  [
    'an unknown operation of logs',
    'logs',
    'StartQuery',
    {},
    'UnknownOperationException',
    /It has: CreateLogGroup, /,
  ],
  [
    'a number for a name',
    'ecs',
    'CreateCluster',
    { clusterName: 7 },
    'SerializationException',
    'clusterName: expected a string, found an integer',
  ],
  [
    'a string for a list',
    'ecs',
    'DescribeClusters',
    { clusters: 'cats' },
    'SerializationException',
    'clusters: expected a list, found a string',
  ],
  [
    'null in a list',
    'ecs',
    'DescribeClusters',
    { clusters: [null] },
    'SerializationException',
    'clusters[0]: expected a string, found null',
  ],
  [
    'a string for an integer, deep down',
    'ecs',
    'RegisterTaskDefinition',
    portMapping({ containerPort: '80' }),
    'SerializationException',
    'containerDefinitions[1].portMappings[1].containerPort: expected an integer, found a string',
  ],
  [
    'a fraction for an integer',
    'ecs',
    'RunTask',
    { taskDefinition: 'a', count: 1.5 },
    'SerializationException',
    'count: expected an integer, found a fraction',
  ],
  [
    'a string for a boolean',
    'ecs',
    'DeleteService',
    { service: 'a', force: 'yes' },
    'SerializationException',
    'force: expected a boolean, found a string',
  ],
  [
    'a list for a map',
    'ecs',
    'RegisterTaskDefinition',
    definition({ containerDefinitions: [{ ...container, dockerLabels: [] }] }),
    'SerializationException',
    'containerDefinitions[0].dockerLabels: expected an object, found a list',
  ],
  [
    'a number in a map',
    'ecs',
    'RegisterTaskDefinition',
    definition({ containerDefinitions: [{ ...container, dockerLabels: { a: 1 } }] }),
    'SerializationException',
    'containerDefinitions[0].dockerLabels.a: expected a string, found an integer',
  ],
  [
    'a missing member',
    'ecs',
    'DescribeTasks',
    { cluster: 'cats' },
    'InvalidParameterException',
    'tasks: is required and was not given',
  ],
  [
    'null for a member that is required',
    'ecs',
    'DeleteCluster',
    { cluster: null },
    'InvalidParameterException',
    'cluster: is required and was not given',
  ],
  [
    'a task definition without family',
    'ecs',
    'RegisterTaskDefinition',
    { containerDefinitions: [] },
    'ClientException',
    'family: is required and was not given',
  ],
  [
    'a missing member, deep down',
    'ecs',
    'RegisterTaskDefinition',
    definition({ containerDefinitions: [{ ...container, healthCheck: {} }] }),
    'ClientException',
    'containerDefinitions[0].healthCheck.command: is required and was not given',
  ],
  [
    'a missing log group name',
    'logs',
    'CreateLogGroup',
    {},
    'InvalidParameterException',
    'logGroupName: is required and was not given',
  ],
  [
    'an unknown launch type',
    'ecs',
    'RunTask',
    { taskDefinition: 'a', launchType: 'MOON' },
    'InvalidParameterException',
    "launchType: 'MOON' is not one of: EC2, EXTERNAL, FARGATE, MANAGED_INSTANCES",
  ],
  [
    'a launch type there is not here',
    'ecs',
    'RunTask',
    { taskDefinition: 'a', launchType: 'MANAGED_INSTANCES' },
    'UnsupportedFeatureException',
    /Use FARGATE or EC2/,
  ],
  [
    'an unknown network mode',
    'ecs',
    'RegisterTaskDefinition',
    definition({ networkMode: 'cat5' }),
    'ClientException',
    "networkMode: 'cat5' is not one of: awsvpc, bridge, host, none",
  ],
  [
    'an unknown enum in a list',
    'ecs',
    'DescribeClusters',
    { include: ['TAGS', 'CATS'] },
    'InvalidParameterException',
    /^include\[1\]: 'CATS' is not one of: /,
  ],
  [
    'a cluster name out of range',
    'ecs',
    'CreateCluster',
    { clusterName: 'of cats!' },
    'InvalidParameterException',
    /./,
  ],
  [
    'a cluster name too long',
    'ecs',
    'CreateCluster',
    { clusterName: 'c'.repeat(256) },
    'InvalidParameterException',
    /./,
  ],
  [
    'a family out of range',
    'ecs',
    'RegisterTaskDefinition',
    definition({ family: 'of cats!' }),
    'ClientException',
    /./,
  ],
  [
    'a service name out of range',
    'ecs',
    'CreateService',
    service({ serviceName: 'a/b' }),
    'InvalidParameterException',
    /./,
  ],
  [
    'a log group name out of range',
    'logs',
    'CreateLogGroup',
    { logGroupName: 'a b' },
    'InvalidParameterException',
    /not 'a b'/,
  ],
  [
    'a log stream name out of range',
    'logs',
    'CreateLogStream',
    { logGroupName: 'group', logStreamName: 'a:b' },
    'InvalidParameterException',
    /not 'a:b'/,
  ],
  [
    'an unknown cluster',
    'ecs',
    'ListTasks',
    { cluster: 'dogs' },
    'ClusterNotFoundException',
    'Cluster not found.',
  ],
  [
    'a default cluster that is not there',
    'ecs',
    'RunTask',
    { taskDefinition: 'containerofcats' },
    'ClusterNotFoundException',
    'Cluster not found.',
  ],
  [
    'an unknown service',
    'ecs',
    'UpdateService',
    { cluster: 'cats', service: 'none' },
    'ServiceNotFoundException',
    'Service not found.',
  ],
  [
    'an unknown revision',
    'ecs',
    'DescribeTaskDefinition',
    { taskDefinition: 'containerofcats:99' },
    'ClientException',
    'Unable to describe task definition.',
  ],
  [
    'an unknown family',
    'ecs',
    'RunTask',
    { cluster: 'cats', taskDefinition: 'dogs' },
    'ClientException',
    'TaskDefinition not found.',
  ],
  [
    'an unknown revision to run',
    'ecs',
    'CreateService',
    service({ taskDefinition: 'containerofcats:99' }),
    'ClientException',
    'TaskDefinition not found.',
  ],
  [
    'too many services in one call',
    'ecs',
    'DescribeServices',
    { cluster: 'cats', services: Array(11).fill('a') },
    'InvalidParameterException',
    'services can name at most 10 in one call, found 11.',
  ],
  [
    'too many tasks in one call',
    'ecs',
    'DescribeTasks',
    { cluster: 'cats', tasks: Array(101).fill('a') },
    'InvalidParameterException',
    'tasks can name at most 100 in one call, found 101.',
  ],
  [
    'no tasks in a call',
    'ecs',
    'DescribeTasks',
    { cluster: 'cats', tasks: [] },
    'InvalidParameterException',
    'tasks cannot be empty: name between 1 and 100.',
  ],
  [
    'more tasks than one call runs',
    'ecs',
    'RunTask',
    { cluster: 'cats', taskDefinition: 'containerofcats', count: 11 },
    'InvalidParameterException',
    /./,
  ],
  [
    'tags of nothing',
    'ecs',
    'ListTagsForResource',
    { resourceArn: 'cats' },
    'InvalidParameterException',
    /^The specified resource 'cats' was not found/,
  ],
  [
    'a log group there is not',
    'logs',
    'GetLogEvents',
    { logGroupName: 'none', logStreamName: 'a' },
    'ResourceNotFoundException',
    'The specified log group does not exist.',
  ],
  [
    'a log stream there is not',
    'logs',
    'PutLogEvents',
    { logGroupName: 'group', logStreamName: 'a', logEvents: [{ timestamp: 1, message: 'm' }] },
    'ResourceNotFoundException',
    'The specified log stream does not exist.',
  ],
  [
    'events out of order',
    'logs',
    'PutLogEvents',
    {
      logGroupName: 'group',
      logStreamName: 'a',
      logEvents: [
        { timestamp: 2, message: 'm' },
        { timestamp: 1, message: 'm' },
      ],
    },
    'InvalidParameterException',
    /chronological order/,
  ],
  [
    'a retention there is not',
    'logs',
    'PutRetentionPolicy',
    { logGroupName: 'group', retentionInDays: 2 },
    'InvalidParameterException',
    /one of 1, 3, 5, .*, not 2/,
  ],
  [
    'a token of logs that is none',
    'logs',
    'GetLogEvents',
    { logGroupName: 'group', logStreamName: 'a', nextToken: 'x' },
    'ResourceNotFoundException',
    /./,
  ],
  [
    'a filter for JSON',
    'logs',
    'FilterLogEvents',
    { logGroupName: 'group', filterPattern: '{ $.a = 1 }' },
    'InvalidParameterException',
    /are not available here. Use terms/,
  ],
  [
    'neither name nor identifier',
    'logs',
    'FilterLogEvents',
    {},
    'InvalidParameterException',
    /either logGroupName or logGroupIdentifier/,
  ],
];

/** What AWS does and this runtime does not; see src/aws/ecs/unsupported.ts. */
const unsupportedRows: Row[] = [
  [
    'a load balancer',
    'ecs',
    'CreateService',
    service({ loadBalancers: [{ containerPort: 80 }] }),
    'UnsupportedFeatureException',
    'loadBalancers: is not supported by this runtime. Leave it out, and reach the tasks by their own ports.',
  ],
  [
    'a placement strategy',
    'ecs',
    'RunTask',
    { taskDefinition: 'a', placementStrategy: [{ type: 'spread' }] },
    'UnsupportedFeatureException',
    /^placementStrategy: is not supported/,
  ],
  [
    'secrets',
    'ecs',
    'RegisterTaskDefinition',
    definition({
      containerDefinitions: [{ ...container, secrets: [{ name: 'a', valueFrom: 'b' }] }],
    }),
    'ClientException',
    'containerDefinitions[0].secrets: is not supported by this runtime. Use environment.',
  ],
];

describe('bad input is answered as AWS does, and changes nothing', () => {
  test.each([...rows, ...unsupportedRows])(
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
