import { expect, test } from 'vitest';
import { factsOf } from '../../site/details/facts.ts';
import { streamsOf } from '../../site/details/log-streams.ts';
import { readable } from '../../site/details/readable.ts';
import { flowOfGroup, healthWords, paceOf } from '../../site/widgets/flow.ts';
import { gaugeOf } from '../../site/widgets/gauge.ts';
import { tablesOf } from '../../site/widgets/tables-of.ts';
import { roomOf, zonesOf } from '../../site/widgets/zones-of.ts';
import { busyPicture, flow, instance, loadBalancer, picture, service, task } from './pictures.ts';

test('a gauge goes to the ceiling, or as far as there are tasks', () => {
  const counts = { desiredCount: 4, runningCount: 5, pendingCount: 2, healthyCount: 4 };
  expect(gaugeOf(service({ ...counts, floor: 2, ceiling: 8 }))).toEqual({
    healthy: 50,
    running: 62.5,
    live: 87.5,
    floor: 25,
    desired: 50,
    ceiling: 100,
  });
  expect(gaugeOf(service({ ...counts, floor: 2, ceiling: 5 }))).toMatchObject({
    live: 100,
    ceiling: 71.4,
  });
  const none = { desiredCount: 0, runningCount: 0, pendingCount: 0, healthyCount: 0 };
  expect(gaugeOf(service({ ...none, floor: 0, ceiling: 0 }))).toMatchObject({
    live: 0,
    ceiling: 0,
  });
});

test('zones hold instances, these the tasks on them, and the zone those on Fargate', () => {
  const on = (containerInstance: string) => ({
    network: { networkMode: 'bridge' as const, containerInstance, ports: [] },
  });
  const [cluster] = picture(
    [
      task(1, on('one')),
      task(2, { availabilityZone: 'us-east-1b' }),
      task(3, { ...on('one'), lastStatus: 'STOPPED' }),
      task(4, on('two')),
    ],
    [],
    'allthecats',
    [instance('two', { availabilityZone: 'us-east-1c' }), instance('one')],
  ).clusters;
  if (cluster === undefined) throw new Error('expected a cluster');
  const zones = zonesOf(cluster).map(({ name, instances, fargate }) => [
    name,
    instances.map((one) => [one.instance.id, ...one.tasks.map(({ id }) => Number(id.slice(0, 8)))]),
    fargate.length,
  ]);
  expect(zones).toEqual([
    ['us-east-1a', [['one', 1]], 0],
    ['us-east-1b', [], 1],
    ['us-east-1c', [['two', 4]], 0],
  ]);
  expect(roomOf(instance('one'))).toBe('1.88 of 2 vCPU and 3635 of 3891 MiB free');
});

test('a flow has a pace that the eye can tell, and belongs to a group', () => {
  expect([0, 0.2, 1, 5, 10, 50, 500, 50_000].map(paceOf)).toEqual([0, 1, 1, 2, 2, 3, 4, 4]);
  const [blue, green] = loadBalancer().targetGroups;
  const [one] = flow().loadBalancers;
  expect(flowOfGroup(one, blue?.arn ?? '')).toEqual({ perSecond: 20, errors: 3 });
  expect(flowOfGroup(one, green?.arn ?? '')).toEqual({ perSecond: 0, errors: 0 });
  expect(flowOfGroup(undefined, '')).toEqual({ perSecond: 0, errors: 0 });
  expect(healthWords(blue?.targets ?? [])).toBe('1 healthy, 1 unhealthy');
  expect(healthWords([])).toBe('no targets');
});

test('the tables have a cell for each column, and no table is empty', () => {
  const tables = tablesOf({ ...busyPicture(), loadBalancers: [loadBalancer()] }, flow());
  expect(tables.map(({ caption, lines }) => [caption, lines.length])).toEqual([
    ['Services of cluster allthecats', 1],
    ['Deployments of cluster allthecats', 1],
    ['Instances of cluster allthecats', 1],
    ['Tasks of cluster allthecats', 5],
    ['Targets of load balancers', 3],
  ]);
  for (const { columns, lines } of tables)
    for (const { cells } of lines) expect(cells).toHaveLength(columns.length - 1);
  expect(tables.at(-1)?.lines[0]?.cells).toEqual([
    'front',
    '172.31.0.1:8080, task 00000001',
    'healthy',
    '',
    '20',
  ]);
});

test('an answer of the API is facts with their way there', () => {
  const answer = {
    taskArn: 'arn:1',
    empty: [],
    nothing: null,
    containers: [{ name: 'web', exitCode: 0 }],
    tags: [{ key: 'owner', value: 'a' }],
    overrides: { containerOverrides: [] },
  };
  expect(factsOf(answer)).toEqual([
    { name: 'taskArn', value: 'arn:1' },
    { name: 'containers 1 name', value: 'web' },
    { name: 'containers 1 exitCode', value: '0' },
    { name: 'tags owner', value: 'a' },
  ]);
  expect(factsOf({ createdAt: 1_800_000_000.5 })[0]?.value).toContain('2027');
  expect(factsOf(Array.from({ length: 1_000 }, () => 1))).toHaveLength(300);
});

test('text from outside steers nothing, and does not go on for ever', () => {
  expect(readable('\u001b[31mred\u007f\u0000 \u202ex\u2066')).toBe('␛[31mred␡␀ �x�');
  expect(readable(`a\tb${'x'.repeat(5_000)}`)).toMatch(/^a\tbx{3997} … \(1,003 more characters\)$/);
});

test('containers without awslogs have no stream', () => {
  const options = { 'awslogs-group': 'g', 'awslogs-stream-prefix': 'p', 'awslogs-region': 'r' };
  const containerDefinitions = [
    { name: 'web', logConfiguration: { logDriver: 'awslogs', options } },
    { name: 'json', logConfiguration: { logDriver: 'json-file', options } },
    { name: 'none' },
  ];
  expect(streamsOf({ containerDefinitions }, 'id')).toEqual([
    { container: 'web', group: 'g', stream: 'p/web/id', region: 'r' },
  ]);
  expect(streamsOf(undefined, 'id')).toEqual([]);
});
