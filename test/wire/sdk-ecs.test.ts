import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const waiter = () => ({ client: ecs, maxWaitTime: 120, minDelay: 1, maxDelay: 1 });

describe('the Fargate walk-through allthecats', () => {
  const cluster = 'allthecats';
  let taskArn: string | undefined;

  test('a cluster is created once and stays the same when created again', async () => {
    const created = await ecs.send(
      new CreateClusterCommand({ clusterName: cluster, tags: [{ key: 'course', value: 'cats' }] }),
    );
    expect(created.cluster).toMatchObject({
      clusterArn: 'arn:aws:ecs:us-east-1:111122223333:cluster/allthecats',
      status: 'ACTIVE',
      runningTasksCount: 0,
      tags: [{ key: 'course', value: 'cats' }],
    });
    const again = await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    expect(again.cluster?.clusterArn).toBe(created.cluster?.clusterArn);
  });

  test('volumes and what mounts them come back as they were given, with defaults', async () => {
    const volumes = [
      { name: 'scratch' },
      {
        name: 'kept',
        efsVolumeConfiguration: { fileSystemId: 'fs-12345678', rootDirectory: '/a' },
      },
    ];
    const mounts = {
      mountPoints: [{ sourceVolume: 'kept', containerPath: '/data', readOnly: true }],
      volumesFrom: [{ sourceContainer: 'side' }],
    };
    const cat = { image: 'containerofcats' };
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...containerofcats,
        family: 'stored',
        volumes,
        containerDefinitions: [
          { name: 'web', ...cat, ...mounts },
          { name: 'side', ...cat },
        ],
      }),
    );
    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'stored' }),
    );
    expect(taskDefinition?.volumes).toEqual([{ name: 'scratch', host: {} }, volumes[1]]);
    expect(taskDefinition?.containerDefinitions?.[0]).toMatchObject(mounts);
    expect(taskDefinition?.containerDefinitions?.[1]).toMatchObject({
      mountPoints: [],
      volumesFrom: [],
    });
  });

  test('a task definition comes back with revision, status and defaults', async () => {
    const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(containerofcats));
    expect(taskDefinition).toMatchObject({
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/containerofcats:1',
      revision: 1,
      status: 'ACTIVE',
      networkMode: 'awsvpc',
      compatibilities: expect.arrayContaining(['FARGATE']),
      registeredBy: 'arn:aws:iam::111122223333:root',
      volumes: [],
      placementConstraints: [],
    });
    expect(taskDefinition?.registeredAt).toBeInstanceOf(Date);
    expect(taskDefinition?.containerDefinitions?.[0]).toMatchObject({
      essential: true,
      cpu: 0,
      environment: [],
      mountPoints: [],
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
      logConfiguration: { logDriver: 'awslogs' },
    });
  });

  test('a task runs, as the tasks-running waiter sees', async () => {
    const { tasks, failures } = await ecs.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: 'containerofcats',
        launchType: 'FARGATE',
        networkConfiguration: defaultVpc,
        startedBy: 'sdk',
      }),
    );
    expect(failures).toEqual([]);
    taskArn = tasks?.[0]?.taskArn;
    expect(taskArn).toMatch(/^arn:aws:ecs:us-east-1:111122223333:task\/allthecats\/[0-9a-f]{32}$/);
    const running = await waitUntilTasksRunning(waiter(), { cluster, tasks: [taskArn ?? ''] });
    expect(running.state).toBe('SUCCESS');
  });

  test('a running task shows its address, size and containers', async () => {
    const { tasks } = await ecs.send(
      new DescribeTasksCommand({ cluster, tasks: [taskArn ?? ''], include: ['TAGS'] }),
    );
    const task = tasks?.[0];
    expect(task).toMatchObject({
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      launchType: 'FARGATE',
      cpu: '512',
      memory: '1024',
      group: 'family:containerofcats',
      startedBy: 'sdk',
      connectivity: 'CONNECTED',
      overrides: { containerOverrides: [{ name: 'containerofcatsweb' }] },
      tags: [],
    });
    const details = Object.fromEntries(
      (task?.attachments?.[0]?.details ?? []).map(({ name, value }) => [name, value]),
    );
    expect(task?.attachments?.[0]).toMatchObject({
      type: 'ElasticNetworkInterface',
      status: 'ATTACHED',
    });
    expect(details).toMatchObject({
      networkInterfaceId: expect.stringMatching(/^eni-/),
      subnetId: expect.stringMatching(/^subnet-/),
      privateIPv4Address: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
    });
    expect(task?.containers?.[0]).toMatchObject({
      name: 'containerofcatsweb',
      lastStatus: 'RUNNING',
      networkInterfaces: [{ privateIpv4Address: details.privateIPv4Address }],
      networkBindings: [{ bindIP: '127.0.0.1', containerPort: 80 }],
    });
    for (const time of [task?.createdAt, task?.startedAt, task?.pullStartedAt]) {
      expect(time).toBeInstanceOf(Date);
    }
  });

  test('DescribeClusters counts it, with statistics by launch type', async () => {
    const { clusters } = await ecs.send(
      new DescribeClustersCommand({ clusters: [cluster], include: ['STATISTICS', 'TAGS'] }),
    );
    expect(clusters?.[0]).toMatchObject({
      runningTasksCount: 1,
      pendingTasksCount: 0,
      tags: [{ key: 'course', value: 'cats' }],
    });
    expect(clusters?.[0]?.statistics).toContainEqual({
      name: 'runningFargateTasksCount',
      value: '1',
    });
  });

  test('ListTasks filters by what the task is', async () => {
    const list = async (filter: object) =>
      (await ecs.send(new ListTasksCommand({ cluster, ...filter }))).taskArns;
    expect(await list({})).toEqual([taskArn]);
    expect(await list({ family: 'containerofcats' })).toEqual([taskArn]);
    expect(await list({ family: 'container' })).toEqual([]);
    expect(await list({ startedBy: 'sdk' })).toEqual([taskArn]);
    expect(await list({ startedBy: 'nobody' })).toEqual([]);
    expect(await list({ launchType: 'EC2' })).toEqual([]);
    expect(await list({ desiredStatus: 'STOPPED' })).toEqual([]);
    await expect(list({ serviceName: 'none' })).rejects.toMatchObject({
      name: 'ServiceNotFoundException',
    });
  });

  test('a stopped task says who stopped it, as the tasks-stopped waiter sees', async () => {
    await ecs.send(new StopTaskCommand({ cluster, task: taskArn, reason: 'enough cats' }));
    const stopped = await waitUntilTasksStopped(waiter(), { cluster, tasks: [taskArn ?? ''] });
    expect(stopped.state).toBe('SUCCESS');
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn ?? ''] }));
    expect(tasks?.[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough cats',
      containers: [{ lastStatus: 'STOPPED', networkBindings: [] }],
    });
    const { taskArns } = await ecs.send(
      new ListTasksCommand({ cluster, desiredStatus: 'STOPPED' }),
    );
    expect(taskArns).toEqual([taskArn]);
  });

  test('the definition is deregistered and deleted, the cluster deleted', async () => {
    const { taskDefinition } = await ecs.send(
      new DeregisterTaskDefinitionCommand({ taskDefinition: 'containerofcats:1' }),
    );
    expect(taskDefinition?.status).toBe('INACTIVE');
    const described = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'containerofcats:1' }),
    );
    expect(described.taskDefinition?.status).toBe('INACTIVE');
    const deleted = await ecs.send(
      new DeleteTaskDefinitionsCommand({ taskDefinitions: ['containerofcats:1'] }),
    );
    expect(deleted.taskDefinitions?.[0]?.status).toBe('DELETE_IN_PROGRESS');
    const { cluster: gone } = await ecs.send(new DeleteClusterCommand({ cluster }));
    expect(gone?.status).toBe('INACTIVE');
  });
});

