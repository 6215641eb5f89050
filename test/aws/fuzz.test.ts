import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ecs } from '../../src/aws/ecs/service.ts';
import type { AwsFront } from '../../src/aws/front.ts';
import { logs } from '../../src/aws/logs/service.ts';
import { containerofcats, defaultVpc } from '../wire/cats.ts';
import { startRuntime, type WireRuntime } from '../wire/runtime.ts';
import { arbitraryInput } from './arbitrary-input.ts';
import { AUTHORIZATION, call, reportingFront } from './call.ts';

let runtime: WireRuntime;
let front: AwsFront;
let reported: string[];
beforeAll(async () => {
  runtime = await startRuntime();
  ({ front, reported } = reportingFront(runtime.controlPlane));
  await call(front, 'ecs', 'CreateCluster', { clusterName: 'cats' });
  await call(front, 'ecs', 'RegisterTaskDefinition', containerofcats);
  await call(front, 'ecs', 'CreateService', {
    cluster: 'cats',
    serviceName: 'web',
    taskDefinition: 'containerofcats',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: defaultVpc,
  });
  await call(front, 'logs', 'CreateLogGroup', { logGroupName: 'group' });
  const stream = { logGroupName: 'group', logStreamName: 'stream' };
  await call(front, 'logs', 'CreateLogStream', stream);
});
afterAll(() => runtime[Symbol.asyncDispose]());

/** Inputs that are right, to put one or two wrong members on top of: so the core is reached too. */
const rightInputs: Record<string, object> = {
  RegisterTaskDefinition: containerofcats,
  RunTask: {
    cluster: 'cats',
    taskDefinition: 'containerofcats',
    launchType: 'FARGATE',
    networkConfiguration: defaultVpc,
  },
  CreateService: {
    cluster: 'cats',
    serviceName: 'other',
    taskDefinition: 'containerofcats',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: defaultVpc,
  },
  UpdateService: { cluster: 'cats', service: 'web' },
  DescribeServices: { cluster: 'cats', services: ['web'] },
  DescribeTasks: { cluster: 'cats', tasks: ['none'] },
  ListTasks: { cluster: 'cats' },
  ListServices: { cluster: 'cats' },
  FilterLogEvents: { logGroupName: 'group' },
  GetLogEvents: { logGroupName: 'group', logStreamName: 'stream' },
  PutLogEvents: { logGroupName: 'group', logStreamName: 'stream' },
  DescribeLogStreams: { logGroupName: 'group' },
};

/** Operations that would take away what the others need. */
const DESTRUCTIVE = /^(Delete|Deregister)/;

const operations = [
  ...[...ecs.operations].map(([name, { schema }]) => ({ service: 'ecs' as const, name, schema })),
  ...[...logs.operations].map(([name, { schema }]) => ({ service: 'logs' as const, name, schema })),
].sort((a, b) => Number(DESTRUCTIVE.test(a.name)) - Number(DESTRUCTIVE.test(b.name)));

test.each(operations)(
  '$service $name answers any JSON, and never with a 500',
  async (operation) => {
    const { service, name, schema } = operation;
    await fc.assert(
      fc.asyncProperty(arbitraryInput(schema[4]), fc.boolean(), async (arbitrary, onTop) => {
        const base = onTop ? rightInputs[name] : undefined;
        const input =
          base !== undefined && arbitrary !== null && typeof arbitrary === 'object'
            ? { ...base, ...Object.fromEntries(Object.entries(arbitrary).slice(-2)) }
            : arbitrary;
        const { status, json } = await call(front, service, name, input);
        expect(reported).toEqual([]);
        expect([200, 400]).toContain(status);
        if (status === 400) {
          expect(json.__type).toMatch(/Exception$/);
          expect(json.message).not.toBe('');
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
    );
  },
);

test('any bytes, target, headers and URL are answered', async () => {
  const { reported, front } = reportingFront(runtime.controlPlane);
  const target = fc.oneof(
    fc.string(),
    fc.constantFrom('Logs_20140328', 'Logs_20140328.', '.', '__proto__.x', 'constructor'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.option(target, { nil: undefined }),
      fc.constantFrom('/', '/?Action=GetCallerIdentity&Version=2011-06-15', '/?Version=__proto__'),
      fc.constantFrom('application/x-www-form-urlencoded', 'application/x-amz-json-1.1'),
      fc.constantFrom(AUTHORIZATION, 'AWS4-HMAC-SHA256', ''),
      async (body, xAmzTarget, url, contentType, authorization) => {
        const { status } = await front.answer({
          method: 'POST',
          url,
          headers: {
            authorization,
            'content-type': contentType,
            ...(xAmzTarget !== undefined && { 'x-amz-target': xAmzTarget }),
          },
          body: Buffer.from(body),
        });
        expect(reported).toEqual([]);
        expect([200, 400]).toContain(status);
      },
    ),
    { numRuns: 300 },
  );
});
