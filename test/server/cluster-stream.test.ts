import { expect, it } from 'vitest';
import type { ClusterPicture } from '../../src/server/api.ts';
import { callEcs } from './ask.ts';
import { runCat } from './cats.ts';
import { eventually } from './eventually.ts';
import { listen } from './listen.ts';
import { openRuntime } from './open-runtime.ts';

it('shows the clusters of an account at once and after each change', async () => {
  await using runtime = await openRuntime();
  await callEcs(runtime.port, 'CreateCluster', { clusterName: 'other' }, '111111111111');
  using stream = await listen<ClusterPicture>(`${runtime.url}/_workbook/cluster`);
  await eventually(() => stream.events[0]?.clusters.length === 0);
  const task = await runCat(runtime);
  const shown = await eventually(() => {
    const picture = stream.events.at(-1)?.clusters[0];
    return picture?.tasks[0]?.lastStatus === 'RUNNING' && picture;
  });
  const id = task.taskArn.split('/').at(-1);
  expect(shown).toMatchObject({
    name: 'allthecats',
    services: [],
    tasks: [
      {
        id,
        family: 'cats',
        revision: 1,
        desiredStatus: 'RUNNING',
        url: `http://${id}.task.localhost:${runtime.port}/`,
        containers: [{ name: 'web', lastStatus: 'RUNNING' }],
        network: {
          networkMode: 'awsvpc',
          networkInterface: { networkInterfaceId: expect.stringMatching(/^eni-/) },
          privateIpv4Address: expect.stringMatching(/^172\.31\./),
          ports: [{ containerName: 'web', protocol: 'tcp' }],
        },
      },
    ],
    instances: [],
  });
  expect(shown.tasks[0]).not.toHaveProperty('service');
  await callEcs(runtime.port, 'StopTask', { cluster: 'allthecats', task: id });
  await eventually(() => stream.events.at(-1)?.clusters[0]?.tasks[0]?.lastStatus === 'STOPPED');
});

it('shows a service with its deployments, counts and newest events', async () => {
  await using runtime = await openRuntime({ timeScale: 100 });
  await runCat(runtime);
  await callEcs(runtime.port, 'CreateService', {
    cluster: 'allthecats',
    serviceName: 'cats',
    taskDefinition: 'cats',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a'] } },
  });
  using stream = await listen<ClusterPicture>(`${runtime.url}/_workbook/cluster`);
  const service = await eventually(() => {
    const [found] = stream.events.at(-1)?.clusters[0]?.services ?? [];
    return found?.healthyCount === 2 && found;
  });
  expect(service).toMatchObject({
    name: 'cats',
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    floor: 2,
    ceiling: 4,
    strategy: 'ROLLING',
    deployments: [{ status: 'PRIMARY', taskDefinition: 'cats:1', runningCount: 2 }],
  });
  expect(service.events[0]?.message).toContain('(service cats)');
  const tasks = stream.events.at(-1)?.clusters[0]?.tasks ?? [];
  expect(tasks.filter((task) => task.service === 'cats')).toHaveLength(2);
});

it('shows container instances, and where the tasks on them are reached', async () => {
  await using runtime = await openRuntime({ timeScale: 100 });
  const scope = { account: '000000000000', region: 'us-east-1' };
  await runtime.controlPlane.execute('RunInstances', scope, {
    ImageId: 'ami-0ca70000000000a23',
    InstanceType: 'c5.large',
    MinCount: 1,
    MaxCount: 1,
  });
  using stream = await listen<ClusterPicture>(`${runtime.url}/_workbook/cluster`);
  const shown = () => stream.events.at(-1)?.clusters[0];
  const [instance] = await eventually(() => shown()?.instances.length === 1 && shown()?.instances);
  const run = async (networkMode: 'bridge' | 'awsvpc') => {
    const { taskDefinitionArn } = await runtime.controlPlane.execute(
      'RegisterTaskDefinition',
      scope,
      {
        family: networkMode,
        networkMode,
        memory: '256',
        containerDefinitions: [
          { name: 'web', image: 'cats', portMappings: [{ containerPort: 8080 }] },
        ],
        registeredBy: 'arn:aws:iam::000000000000:root',
      },
    );
    await runtime.controlPlane.execute('RunTask', scope, {
      taskDefinition: taskDefinitionArn,
      ...(networkMode === 'awsvpc' && {
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a'] } },
      }),
    });
  };
  await run('bridge');
  await run('awsvpc');
  const { instances, tasks } = await eventually(() => {
    const running = shown()?.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
    return running?.length === 2 && shown();
  });
  expect(instances).toEqual([
    {
      ...instance,
      instanceType: 'c5.large',
      networkInterfaces: { taken: 1, registered: 2 },
      trunked: false,
      memoryMiB: { taken: 512, registered: 3891 },
    },
  ]);
  expect(tasks.map(({ network }) => network)).toMatchObject([
    {
      networkMode: 'bridge',
      containerInstance: instance?.id,
      privateIpv4Address: instance?.privateIpAddress,
      ports: [{ containerName: 'web', containerPort: 8080, hostPort: 32768, protocol: 'tcp' }],
    },
    {
      networkMode: 'awsvpc',
      containerInstance: instance?.id,
      privateIpv4Address: tasks[1]?.network.networkInterface?.privateIpv4Address,
      ports: [{ containerName: 'web', containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
    },
  ]);
});

it('tells of a burst of changes in at most ten pictures a second, the last one within 100 ms', async () => {
  await using runtime = await openRuntime();
  using stream = await listen<ClusterPicture>(`${runtime.url}/_workbook/cluster`);
  await eventually(() => stream.events.length === 1);
  const began = performance.now();
  for (let n = 0; n < 60; n++)
    await callEcs(runtime.port, 'CreateCluster', { clusterName: `burst-${n}` });
  const ended = performance.now();
  await eventually(() => stream.events.at(-1)?.clusters.length === 60);
  // The machine of the test may be busy: twice the promise.
  expect(performance.now() - ended).toBeLessThan(200);
  expect(stream.events.length).toBeLessThanOrEqual(2 + (ended - began + 200) / 100);
});

it('ends its streams when it closes', async () => {
  const runtime = await openRuntime();
  using stream = await listen<ClusterPicture>(`${runtime.url}/_workbook/cluster`);
  await eventually(() => stream.events.length === 1);
  await runtime[Symbol.asyncDispose]();
  await eventually(() => stream.ended);
});
