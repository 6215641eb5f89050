import {
  CreateCapacityProviderCommand,
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteAttributesCommand,
  DeleteCapacityProviderCommand,
  DeregisterContainerInstanceCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  type ECSClient,
  GetTaskProtectionCommand,
  ListAttributesCommand,
  ListContainerInstancesCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  PutAttributesCommand,
  PutClusterCapacityProvidersCommand,
  paginateListAttributes,
  paginateListContainerInstances,
  RegisterContainerInstanceCommand,
  RegisterTaskDefinitionCommand,
  StartTaskCommand,
  TagResourceCommand,
  UpdateCapacityProviderCommand,
  UpdateContainerAgentCommand,
  UpdateContainerInstancesStateCommand,
  UpdateTaskProtectionCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerofcats, defaultVpc } from './cats.ts';
import { startRuntime, type WireRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

const targetType = 'container-instance';
let runtime: WireRuntime;
let clients: ReturnType<typeof sdkClients>;
let ecs: ECSClient;
beforeAll(async () => {
  runtime = await startRuntime();
  clients = sdkClients(runtime.endpoint);
  ecs = clients.ecs;
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'on-instance',
      networkMode: 'host',
      containerDefinitions: [
        {
          name: 'web',
          image: 'containerofcats',
          cpu: 100,
          memory: 200,
          portMappings: [{ containerPort: 80 }, { containerPort: 53, protocol: 'udp' }],
        },
      ],
    }),
  );
});
afterAll(async () => {
  expect(runtime.reported).toEqual([]);
  clients[Symbol.dispose]();
  await runtime[Symbol.asyncDispose]();
});

let instances = 0;
/** Registers an instance with the cluster, which is made if need be; answers its ARN. */
async function register(cluster: string, document: object = {}, change: object = {}) {
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  instances += 1;
  const { containerInstance } = await ecs.send(
    new RegisterContainerInstanceCommand({
      cluster,
      instanceIdentityDocument: JSON.stringify({
        instanceId: `i-${instances.toString(16).padStart(17, '0')}`,
        instanceType: 't3.small',
        ...document,
      }),
      versionInfo: { agentVersion: '1.80.0', dockerVersion: 'DockerVersion: 25.0.8' },
      ...change,
    }),
  );
  return containerInstance?.containerInstanceArn ?? '';
}

const describeOne = async (cluster: string, arn: string) => {
  const { containerInstances } = await ecs.send(
    new DescribeContainerInstancesCommand({
      cluster,
      containerInstances: [arn],
      include: ['TAGS', 'CONTAINER_INSTANCE_HEALTH'],
    }),
  );
  return containerInstances?.[0];
};

const resource = (name: string, integerValue: number) => ({
  name,
  type: 'INTEGER',
  doubleValue: 0,
  longValue: 0,
  integerValue,
});
const set = (name: string, stringSetValue: string[]) => ({
  ...resource(name, 0),
  type: 'STRINGSET',
  stringSetValue,
});
const TAKEN = ['22', '2375', '2376', '51678', '51679', '51680'];

