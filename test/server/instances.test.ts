import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../../src/core/model/instance.ts';
import type { Task } from '../../src/core/model/task.ts';
import { ask, callEcs } from './ask.ts';
import { eventually } from './eventually.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const scope = { account: '000000000000', region: 'us-east-1' };

/** Of an engine whose instances have no network of their own: tasks are published on 127.0.0.1. */
describe('an instance under its name', () => {
  let runtime: TestRuntime;
  let instance: Instance;
  let server: Server;

  beforeAll(async () => {
    runtime = await openRuntime();
    const { state } = runtime.controlPlane;
    await callEcs(runtime.port, 'CreateCluster', { clusterName: 'cats' });
    await runtime.controlPlane.execute('RunInstances', scope, {
      ImageId: 'ami-0ca70000000000a23',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      userData: '#!/bin/bash\necho ECS_CLUSTER=cats >> /etc/ecs/ecs.config\n',
    });
    const containerInstance = await eventually(() => [...state.containerInstances.values()][0]);
    instance = await eventually(() => [...state.instances.values()][0]);
    const { taskDefinition } = await callEcs<{ taskDefinition: { taskDefinitionArn: string } }>(
      runtime.port,
      'RegisterTaskDefinition',
      {
        family: 'cats',
        networkMode: 'bridge',
        containerDefinitions: [
          {
            name: 'web',
            image: 'containerofcats',
            memory: 64,
            portMappings: [{ containerPort: 8080, hostPort: 80 }],
          },
        ],
      },
    );
    await callEcs(runtime.port, 'StartTask', {
      cluster: 'cats',
      taskDefinition: taskDefinition.taskDefinitionArn,
      containerInstances: [containerInstance.containerInstanceArn],
    });
    const task: Task = await eventually(() => {
      const [found] = state.tasks.values();
      return found?.lastStatus === 'RUNNING' && found;
    });
    // What the simulated container would be.
    server = createServer((request, response) => response.end(`a cat at ${request.headers.host}`));
    server.on('upgrade', (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
      );
      socket.pipe(socket);
    });
    const hostPort = task.publishedPorts[0]?.hostPort ?? 0;
    await new Promise<void>((resolve) => server.listen(hostPort, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    await runtime[Symbol.asyncDispose]();
  });

  const name = (rest = '') => `${instance.instanceId}${rest}.ec2.localhost:${runtime.port}`;
  const page = (host: string, headers = {}) => ask(runtime.port, { headers: { host, ...headers } });

  it('leads port 80, or the one said, to the task that has it there', async () => {
    expect((await page(name())).body).toBe(`a cat at ${name()}`);
    expect((await page(name('-80'))).body).toBe(`a cat at ${name('-80')}`);
  });

  it('lets its own pages ask, and no others', async () => {
    expect((await page(name(), { origin: `http://${name()}` })).status).toBe(200);
    expect((await page(name(), { origin: 'http://evil.example' })).status).toBe(403);
  });

  it('says who has which port where nothing listens', async () => {
    const { status, body } = await page(name('-8080'));
    expect(status).toBe(503);
    expect(body).toContain('Nothing listens on port 8080');
    expect(body).toMatch(/80 leads to task [0-9a-f]{32} \(cats:1\)/);
  });

  it('says that there is no such instance', async () => {
    const { status, body } = await page(`i-00000000000000000.ec2.localhost:${runtime.port}`);
    expect(status).toBe(404);
    expect(body).toContain('No such instance');
  });

  it('passes upgrades on, which do not keep the runtime from closing', async () => {
    const socket = connect(runtime.port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    socket.write(
      `GET / HTTP/1.1\r\nHost: ${name()}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`,
    );
    await eventually(() => heard.includes('101 Switching'));
    socket.write('miaow');
    await eventually(() => heard.endsWith('miaow'));
    const ended = new Promise((resolve) => socket.on('close', resolve));
    await runtime.close({ keep: false });
    await ended;
  });
});
