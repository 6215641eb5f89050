import { connect } from 'node:net';
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf } from '../../src/core/arn.ts';
import type { ContainerInstance } from '../../src/core/model/container-instance.ts';
import type { Instance } from '../../src/core/model/instance.ts';
import type { Task } from '../../src/core/model/task.ts';
import { instanceNameOf } from '../../src/engines/docker/labels.ts';
import { dockerForTests } from '../engines/docker/docker-world.ts';
import { execIn } from '../engines/docker/exec-in.ts';
import { ask, callEcs } from './ask.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';
import { sdkProgram } from './sdk-program.ts';
import { tarOf } from './tar-of.ts';

const real = await dockerForTests();
const scope = { account: '000000000000', region: 'us-east-1' };

const USER_DATA = `#!/bin/bash
echo ECS_CLUSTER=cats >> /etc/ecs/ecs.config
echo 'ECS_INSTANCE_ATTRIBUTES={"stack":"dev"}' >> /etc/ecs/ecs.config
echo ECS_RESERVED_MEMORY=100 >> /etc/ecs/ecs.config
`;

const PROGRAM = `
  const server = require('node:http').createServer((_, response) => response.end('I am ' + process.env.CAT));
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: echo\\r\\n\\r\\n');
    socket.pipe(socket);
  });
  server.listen(8080);
  process.on('SIGTERM', () => process.exit(0));`;

