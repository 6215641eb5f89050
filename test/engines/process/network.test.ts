import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from '../conformance/stage.ts';
import type { TestEngine } from '../conformance.ts';
import { processTestEngine } from './process-test-engine.ts';

const cats = { image: 'containerofcats', command: [], portMappings: [{ containerPort: 80 }] };

describe('network of the process engine', () => {
  let test: TestEngine;
  let stage: Stage;
  beforeAll(async () => {
    test = processTestEngine();
    stage = await Stage.open(test);
  });
  afterAll(async () => {
    await stage.close();
    await test.dispose();
  });

  const node = (script: string) => ({ command: ['node', '-e', script] });

  it('keeps copies apart on a port that no task definition speaks of', async () => {
    const tasks = [await stage.provisioned(), await stage.provisioned()];
    for (const task of tasks) await task.started('web', { PORT: 8080 });
    for (const task of tasks) {
      await stage.waitFor('it listens', () => task.printed('web').length > 0);
      expect(task.printed('web')).toEqual(['listening on :8080']);
      await task.deprovisioned();
    }
  });

  it.each([
    [
      'fetch',
      `fetch('http://localhost:7000/').then((r) => r.json()).then((a) => console.log(a.name))`,
    ],
    [
      'net.connect(port, host)',
      `const s = require('net').connect(7000, '127.0.0.1', () => s.end('GET / HTTP/1.0\\r\\n\\r\\n'));
       s.on('data', (d) => console.log(JSON.parse(String(d).split('\\r\\n\\r\\n')[1]).name))`,
    ],
    [
      'http.get by IPv6 address',
      `require('http').get({ host: '::1', port: 7000 }, (r) =>
         r.on('data', (d) => console.log(JSON.parse(d).name)))`,
    ],
    [
      'curl',
      `require('child_process').execFile('curl', ['-s', 'http://localhost:7000/'], (e, out) =>
         console.log(JSON.parse(out).name))`,
    ],
  ])('leads connections to localhost to the task’s own program: %s', async (_, script) => {
    const task = await stage.provisioned();
    await task.started('web', { PORT: 7000, NAME: 'mine' });
    await stage.waitFor('it listens', () => task.printed('web').length > 0);
    task.start('client', {}, node(script));
    await task.saw('ContainerStopped', 'client');
    expect(task.printed('client')).toEqual(['mine']);
    await task.deprovisioned();
  });

  it('leads what asks a load balancer by its name to the runtime', async () => {
    const runtime = createServer((request, response) => response.end(request.headers.host));
    await new Promise<void>((resolve) => runtime.listen(0, '127.0.0.1', resolve));
    const address = runtime.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const metadata = `ECS_CONTAINER_METADATA_URI_V4=http://127.0.0.1:${address.port}/v4/id`;
    const script = `fetch('http://front-1.elb.localhost/').then((r) => r.text()).then(console.log)`;
    const task = await stage.provisioned();
    task.start('client', {}, { command: ['env', metadata, 'node', '-e', script] });
    await task.saw('ContainerStopped', 'client');
    runtime.close();
    expect(task.printed('client')).toEqual(['front-1.elb.localhost']);
    await task.deprovisioned();
  });

  it('refuses a port to the second container of a task, in words of the task', async () => {
    const task = await stage.provisioned();
    await task.started('first', { PORT: 8080 });
    await stage.waitFor('it listens', () => task.printed('first').length > 0);
    task.start('second', { PORT: 8080 });
    expect((await task.saw('ContainerStopped', 'second')).exitCode).toBe(98);
    expect(task.printed('second')).toEqual([
      'listen EADDRINUSE: address already in use 0.0.0.0:8080',
    ]);
    await task.deprovisioned();
  });

  it('gives each container of a bridge task ports of its own', async () => {
    const portMappings = [{ containerPort: 8080 }];
    const task = await stage.provisioned('bridge', portMappings);
    for (const name of ['one', 'two']) {
      await task.started(name, { PORT: 8080, NAME: name }, { portMappings });
      await stage.waitFor('it listens', () => task.printed(name).length > 0);
      expect(task.printed(name)).toEqual(['listening on :8080']);
    }
    await task.deprovisioned();
  });

  it('lets the second program on a port fail in host mode', async () => {
    const { port, release } = await test.occupyPort();
    await release();
    const portMappings = [{ containerPort: port }];
    const [first, second] = [await stage.provisioned('host'), await stage.provisioned('host')];
    const { networkBindings } = await first.started('web', { PORT: port }, { portMappings });
    expect(networkBindings).toMatchObject([{ containerPort: port, hostPort: port }]);
    await stage.waitFor('it listens', () => first.printed('web').length > 0);
    expect(JSON.parse((await test.get?.(port, '/')) ?? '')).toMatchObject({ port });
    second.start('web', { PORT: port }, { portMappings });
    expect((await second.saw('ContainerStopped')).exitCode).toBe(98);
    await first.deprovisioned();
    await second.deprovisioned();
  });

  it('listens on this machine only', async () => {
    const task = await stage.provisioned('awsvpc', [{ containerPort: 80 }]);
    await task.started('web', { PORT: 80 });
    await stage.waitFor('it listens', () => task.printed('web').length > 0);
    const hostPort = task.all('TaskProvisioned')[0]?.publishedPorts[0]?.hostPort ?? 0;
    await expect(fetch(`http://127.0.0.2:${hostPort}/`)).rejects.toThrow();
    await task.deprovisioned();
  });

  it('runs the container of cats on port 80, a cat for each container', async () => {
    const tasks = [
      await stage.provisioned('awsvpc', cats.portMappings),
      await stage.provisioned('awsvpc', cats.portMappings),
    ];
    for (const task of tasks) {
      const { runtimeId } = await task.started('cats', {}, cats);
      await stage.waitFor('it listens', () => task.printed('cats').length > 0);
      expect(task.printed('cats')).toEqual(['Listening and serving HTTP on :80']);
      const hostPort = task.all('TaskProvisioned')[0]?.publishedPorts[0]?.hostPort ?? 0;
      const answer = JSON.parse((await test.get?.(hostPort, '/id')) ?? '{}');
      expect(answer).toEqual({ id: runtimeId.slice(0, 12), version: '1', zone: 'unknown' });
      expect(await test.get?.(hostPort, '/')).toContain(
        `id="container">${runtimeId.slice(0, 12)}<`,
      );
    }
    for (const task of tasks) {
      task.stop('cats');
      expect((await task.saw('ContainerStopped')).exitCode).toBe(0);
      await task.deprovisioned();
    }
  });
});