describe('a service', () => {
  const cluster = 'service-of-cats';
  const describeCats = async () =>
    (
      await ecs.send(
        new DescribeServicesCommand({ cluster, services: ['cats'], include: ['TAGS'] }),
      )
    ).services?.[0];

  test('becomes stable, as the services-stable waiter sees', async () => {
    await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    await ecs.send(new RegisterTaskDefinitionCommand(containerofcats));
    const { service } = await ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName: 'cats',
        taskDefinition: 'containerofcats',
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: defaultVpc,
        tags: [{ key: 'kind', value: 'tabby' }],
      }),
    );
    expect(service).toMatchObject({
      status: 'ACTIVE',
      desiredCount: 2,
      schedulingStrategy: 'REPLICA',
    });
    expect(service?.deployments).toHaveLength(1);
    const stable = await waitUntilServicesStable(waiter(), { cluster, services: ['cats'] });
    expect(stable.state).toBe('SUCCESS');
  });

  test('shows counts, events and its deployment', async () => {
    await expect.poll(describeCats).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      createdBy: 'arn:aws:iam::111122223333:root',
      tags: [{ key: 'kind', value: 'tabby' }],
      loadBalancers: [],
      deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }],
    });
    await expect
      .poll(async () => (await describeCats())?.events?.[0]?.message)
      .toBe('(service cats) has reached a steady state.');
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, serviceName: 'cats' }));
    expect(taskArns).toHaveLength(2);
  });

  test('tags are shown only when asked for', async () => {
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster, services: ['cats'] }),
    );
    expect(services?.[0]).not.toHaveProperty('tags');
  });

  test('scales, and is INACTIVE after deletion, as the waiter sees', async () => {
    await ecs.send(new UpdateServiceCommand({ cluster, service: 'cats', desiredCount: 1 }));
    await expect.poll(describeCats, { timeout: 180_000 }).toMatchObject({ runningCount: 1 });
    const { service } = await ecs.send(
      new DeleteServiceCommand({ cluster, service: 'cats', force: true }),
    );
    expect(service?.status).toBe('DRAINING');
    const inactive = await waitUntilServicesInactive(waiter(), { cluster, services: ['cats'] });
    expect(inactive.state).toBe('SUCCESS');
  });
});