describe.skipIf(real === undefined)('a runtime with EC2 instances', { timeout: 120_000 }, () => {
  let runtime: TestRuntime;
  let docker: Docker;
  let instanceArn: string;

  const instance = (): Instance => {
    const found = runtime.controlPlane.state.instances.get(instanceArn);
    if (found === undefined) throw new Error('no such instance');
    return found;
  };
  const registered = (): ContainerInstance | undefined => {
    const { containerInstances } = runtime.controlPlane.state;
    return [...containerInstances.values()].find((one) => one.instanceArn === instanceArn);
  };
  const connected = (is: boolean) => eventually(() => registered()?.agentConnected === is, 30_000);
  const container = () => docker.getContainer(instanceNameOf(instanceArn));
  const host = (port?: number) =>
    `${instance().instanceId}${port === undefined ? '' : `-${port}`}.ec2.localhost:${runtime.port}`;
  const page = (name: string) => ask(runtime.port, { headers: { host: name } });
  const answers = (name: string, text: string) =>
    eventually(async () => (await page(name)).body.includes(text));

  const runTask = async (cat: string, hostPort: number, networkMode = 'bridge'): Promise<Task> => {
    const { taskDefinition } = await callEcs<{ taskDefinition: { taskDefinitionArn: string } }>(
      runtime.port,
      'RegisterTaskDefinition',
      {
        family: cat,
        networkMode,
        taskRoleArn: `arn:aws:iam::000000000000:role/feeder-of-${cat}`,
        containerDefinitions: [
          {
            name: 'web',
            image: 'ecs-workbook/base',
            command: ['node', '-e', PROGRAM],
            environment: [{ name: 'CAT', value: cat }],
            cpu: 100,
            memory: 100,
            portMappings: [{ containerPort: 8080, hostPort }],
          },
        ],
      },
    );
    const { tasks } = await callEcs<{ tasks: { taskArn: string }[] }>(runtime.port, 'StartTask', {
      cluster: 'cats',
      taskDefinition: taskDefinition.taskDefinitionArn,
      containerInstances: [registered()?.containerInstanceArn],
    });
    return state(tasks[0]?.taskArn ?? '', 'RUNNING');
  };
  const state = (taskArn: string, lastStatus: Task['lastStatus']): Promise<Task> =>
    eventually(() => {
      const task = runtime.controlPlane.state.tasks.get(taskArn);
      return task?.lastStatus === lastStatus && task;
    }, 30_000);
  const instanceCommand = (name: 'StartInstances' | 'StopInstances' | 'TerminateInstances') =>
    runtime.controlPlane.execute(name, scope, { InstanceIds: [instance().instanceId] });

  beforeAll(async () => {
    if (real === undefined) throw new Error('unreachable');
    docker = real.connect();
    runtime = await openRuntime({ engine: 'docker' });
    await callEcs(runtime.port, 'CreateCluster', { clusterName: 'cats' });
    await runtime.controlPlane.execute('RunInstances', scope, {
      ImageId: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      userData: USER_DATA,
    });
    instanceArn = [...runtime.controlPlane.state.instances.keys()][0] ?? '';
    await connected(true);
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    const label = [`ecs-workbook.install=${runtime.controlPlane.installId}`];
    const left = await docker.listContainers({ all: true, filters: { label } });
    expect(left.map(({ Names }) => Names)).toEqual([]);
    expect(await docker.listNetworks({ filters: { label } })).toEqual([]);
  });

  it('registers it with what its configuration says', () => {
    expect(registered()).toMatchObject({
      status: 'ACTIVE',
      ec2InstanceId: instance().instanceId,
      dockerVersion: expect.stringMatching(/^DockerVersion: \d/),
      registered: { cpu: 2048, memoryMiB: 1024 - Math.ceil(1024 / 20) - 100 },
    });
    expect(registered()?.attributes).toContainEqual({ name: 'stack', value: 'dev' });
  });

  it('reaches a task on it by the name of the instance and by its own', async () => {
    const task = await runTask('whiskers', 80);
    await answers(host(), 'I am whiskers');
    await answers(host(80), 'I am whiskers');
    await answers(`${nameOf(task.taskArn)}.task.localhost:${runtime.port}`, 'I am whiskers');
    const dynamic = await runTask('tom', 0);
    const port = dynamic.containers[0]?.networkBindings[0]?.hostPort;
    expect(port).toBeGreaterThanOrEqual(32_768);
    await answers(host(port), 'I am tom');
    const shared = await runTask('felix', 8080, 'host');
    await answers(host(8080), 'I am felix');
    await answers(`${nameOf(shared.taskArn)}.task.localhost:${runtime.port}`, 'I am felix');
  });

  it('lets an SDK act as the role of its task, in bridge and in host mode', async () => {
    const archive = await tarOf({ 'sdk.cjs': await sdkProgram() });
    const whoAmI = async (family: string) => {
      const task = [...runtime.controlPlane.state.tasks.values()].find(
        ({ group }) => group === `family:${family}`,
      );
      const program = docker.getContainer(task?.containers[0]?.runtimeId ?? '');
      await program.putArchive(archive, { path: '/tmp' });
      return [nameOf(task?.taskArn ?? ''), (await execIn(program, 'node /tmp/sdk.cjs')).trim()];
    };
    for (const family of ['whiskers', 'felix']) {
      const [id, identity] = await whoAmI(family);
      expect(identity).toBe(`arn:aws:sts::000000000000:assumed-role/feeder-of-${family}/${id}`);
    }
  });

  it('passes an upgraded connection through', async () => {
    const socket = connect(runtime.port, '127.0.0.1');
    socket.write(
      `GET / HTTP/1.1\r\nHost: ${host()}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nmiaow`,
    );
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    await eventually(() => heard.includes('101 Switching') && heard.includes('miaow'));
    socket.destroy();
  });

  it('says what listens where nothing does', async () => {
    const { status, body } = await page(host(9999));
    expect(status).toBe(503);
    expect(body).toContain('Nothing listens on port 9999');
    expect(body).toContain('80 leads to task');
    expect(body).toContain('(whiskers:1)');
    const other = await page(`i-00000000000000000.ec2.localhost:${runtime.port}`);
    expect(other).toMatchObject({ status: 404 });
  });

  it('sees when the agent is gone and when it is back, tasks and pages untouched', async () => {
    const { containerInstanceArn } = registered() ?? {};
    await execIn(container(), 'systemctl stop ecs');
    await connected(false);
    expect((await page(host())).body).toBe('I am whiskers');
    await execIn(container(), 'systemctl start ecs');
    await connected(true);
    await execIn(container(), 'pkill agent');
    await connected(false);
    await connected(true);
    expect(registered()?.containerInstanceArn).toBe(containerInstanceArn);
  });

  it('finds it as it was when the runtime was away', async () => {
    const before = { ...instance() };
    const running = () =>
      [...runtime.controlPlane.state.tasks.values()]
        .filter(({ lastStatus }) => lastStatus === 'RUNNING')
        .map(({ taskArn, containers }) => [taskArn, containers[0]?.runtimeId]);
    const tasks = running();
    expect(tasks).toHaveLength(3);
    const { dataDir, port } = runtime;
    await runtime.close({ keep: true });
    runtime = await openRuntime({ engine: 'docker', dataDir, port });
    await answers(host(), 'I am whiskers');
    expect(instance()).toEqual(before);
    expect(running()).toEqual(tasks);
    const log = () => execIn(container(), 'tail -n 1 /var/log/ecs/ecs-agent.log');
    await eventually(async () => (await log()).includes('Connected'), 20_000);
    expect(registered()?.agentConnected).toBe(true);
  });

  it('sees that an agent went while the runtime was away', async () => {
    const { dataDir, port } = runtime;
    await runtime.close({ keep: true });
    await execIn(container(), 'systemctl stop ecs');
    runtime = await openRuntime({ engine: 'docker', dataDir, port });
    expect(registered()?.agentConnected).toBe(true);
    await connected(false);
    await execIn(container(), 'systemctl start ecs');
    await connected(true);
  });

  it('ends its tasks with it when it is stopped, and starts it again', async () => {
    const tasks = [...runtime.controlPlane.state.tasks.values()];
    await instanceCommand('StopInstances');
    await eventually(() => instance().state === 'stopped');
    for (const { taskArn } of tasks) {
      const { stoppedReason } = await state(taskArn, 'STOPPED');
      expect(stoppedReason).toBe(`Host EC2 (instance ${instance().instanceId}) stopped.`);
    }
    expect(await page(host())).toMatchObject({ status: 503 });
    expect((await page(host())).body).toContain('is stopped');

    await instanceCommand('StartInstances');
    await connected(true);
    const config = await execIn(container(), 'grep -c ECS_CLUSTER /etc/ecs/ecs.config');
    expect(config.trim()).toBe('1');
    await runTask('garfield', 80);
    await answers(host(), 'I am garfield');
  });

  it('comes back with its services when everything was stopped with the runtime', async () => {
    const { dataDir, port } = runtime;
    await runtime.close({ keep: false });
    const label = [`ecs-workbook.install=${runtime.controlPlane.installId}`];
    expect(await docker.listContainers({ all: true, filters: { label } })).toEqual([]);
    runtime = await openRuntime({ engine: 'docker', dataDir, port });
    await eventually(() => instance().state === 'running', 30_000);
    await connected(true);
    await runTask('salem', 80);
    await answers(host(), 'I am salem');
  });

  it('is gone when it is terminated, and so is its container instance', async () => {
    const [task] = [...runtime.controlPlane.state.tasks.values()].slice(-1);
    await instanceCommand('TerminateInstances');
    await eventually(() => instance().state === 'terminated');
    await state(task?.taskArn ?? '', 'STOPPED');
    expect(registered()?.status ?? 'INACTIVE').toBe('INACTIVE');
    await expect(container().inspect()).rejects.toThrow('no such container');
  });
});
