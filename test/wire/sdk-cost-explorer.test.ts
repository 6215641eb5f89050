import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
} from '@aws-sdk/client-cost-explorer';
import {
  CreateClusterCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containerofcats } from './cats.ts';
import { ACCOUNT, startRuntime, type WireRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

const REGION = 'us-east-2';
let runtime: WireRuntime;
let ce: CostExplorerClient;

/** A cat on Fargate that has stopped: a minute is billed. */
beforeAll(async () => {
  runtime = await startRuntime({ containerofcats: {} });
  using clients = sdkClients(runtime.endpoint, ACCOUNT, REGION);
  const { ecs } = clients;
  await ecs.send(new CreateClusterCommand({}));
  await ecs.send(
    new RegisterTaskDefinitionCommand({ ...containerofcats, cpu: '1024', memory: '3072' }),
  );
  const awsvpcConfiguration = { subnets: ['subnet-0ca7000000000000a'] };
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      ...{ taskDefinition: containerofcats.family, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration },
    }),
  );
  const ran = { tasks: tasks.map(({ taskArn = '' }) => taskArn) };
  const waiting = { client: ecs, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await waitUntilTasksRunning(waiting, ran);
  await ecs.send(new StopTaskCommand({ task: ran.tasks[0] }));
  await waitUntilTasksStopped(waiting, ran);
  ce = new CostExplorerClient({
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  });
}, 120_000);
afterAll(async () => {
  ce.destroy();
  await runtime[Symbol.asyncDispose]();
  expect(runtime.reported).toEqual([]);
});

const day = (days: number): string =>
  new Date(runtime.controlPlane.now() + days * 86_400_000).toISOString().slice(0, 10);
const ask = (input: Partial<GetCostAndUsageCommandInput> = {}) =>
  ce.send(
    new GetCostAndUsageCommand({
      ...{ Granularity: 'MONTHLY', Metrics: ['UnblendedCost', 'UsageQuantity'] },
      TimePeriod: { Start: day(-1), End: day(0) },
      ...input,
    }),
  );
/** The day on which the cat ran, and the one before in case it was midnight since. */
const lately = () => ({ Start: day(-1), End: day(1) });

test('what ran is on the bill at once, by usage type', async () => {
  const { ResultsByTime = [], GroupDefinitions } = await ask({
    TimePeriod: lately(),
    GroupBy: [{ Type: 'DIMENSION', Key: 'USAGE_TYPE' }],
    Filter: {
      And: [
        { Dimensions: { Key: 'SERVICE', Values: ['Amazon Elastic Container Service'] } },
        { Not: { Dimensions: { Key: 'REGION', Values: ['us-east-1'] } } },
      ],
    },
  });
  expect(GroupDefinitions).toEqual([{ Type: 'DIMENSION', Key: 'USAGE_TYPE' }]);
  const groups = ResultsByTime.flatMap(({ Groups = [] }) => Groups);
  expect(groups).toEqual([
    {
      Keys: ['USE2-Fargate-GB-Hours'],
      Metrics: {
        UnblendedCost: { Amount: '0.00022225', Unit: 'USD' },
        UsageQuantity: { Amount: '0.05', Unit: 'GB-Hours' },
      },
    },
    {
      Keys: ['USE2-Fargate-vCPU-Hours:perCPU'],
      Metrics: {
        UnblendedCost: { Amount: '0.0006746667', Unit: 'USD' },
        UsageQuantity: { Amount: '0.0166666667', Unit: 'vCPU-Hours' },
      },
    },
  ]);
});

test('what is not on it costs nothing', async () => {
  const Filter = {
    Dimensions: { Key: 'SERVICE' as const, Values: ['Amazon Elastic Compute Cloud - Compute'] },
  };
  const { ResultsByTime = [] } = await ask({ Filter, TimePeriod: lately() });
  expect(ResultsByTime.at(-1)).toEqual({
    TimePeriod: { Start: expect.any(String), End: day(1) },
    Total: {
      UnblendedCost: { Amount: '0', Unit: 'USD' },
      UsageQuantity: { Amount: '0', Unit: 'N/A' },
    },
    Groups: [],
    Estimated: true,
  });
});

test.each<[string, () => Partial<GetCostAndUsageCommandInput>, RegExp]>([
  [
    'a period that ends before it starts',
    () => ({ TimePeriod: { Start: day(0), End: day(0) } }),
    /^Start date \(and hour\) should be before end date \(and hour\)$/,
  ],
  [
    'a period that reaches far ahead',
    () => ({ TimePeriod: { Start: day(0), End: day(70) } }),
    /^end date past the beginning of next month$/,
  ],
  ['no day', () => ({ TimePeriod: { Start: '2026-02-30', End: day(1) } }), /'2026-02-30'/],
  [
    'an hour by the day',
    () => ({ TimePeriod: { Start: '2026-02-20T00:00:00Z', End: day(1) } }),
    /YYYY-MM-DD/,
  ],
  ['a metric', () => ({ Metrics: ['Cats'] }), /Invalid metric: Cats.*UnblendedCost/],
  ['a tag', () => ({ GroupBy: [{ Type: 'TAG', Key: 'team' }] }), /TAG is not supported/],
  [
    'a dimension',
    () => ({ GroupBy: [{ Type: 'DIMENSION', Key: 'PLATFORM' }] }),
    /PLATFORM.*USAGE_TYPE/,
  ],
  ['a filter of nothing', () => ({ Filter: {} }), /exactly one/],
  [
    'a filter of tags',
    () => ({ Filter: { Tags: { Key: 'team', Values: ['cats'] } } }),
    /Tags.*not supported.*Dimensions/,
  ],
])('%s is refused', async (_what, input, message) => {
  await expect(ask(input())).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });
});
