import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  AwsJson1_0Protocol,
  AwsQueryProtocol,
  AwsSmithyRpcV2CborProtocol,
} from '@aws-sdk/core/protocols';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AUTHORIZATION } from '../aws/call.ts';
import { ACCOUNT, REGION, startRuntime, type WireRuntime } from './runtime.ts';

let runtime: WireRuntime;
beforeAll(async () => {
  runtime = await startRuntime();
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  expect(runtime.reported).toEqual([]);
});

const PROTOCOLS = {
  'rpc-v2-cbor, as boto3 and the AWS CLI speak it': AwsSmithyRpcV2CborProtocol,
  'json, as the JavaScript SDK speaks it': AwsJson1_0Protocol,
  'query, as older clients speak it': AwsQueryProtocol,
};

const alarm = (AlarmName: string) => ({
  AlarmName,
  AlarmDescription: 'Mehr Fehler als üblich',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Dimensions: [{ Name: 'TargetGroup', Value: 'targetgroup/cats/1' }],
  Statistic: 'Sum' as const,
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 0.5,
  ComparisonOperator: 'GreaterThanThreshold' as const,
  Tags: [{ Key: 'team', Value: 'cats' }],
});

describe.each(Object.entries(PROTOCOLS))('alarms in %s', (_title, protocol) => {
  let client: CloudWatchClient;
  beforeAll(() => {
    client = new CloudWatchClient({
      endpoint: runtime.endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-verified' },
      maxAttempts: 1,
      protocol,
    });
  });
  afterAll(async () => {
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ['errors', 'latency', 'other'] }));
    expect(await names()).toEqual([]);
    client.destroy();
  });

  const described = async (input: object = {}): Promise<MetricAlarm[]> =>
    (await client.send(new DescribeAlarmsCommand(input))).MetricAlarms ?? [];
  const names = async (input: object = {}) =>
    (await described(input)).map(({ AlarmName }) => AlarmName);

  test('are put, set, found and tagged', async () => {
    const before = Date.now() - 1000;
    for (const name of ['latency', 'errors', 'other']) {
      await client.send(new PutMetricAlarmCommand(alarm(name)));
    }
    const StateReasonData = '{"by":"hand"}';
    await client.send(
      new SetAlarmStateCommand({
        AlarmName: 'errors',
        StateValue: 'ALARM',
        StateReason: 'by hand',
        StateReasonData,
      }),
    );
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors'] }));
    const [errors] = await described({ StateValue: 'ALARM' });
    const { Tags, ...put } = alarm('errors');
    expect(errors).toMatchObject({
      ...put,
      ActionsEnabled: false,
      StateValue: 'ALARM',
      StateReason: 'by hand',
      StateReasonData,
      StateUpdatedTimestamp: expect.any(Date),
    });
    expect(errors?.StateUpdatedTimestamp?.getTime()).toBeGreaterThan(before);
    expect(await names({ AlarmNamePrefix: 'o' })).toEqual(['other']);
    expect(await names({ AlarmNames: ['latency', 'nobody'] })).toEqual(['latency']);
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    const ResourceARN = errors?.AlarmArn;
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'a', Value: 'b' }] }));
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
    const listed = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(listed.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  test('come in pages', async () => {
    const first = await client.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    expect(first.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['errors', 'latency']);
    expect(await names({ MaxRecords: 2, NextToken: first.NextToken })).toEqual(['other']);
  });

  const refused = (sent: Promise<unknown>) => sent.catch((error: unknown) => error);

  test.each([
    [
      'InvalidNextToken',
      'InvalidNextToken',
      400,
      () => client.send(new DescribeAlarmsCommand({ NextToken: 'x' })),
    ],
    [
      'ResourceNotFound',
      'ResourceNotFound',
      404,
      () => {
        const unknown = { AlarmName: 'nobody', StateValue: 'OK', StateReason: '' } as const;
        return client.send(new SetAlarmStateCommand(unknown));
      },
    ],
    [
      'ValidationException',
      'ValidationError',
      400,
      () => client.send(new PutMetricAlarmCommand({ ...alarm('bad'), Period: 45 })),
    ],
    [
      'MissingRequiredParameterException',
      'MissingParameter',
      400,
      () => client.send(new PutMetricAlarmCommand({ ...alarm('bad'), Threshold: undefined })),
    ],
  ])('are refused as %s, in Query %s', async (name, Code, status, send) => {
    const error = await refused(send());
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    // Of JSON and CBOR the SDK keeps the name of Query beside; in Query it has no other.
    expect(error).toMatchObject(protocol === AwsQueryProtocol ? {} : { Code });
  });

  test('what is not here says what is', async () => {
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'x' }))).rejects.toThrow(
      /Amazon CloudWatch here has no operation 'GetDashboard'.*PutMetricAlarm/,
    );
  });
});

test('a body that is no CBOR, and a service that is not here, are refused in CBOR', async () => {
  const answer = async (path: string) => {
    const response = await fetch(`${runtime.endpoint}/service/${path}`, {
      method: 'POST',
      headers: { 'smithy-protocol': 'rpc-v2-cbor', authorization: AUTHORIZATION },
      body: Buffer.from([0xbf, 0x61]),
    });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()).toString() };
  };
  expect(await answer('GraniteServiceVersion20100801/operation/DescribeAlarms')).toMatchObject({
    status: 400,
    body: expect.stringContaining('SerializationException'),
  });
  expect(await answer('Nothing/operation/At')).toMatchObject({
    status: 400,
    body: expect.stringContaining('UnknownOperationException'),
  });
});
