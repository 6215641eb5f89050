import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  paginateListServices,
  paginateListTaskDefinitions,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containerofcats, defaultVpc } from './cats.ts';
import { startRuntime, type WireRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

let runtime: WireRuntime;
let clients: ReturnType<typeof sdkClients>;
let ecs: ECSClient;
beforeAll(async () => {
  runtime = await startRuntime();
  clients = sdkClients(runtime.endpoint);
  ecs = clients.ecs;
});
afterAll(async () => {
  clients[Symbol.dispose]();
  await runtime[Symbol.asyncDispose]();
});

const familyAndRevision = (arn: string) => arn.slice(arn.indexOf('/') + 1);

test('task definitions are listed by family and number, page by page', async () => {
  for (let revision = 1; revision <= 11; revision += 1) {
    await ecs.send(new RegisterTaskDefinitionCommand(containerofcats));
  }
  await ecs.send(new RegisterTaskDefinitionCommand({ ...containerofcats, family: 'a-first' }));
  const listed: string[] = [];
  let pages = 0;
  for await (const page of paginateListTaskDefinitions({ client: ecs, pageSize: 5 }, {})) {
    pages += 1;
    listed.push(...(page.taskDefinitionArns ?? []).map(familyAndRevision));
  }
  const revisions = Array.from({ length: 11 }, (_, index) => `containerofcats:${index + 1}`);
  expect(listed).toEqual(['a-first:1', ...revisions]);
  expect(pages).toBe(3);

  const newest = await ecs.send(
    new ListTaskDefinitionsCommand({
      familyPrefix: 'containerofcats',
      sort: 'DESC',
      maxResults: 2,
    }),
  );
  expect(newest.taskDefinitionArns?.map(familyAndRevision)).toEqual([
    'containerofcats:11',
    'containerofcats:10',
  ]);
  const next = await ecs.send(
    new ListTaskDefinitionsCommand({
      familyPrefix: 'containerofcats',
      sort: 'DESC',
      maxResults: 2,
      nextToken: newest.nextToken,
    }),
  );
  expect(next.taskDefinitionArns?.map(familyAndRevision)).toEqual([
    'containerofcats:9',
    'containerofcats:8',
  ]);
});

test('families and revisions are listed by status', async () => {
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'a-first:1' }));
  const families = async (status?: 'ACTIVE' | 'INACTIVE' | 'ALL', familyPrefix?: string) =>
    (await ecs.send(new ListTaskDefinitionFamiliesCommand({ status, familyPrefix }))).families;
  expect(await families()).toEqual(['a-first', 'containerofcats']);
  expect(await families('ALL')).toEqual(['a-first', 'containerofcats']);
  expect(await families('ACTIVE')).toEqual(['containerofcats']);
  expect(await families('INACTIVE')).toEqual(['a-first']);
  expect(await families('ALL', 'cont')).toEqual(['containerofcats']);
  const inactive = await ecs.send(new ListTaskDefinitionsCommand({ status: 'INACTIVE' }));
  expect(inactive.taskDefinitionArns?.map(familyAndRevision)).toEqual(['a-first:1']);
});

test('clusters are listed in pages whose token survives what comes and goes between', async () => {
  for (const clusterName of ['c1', 'c2', 'c3', 'c4']) {
    await ecs.send(new CreateClusterCommand({ clusterName }));
  }
  const first = await ecs.send(new ListClustersCommand({ maxResults: 2 }));
  await ecs.send(new CreateClusterCommand({ clusterName: 'c0' }));
  const second = await ecs.send(
    new ListClustersCommand({ maxResults: 2, nextToken: first.nextToken }),
  );
  const names = [...(first.clusterArns ?? []), ...(second.clusterArns ?? [])];
  expect(names.map(familyAndRevision)).toEqual(['c1', 'c2', 'c3', 'c4']);
  expect(second.nextToken).toBeUndefined();
});

test('services are listed ten a page', async () => {
  for (let n = 10; n < 22; n += 1) {
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'c1',
        serviceName: `s${n}`,
        taskDefinition: 'containerofcats',
        desiredCount: 0,
        launchType: 'FARGATE',
        networkConfiguration: defaultVpc,
      }),
    );
  }
  const first = await ecs.send(new ListServicesCommand({ cluster: 'c1' }));
  expect(first.serviceArns).toHaveLength(10);
  const all: string[] = [];
  for await (const page of paginateListServices({ client: ecs }, { cluster: 'c1' })) {
    all.push(...(page.serviceArns ?? []));
  }
  expect(new Set(all).size).toBe(12);
  const ec2 = await ecs.send(new ListServicesCommand({ cluster: 'c1', launchType: 'EC2' }));
  expect(ec2.serviceArns).toEqual([]);
});

test('what nothing has is listed as MISSING, beside what is there', async () => {
  const { services, failures } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'c1', services: ['s10', 'nobody'] }),
  );
  expect(services?.map(({ serviceName }) => serviceName)).toEqual(['s10']);
  expect(failures).toEqual([
    { arn: 'arn:aws:ecs:us-east-1:111122223333:service/c1/nobody', reason: 'MISSING' },
  ]);
  const tasks = await ecs.send(new DescribeTasksCommand({ cluster: 'c1', tasks: ['0123abcd'] }));
  expect(tasks.failures).toEqual([
    { arn: 'arn:aws:ecs:us-east-1:111122223333:task/c1/0123abcd', reason: 'MISSING' },
  ]);
});

test('tags are put, replaced by key, listed and taken away', async () => {
  const resourceArn = 'arn:aws:ecs:us-east-1:111122223333:cluster/c1';
  const tags = async () => (await ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
  expect(await tags()).toEqual([]);
  const put = (key: string, value: string) =>
    ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key, value }] }));
  await put('colour', 'black');
  await put('age', '3');
  await put('colour', 'white');
  expect(await tags()).toEqual(
    expect.arrayContaining([
      { key: 'colour', value: 'white' },
      { key: 'age', value: '3' },
    ]),
  );
  await ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['age', 'never'] }));
  expect(await tags()).toEqual([{ key: 'colour', value: 'white' }]);
  await expect(
    ecs.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}-not` })),
  ).rejects.toMatchObject({ name: 'ClusterNotFoundException' });
});

test.each([
  ['a token of our own making', { nextToken: 'bm9uc2Vuc2U' }, /Invalid token/],
  ['no results a page', { maxResults: 0 }, /between 1 and 100, not 0/],
  ['too many results a page', { maxResults: 101 }, /between 1 and 100, not 101/],
])('a page with %s is refused', async (_name, paging, message) => {
  await expect(ecs.send(new ListClustersCommand(paging))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringMatching(message),
  });
});
