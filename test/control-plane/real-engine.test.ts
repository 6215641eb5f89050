import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openControlPlane } from '../../src/control-plane/open.ts';
import { processEngine } from '../../src/engines/process/process-engine.ts';
import { bundle } from './child.ts';
import { temporaryFolder } from './harness.ts';
import { SCOPE, Session } from './session.ts';

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !condition(); await setTimeout(20)) {
    if (Date.now() > end) throw new Error(`Waited 20 s in vain for ${what}`);
  }
}

test('kill -9 of a runtime with real processes: the next adopts them, and ends them', {
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder();
  const program = await bundle(join(import.meta.dirname, 'real-engine-child.ts'));
  const child = spawn(process.execPath, [program, folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Says so when its two tasks run; then it has one more on the way.
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const reports: string[] = [];
  const engine = processEngine();
  const open = () =>
    openControlPlane({
      dataDir: folder.path,
      engine,
      timeScale: 10,
      report: (line) => reports.push(line),
    });
  const session = new Session(await open());
  try {
    const adopted = session.running();
    expect(adopted.length).toBeGreaterThanOrEqual(2);
    await until(() => session.running().length === 3, 'the task that was on its way');
    const ids = session.running().flatMap((task) => task.containers.map((it) => it.runtimeId));
    for (const task of adopted) {
      expect(session.task(task.taskArn).containers[0]?.runtimeId).toBe(
        task.containers[0]?.runtimeId,
      );
    }
    expect(new Set(ids).size).toBe(3);
    const listed = (await engine.list()).map(({ taskArn }) => taskArn);
    expect(listed.toSorted()).toEqual([...session.plane.state.tasks.keys()].toSorted());
    // Each line once, also of those that were printed while no runtime listened.
    const { logs } = session.plane;
    const lines = () => logs.events(SCOPE, { group: '/ecs/cats', limit: 1_000 });
    await until(() => new Set(lines().map((it) => it.stream)).size === 3, 'lines of each task');
    const seen = lines().map((it) => `${it.stream} ${it.timestamp} ${it.message}`);
    expect(new Set(seen).size).toBe(seen.length);
  } finally {
    await session.plane.close({ keep: false });
  }

  const after = new Session(await open());
  try {
    const alone = [...after.plane.state.tasks.values()].filter((task) => !task.serviceArn);
    await until(
      () => alone.every((task) => after.task(task.taskArn).lastStatus === 'STOPPED'),
      'the end of the task',
    );
    await until(() => after.running().length === 2, 'the tasks of the service');
  } finally {
    await after.plane.close({ keep: false });
  }
  expect(reports).toEqual([]);
});

test('what is behind a load balancer is served while no runtime is there', {
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder();
  const open = async () =>
    new Session(
      await openControlPlane({ dataDir: folder.path, engine: processEngine(), timeScale: 10 }),
    );
  let session = await open();
  let gatewayPort: number | undefined;
  const cats = async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1)
      ids.push(await (await fetch(`http://127.0.0.1:${gatewayPort}/id`)).text());
    return new Set(ids).size;
  };
  try {
    await session.send('CreateCluster', { clusterName: 'demo' });
    await session.register({
      containerDefinitions: [
        { name: 'web', image: 'containerofcats', portMappings: [{ containerPort: 80 }] },
      ],
    });
    const loadBalancerArn = await session.createBalancedService();
    await until(() => session.health().join() === 'healthy,healthy', 'healthy targets');
    const { loadBalancers } = session.plane.state;
    gatewayPort = loadBalancers.get(loadBalancerArn)?.gatewayPort;
    expect(await cats()).toBe(2);
    await session.plane.close({ keep: true });
    expect(await cats()).toBe(2);

    session = await open();
    expect(session.plane.state.loadBalancers.get(loadBalancerArn)).toMatchObject({ gatewayPort });
    expect(await cats()).toBe(2);
  } finally {
    await session.plane.close({ keep: false });
  }
  await expect(cats()).rejects.toThrow('fetch failed');
});
