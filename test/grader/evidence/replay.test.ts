import {
  ClusterNotFoundException,
  CreateClusterCommand,
  DescribeServicesCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CheckContext, check, defineChecks } from '../../../grader/check.ts';
import { type Evidence, readEvidence, writeEvidence } from '../../../grader/evidence/evidence.ts';
import { recordTarget } from '../../../grader/evidence/record.ts';
import { replayTarget } from '../../../grader/evidence/replay.ts';
import { expectCluster } from '../../../grader/expect/cluster.ts';
import { expectLoadBalancer } from '../../../grader/expect/load-balancers.ts';
import { expectLog } from '../../../grader/expect/log.ts';
import { expectService } from '../../../grader/expect/service.ts';
import { expectTaskDefinition } from '../../../grader/expect/task-definition.ts';
import { grade } from '../../../grader/grade.ts';
import { http } from '../../../grader/http/http.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { GradeReport } from '../../../grader/result.ts';
import type { Target } from '../../../grader/target.ts';
import { openRuntime, type TestRuntime } from '../../server/open-runtime.ts';

let runtime: TestRuntime;
let target: Target;
let accounts = 0;

beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime[Symbol.asyncDispose]());
beforeEach(async () => {
  const account = String(++accounts).padStart(12, '7');
  target = await openTarget({ kind: 'local', endpoint: runtime.url, account, region: 'us-east-1' });
});
afterEach(() => target.close());

/** Through the file and back. */
const kept = (evidence: Evidence): Target => replayTarget(readEvidence(writeEvidence(evidence)));

const one = (
  id: string,
  run: (context: CheckContext) => Promise<unknown>,
  dependsOn: string[] = [],
) =>
  check({
    id,
    title: id,
    points: 10,
    dependsOn,
    run: async (context) => `${JSON.stringify(await run(context))}`,
    hint: ({ symptom, members }) => `${symptom} ${members}`,
  });

const at = ({ gradedAt, ...report }: GradeReport) => report;

test('what is graded again from evidence has the same report, at the same time of day', async () => {
  await target.ecs.send(new CreateClusterCommand({ clusterName: 'cats' }));
  await target.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'cats',
      containerDefinitions: [{ name: 'web', image: 'cats', memory: 64 }],
    }),
  );
  const checks = defineChecks(
    one('cluster', (context) => expectCluster(context, 'cats')),
    one('other', (context) => expectCluster(context, 'dogs', { within: 300 })),
    one('blocked', (context) => expectCluster(context, 'cats'), ['other']),
    one('service', (context) => expectService(context, 'cats', 'cats')),
    one('definition', (context) => expectTaskDefinition(context, 'cats', { cpu: '256' })),
    one('times', async (context) => {
      const { registeredAt } = await expectTaskDefinition(context, 'cats');
      return registeredAt instanceof Date && context.now() - registeredAt.getTime() < 60_000;
    }),
    one('log', (context) =>
      expectLog(context, { group: '/cats', pattern: /cat/, expected: 'a cat' }),
    ),
    one('front', (context) => expectLoadBalancer(context, 'front')),
    one('page', (context) =>
      http(context, { instance: 'i-0123456789abcdef0' }, { path: '/id', expected: 'a cat' }),
    ),
  );
  const { target: recording, evidence } = recordTarget(target);
  const report = await grade({ lab: 'cats', checks, target: recording });
  expect(report.results.map(({ status }) => status)).toEqual(
    // cluster, other, blocked, service, definition, times, log, front, page
    ['pass', 'fail', 'blocked', 'fail', 'fail', 'pass', 'fail', 'fail', 'fail'],
  );
  const again = await grade({ lab: 'cats', checks, target: kept(await evidence()) });
  expect(at(again)).toEqual(at(report));
});

test('what AWS refused is refused again, as the same exception', async () => {
  const ask = ({ ecs }: Target) => ecs.send(new ListTasksCommand({ cluster: 'dogs' }));
  const { target: recording, evidence } = recordTarget(target);
  const first = await ask(recording).catch((error: unknown) => error);
  expect(first).toBeInstanceOf(ClusterNotFoundException);
  const again = await ask(kept(await evidence())).catch((error: unknown) => error);
  expect(again).toBeInstanceOf(ClusterNotFoundException);
  expect(again).toMatchObject({ name: 'ClusterNotFoundException', $fault: 'client' });
  expect(again).toHaveProperty('message', first instanceof Error && first.message);
});

test('of several answers the last one counts, and no check changes what another sees', async () => {
  const { target: recording, evidence } = recordTarget(target);
  const context = { ...recording, variant: {}, signal: AbortSignal.timeout(20_000) };
  await expect(expectCluster(context, 'late')).rejects.toMatchObject({ symptom: 'missing' });
  await target.ecs.send(new CreateClusterCommand({ clusterName: 'late' }));
  await expectCluster(context, 'late');
  const again = { ...kept(await evidence()), variant: {}, signal: context.signal };
  const cluster = await expectCluster(again, 'late');
  cluster.clusterName = 'changed';
  expect(await expectCluster(again, 'late')).toMatchObject({ clusterName: 'late' });
});

test('a changed check that asks for more is an error that says so, not a fail', async () => {
  await target.ecs.send(new CreateClusterCommand({ clusterName: 'cats' }));
  const cluster = one('cluster', (context) => expectCluster(context, 'cats'));
  const { target: recording, evidence } = recordTarget(target);
  await grade({ lab: 'cats', checks: [cluster], target: recording });
  const checks = [
    cluster,
    one('tags', async ({ ecs }) => ecs.send(new ListTagsForResourceCommand({ resourceArn: 'x' }))),
    one('page', (context) => http(context, { instance: 'i-0' }, { expected: 'a cat' })),
  ];
  const again = await grade({ lab: 'cats', checks, target: kept(await evidence()) });
  expect(again).toMatchObject({
    earned: 10,
    possible: 10,
    results: [
      { status: 'pass' },
      {
        status: 'error',
        message:
          'The check asks for ECS ListTagsForResource {"resourceArn":"x"}, and the evidence does not hold it. Grade this student on the cluster again.',
      },
      { status: 'error', message: expect.stringContaining('the page / of i-0-80.ec2.localhost') },
    ],
  });
});

test('the order of members makes no other question', async () => {
  const { target: recording, evidence } = recordTarget(target);
  await recording.ecs.send(new CreateClusterCommand({ clusterName: 'cats' }));
  await recording.ecs.send(new DescribeServicesCommand({ cluster: 'cats', services: ['web'] }));
  const { ecs } = kept(await evidence());
  const { failures } = await ecs.send(
    new DescribeServicesCommand({ services: ['web'], include: undefined, cluster: 'cats' }),
  );
  expect(failures).toMatchObject([{ reason: 'MISSING' }]);
});