describe('a container instance', () => {
  test('shows what it has and what is left of it', async () => {
    const cluster = 'resources';
    const arn = await register(cluster, {}, { tags: [{ key: 'room', value: 'attic' }] });
    const { tasks, failures } = await ecs.send(
      new StartTaskCommand({ cluster, taskDefinition: 'on-instance', containerInstances: [arn] }),
    );
    expect(failures).toEqual([]);
    const found = await describeOne(cluster, arn);
    expect(found).toMatchObject({
      status: 'ACTIVE',
      agentConnected: true,
      versionInfo: { agentVersion: '1.80.0', dockerVersion: 'DockerVersion: 25.0.8' },
      registeredResources: [
        resource('CPU', 2048),
        resource('MEMORY', 1945),
        set('PORTS', TAKEN),
        set('PORTS_UDP', []),
      ],
      remainingResources: [
        resource('CPU', 1948),
        resource('MEMORY', 1745),
        set('PORTS', [...TAKEN, '80']),
        set('PORTS_UDP', ['53']),
      ],
      tags: [{ key: 'room', value: 'attic' }],
      healthStatus: {
        overallStatus: 'OK',
        details: [{ type: 'CONTAINER_RUNTIME', status: 'OK' }],
      },
      attachments: [],
    });
    expect((found?.runningTasksCount ?? 0) + (found?.pendingTasksCount ?? 0)).toBe(1);
    expect(found?.registeredAt).toBeInstanceOf(Date);

    const taskArn = tasks?.[0]?.taskArn ?? '';
    const described = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }));
    expect(described.tasks?.[0]).toMatchObject({ containerInstanceArn: arn, launchType: 'EC2' });
    for (const containerInstance of [arn, arn.split('/').at(-1)]) {
      const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, containerInstance }));
      expect(taskArns).toEqual([taskArn]);
    }
    const counts = await ecs.send(
      new DescribeClustersCommand({ clusters: [cluster], include: ['STATISTICS'] }),
    );
    expect(counts.clusters?.[0]?.registeredContainerInstancesCount).toBe(1);
  });

  test('that is not there is a failure', async () => {
    const cluster = 'nobody';
    await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    const { containerInstances, failures } = await ecs.send(
      new DescribeContainerInstancesCommand({ cluster, containerInstances: ['abc'] }),
    );
    expect(containerInstances).toEqual([]);
    expect(failures).toEqual([
      {
        arn: 'arn:aws:ecs:us-east-1:111122223333:container-instance/nobody/abc',
        reason: 'MISSING',
      },
    ]);
  });

  test('is tagged like other resources', async () => {
    const resourceArn = await register('tagged');
    const tags = [{ key: 'a', value: 'b' }];
    await ecs.send(new TagResourceCommand({ resourceArn, tags }));
    expect((await ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
  });

  test('updates its agent, as agentUpdateStatus shows', async () => {
    const cluster = 'update';
    const containerInstance = await register(cluster);
    const answer = await ecs.send(new UpdateContainerAgentCommand({ cluster, containerInstance }));
    expect(answer.containerInstance?.agentUpdateStatus).toBe('PENDING');
    await expect
      .poll(async () => (await describeOne(cluster, containerInstance))?.agentUpdateStatus, {
        timeout: 10_000,
      })
      .toBe('UPDATED');
    await expect(
      ecs.send(new UpdateContainerAgentCommand({ cluster, containerInstance })),
    ).rejects.toMatchObject({ name: 'NoUpdateAvailableException' });
  });
});