describe('accounts and regions', () => {
  test('do not see each other', async () => {
    await ecs.send(new CreateClusterCommand({ clusterName: 'mine' }));
    for (const [account, region] of [
      ['444455556666', 'us-east-1'],
      ['111122223333', 'eu-west-1'],
    ] as const) {
      using other = sdkClients(runtime.endpoint, account, region);
      const answer = await other.ecs.send(new DescribeClustersCommand({ clusters: ['mine'] }));
      expect(answer.clusters).toEqual([]);
      expect(answer.failures).toEqual([
        { arn: `arn:aws:ecs:${region}:${account}:cluster/mine`, reason: 'MISSING' },
      ]);
    }
  });

  test('cannot reach into each other by ARN', async () => {
    const cluster = 'arn:aws:ecs:us-east-1:111122223333:cluster/mine';
    using other = sdkClients(runtime.endpoint, '444455556666');
    await expect(other.ecs.send(new DeleteClusterCommand({ cluster }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    using elsewhere = sdkClients(runtime.endpoint, '111122223333', 'eu-west-1');
    await expect(
      elsewhere.ecs.send(new DescribeClustersCommand({ clusters: [cluster] })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("region 'us-east-1', the request is for eu-west-1"),
    });
  });

  test('an access key id that is no account means account 000000000000', async () => {
    using other = sdkClients(runtime.endpoint, 'AKIAIOSFODNN7EXAMPLE');
    const { cluster } = await other.ecs.send(new CreateClusterCommand({}));
    expect(cluster?.clusterArn).toBe('arn:aws:ecs:us-east-1:000000000000:cluster/default');
  });
});

test('nothing was an error of ours', () => {
  expect(runtime.reported).toEqual([]);
});