describe('the list of container instances', () => {
  const cluster = 'lists';
  const arns: string[] = [];
  beforeAll(async () => {
    for (const zone of ['us-east-1a', 'us-east-1b', 'us-east-1b', 'us-east-1c', 'us-east-1c']) {
      arns.push(await register(cluster, { availabilityZone: zone }));
    }
    await ecs.send(
      new UpdateContainerInstancesStateCommand({
        cluster,
        containerInstances: [arns[0] ?? ''],
        status: 'DRAINING',
      }),
    );
    await ecs.send(
      new DeregisterContainerInstanceCommand({ cluster, containerInstance: arns[4] ?? '' }),
    );
  });
  const list = async (input: Partial<ListContainerInstancesCommand['input']>) => {
    const answer = await ecs.send(new ListContainerInstancesCommand({ cluster, ...input }));
    return answer.containerInstanceArns?.map((arn) => arns.indexOf(arn)).sort();
  };

  test.each([
    [{}, [0, 1, 2, 3]],
    [{ status: 'ACTIVE' as const }, [1, 2, 3]],
    [{ status: 'DRAINING' as const }, [0]],
    [{ status: 'REGISTERING' as const }, []],
    [{ filter: 'attribute:ecs.availability-zone == us-east-1b' }, [1, 2]],
    [{ filter: 'attribute:ecs.availability-zone in [us-east-1a, us-east-1c]' }, [0, 3]],
    [
      { filter: 'not(attribute:ecs.availability-zone == us-east-1b)', status: 'ACTIVE' as const },
      [3],
    ],
    [{ filter: 'agentConnected == true and runningTasksCount == 0' }, [0, 1, 2, 3]],
  ])('by %j', async (input, expected) => {
    expect(await list(input)).toEqual(expected);
  });

  test('page by page', async () => {
    const pages: (string[] | undefined)[] = [];
    for await (const page of paginateListContainerInstances(
      { client: ecs, pageSize: 3 },
      { cluster },
    )) {
      pages.push(page.containerInstanceArns);
    }
    expect(pages.map((page) => page?.length)).toEqual([3, 1]);
    expect(pages.flat()).toEqual(arns.slice(0, 4).sort());
  });

  test('by what is no expression is refused', async () => {
    await expect(list({ filter: 'attribute:stack ==' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

test('attributes are put, listed and deleted', async () => {
  const cluster = 'attributes';
  const first = await register(cluster);
  const second = await register(cluster);
  const attribute = (targetId: string, value: string) => ({ name: 'stack', value, targetId });
  await ecs.send(
    new PutAttributesCommand({
      cluster,
      attributes: [attribute(first, 'prod'), attribute(second, 'test')],
    }),
  );
  const list = async (attributeValue?: string) =>
    (
      await ecs.send(
        new ListAttributesCommand({ cluster, targetType, attributeName: 'stack', attributeValue }),
      )
    ).attributes;
  expect(await list('test')).toEqual([attribute(second, 'test')]);
  expect(await list()).toHaveLength(2);
  const { containerInstanceArns } = await ecs.send(
    new ListContainerInstancesCommand({ cluster, filter: 'attribute:stack == prod' }),
  );
  expect(containerInstanceArns).toEqual([first]);

  const names: (string | undefined)[] = [];
  for await (const page of paginateListAttributes(
    { client: ecs, pageSize: 20 },
    { cluster, targetType },
  )) {
    names.push(...(page.attributes ?? []).map(({ targetId, name }) => `${targetId} ${name}`));
  }
  const described = await describeOne(cluster, first);
  expect(names).toHaveLength(2 * (described?.attributes?.length ?? 0));
  expect(new Set(names).size).toBe(names.length);

  await ecs.send(
    new DeleteAttributesCommand({ cluster, attributes: [{ name: 'stack', targetId: first }] }),
  );
  expect(await list()).toEqual([attribute(second, 'test')]);
  await expect(
    ecs.send(new ListAttributesCommand({ cluster, targetType, attributeValue: 'prod' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('capacity providers are made, described, changed, put on a cluster and deleted', async () => {
  const cluster = 'providers';
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const tags = [{ key: 'a', value: 'b' }];
  const { capacityProvider } = await ecs.send(
    new CreateCapacityProviderCommand({
      name: 'group',
      autoScalingGroupProvider: { autoScalingGroupArn: 'cats' },
      tags,
    }),
  );
  expect(capacityProvider).toMatchObject({ name: 'group', status: 'ACTIVE', tags });
  const describeAll = async (capacityProviders?: string[]) =>
    ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders }));
  expect((await describeAll()).capacityProviders?.map(({ name, type }) => [name, type])).toEqual([
    ['FARGATE', 'FARGATE'],
    ['FARGATE_SPOT', 'FARGATE_SPOT'],
    ['group', 'EC2_AUTOSCALING'],
  ]);
  const { failures } = await describeAll(['group', 'FARGATE', 'none']);
  expect(failures).toEqual([
    { arn: 'arn:aws:ecs:us-east-1:111122223333:capacity-provider/none', reason: 'MISSING' },
  ]);
  await ecs.send(
    new UpdateCapacityProviderCommand({
      name: 'group',
      autoScalingGroupProvider: { managedScaling: { status: 'ENABLED', targetCapacity: 90 } },
    }),
  );
  const [updated] = (await describeAll(['group'])).capacityProviders ?? [];
  expect(updated?.autoScalingGroupProvider).toMatchObject({
    autoScalingGroupArn: 'cats',
    managedScaling: { status: 'ENABLED', targetCapacity: 90 },
  });
  const strategy = [{ capacityProvider: 'group', weight: 1, base: 2 }];
  const put = (capacityProviders: string[], defaultCapacityProviderStrategy: typeof strategy) =>
    ecs.send(
      new PutClusterCapacityProvidersCommand({
        cluster,
        capacityProviders,
        defaultCapacityProviderStrategy,
      }),
    );
  expect((await put(['group'], strategy)).cluster).toMatchObject({
    capacityProviders: ['group'],
    defaultCapacityProviderStrategy: strategy,
  });
  const remove = () => ecs.send(new DeleteCapacityProviderCommand({ capacityProvider: 'group' }));
  await expect(remove()).rejects.toMatchObject({ name: 'ClientException' });
  await put([], []);
  expect((await remove()).capacityProvider).toMatchObject({
    status: 'INACTIVE',
    updateStatus: 'DELETE_COMPLETE',
  });
});

test('tasks of a service are protected, and say until when', async () => {
  const cluster = 'protection';
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await ecs.send(new RegisterTaskDefinitionCommand(containerofcats));
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: 'web',
      taskDefinition: 'containerofcats',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: defaultVpc,
    }),
  );
  await waitUntilServicesStable(
    { client: ecs, maxWaitTime: 120, minDelay: 1, maxDelay: 1 },
    { cluster, services: ['web'] },
  );
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName: 'web' }));
  const { protectedTasks } = await ecs.send(
    new UpdateTaskProtectionCommand({
      cluster,
      tasks: taskArns,
      protectionEnabled: true,
      expiresInMinutes: 1000,
    }),
  );
  const expected = { taskArn: taskArns[0], protectionEnabled: true };
  expect(protectedTasks).toEqual([{ ...expected, expirationDate: expect.any(Date) }]);
  const get = () => ecs.send(new GetTaskProtectionCommand({ cluster, tasks: taskArns }));
  expect((await get()).protectedTasks).toEqual(protectedTasks);
  await ecs.send(
    new UpdateTaskProtectionCommand({ cluster, tasks: taskArns, protectionEnabled: false }),
  );
  expect((await get()).protectedTasks).toEqual([{ ...expected, protectionEnabled: false }]);
});
