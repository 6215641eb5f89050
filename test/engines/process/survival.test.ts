import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/effects.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { type Puppet, puppetSpec } from '../conformance/puppet.ts';
import { Stage } from '../conformance/stage.ts';
import type { TestEngine } from '../conformance.ts';
import { processTestEngine } from './process-test-engine.ts';
import { fixtureImages, folderOf, isAlive, pidOf } from './support.ts';

const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/stage/survivor';

describe('containers outlive a runtime that is killed', () => {
  const bundle = join(projectRoot, 'node_modules', '.cache', `runtime-to-kill-${process.pid}.mjs`);
  let test: TestEngine;
  let stage: Stage | undefined;
  let runtime: Runtime;

  beforeAll(() => {
    mkdirSync(join(bundle, '..'), { recursive: true });
    buildSync({
      entryPoints: [join(import.meta.dirname, 'runtime-to-kill.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
  });
  afterAll(() => rmSync(bundle, { force: true }));
  beforeEach(() => {
    test = processTestEngine();
    runtime = new Runtime(bundle, test.dataDir);
  });
  afterEach(async () => {
    runtime.kill();
    stage ??= await Stage.open(test);
    stage.perform({ type: 'DeprovisionTask', taskArn });
    await stage.waitFor('the end', () =>
      Boolean(stage?.observations.some(({ type }) => type === 'TaskDeprovisioned')),
    );
    await stage.close();
    stage = undefined;
    await test.dispose();
  });

  it('and are adopted with what they printed and how they ended', async () => {
    runtime.provision();
    runtime.start('web', { TICK_MS: 50 });
    runtime.start('job', { LINES: 2, EXIT_AFTER_MS: 500, EXIT_CODE: 7 });
    const { runtimeId } = await runtime.heard('ContainerStarted', 'web');
    await runtime.heard('ContainerStarted', 'job');
    runtime.kill();

    stage = await Stage.open(test);
    const { waitFor } = bound(stage);
    const containers = async () => (await stage?.engine.list())?.[0]?.containers ?? [];
    expect(await containers()).toContainEqual(
      expect.objectContaining({ name: 'web', runtimeId, status: 'RUNNING' }),
    );
    const printed = (name: string) =>
      stage?.lines.filter((line) => line.containerName === name).map(({ message }) => message) ??
      [];
    await waitFor('all lines of the job', () => printed('job').length === 2);
    await waitFor('more ticks', () => printed('web').length > 10);
    expect(printed('web').slice(0, 3)).toEqual(['tick 1', 'tick 2', 'tick 3']);
    let ended: object | undefined;
    await waitFor('the end of the job', () => {
      void containers().then((all) => {
        ended = all.find(({ name, status }) => name === 'job' && status === 'STOPPED');
      });
      return ended !== undefined;
    });
    expect(ended).toMatchObject({ exitCode: 7 });
  });

  it('whenever it is killed while it starts one: asked again, it is there once', async () => {
    runtime.provision();
    await runtime.heard('TaskProvisioned');
    runtime.start('web', {});
    await runtime.heard('ImagePulled', 'web');
    runtime.kill();

    stage = await Stage.open(test);
    const { waitFor } = bound(stage);
    stage.perform(startEffect('web', {}));
    const started = () => stage?.observations.find(({ type }) => type === 'ContainerStarted');
    await waitFor('its start', () => started() !== undefined);
    const [task] = await stage.engine.list();
    expect(task?.containers).toMatchObject([{ name: 'web', status: 'RUNNING' }]);
  });

  it('and one whose wrapper was killed too is not left running unseen', async () => {
    runtime.provision();
    runtime.start('web', {});
    const { runtimeId = '' } = await runtime.heard('ContainerStarted', 'web');
    const pid = pidOf(test.dataDir, runtimeId);
    runtime.kill();
    const wrapper = pidOf(test.dataDir, runtimeId, 'wrapper');
    process.kill(wrapper, 'SIGKILL');
    await waitUntil(() => !isAlive(wrapper));

    stage = await Stage.open(test);
    const [task] = await stage.engine.list();
    expect(task?.containers).toMatchObject([{ status: 'STOPPED', exitCode: 137 }]);
    await bound(stage).waitFor('its program to be gone', () => !isAlive(pid));
  });

  it('and a process that got its number meanwhile is left alone', async () => {
    runtime.provision();
    runtime.start('web', {});
    const { runtimeId = '' } = await runtime.heard('ContainerStarted', 'web');
    runtime.kill();
    const pid = pidOf(test.dataDir, runtimeId);
    process.kill(pid, 'SIGKILL');
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
    await once(stranger, 'spawn');
    try {
      const folder = folderOf(test.dataDir, runtimeId);
      await waitUntil(() => existsSync(join(folder, 'exit')));
      rmSync(join(folder, 'exit'));
      for (const file of ['wrapper', 'pid']) writeFileSync(join(folder, file), `${stranger.pid}`);
      stage = await Stage.open(test);
      const [task] = await stage.engine.list();
      expect(task?.containers).toMatchObject([{ status: 'STOPPED', exitCode: 137 }]);
      stage.perform({ type: 'StopContainer', taskArn, containerName: 'web', stopTimeout: 0 });
      stage.perform({ type: 'DeprovisionTask', taskArn });
      await bound(stage).waitFor('the end', () =>
        Boolean(stage?.observations.some(({ type }) => type === 'TaskDeprovisioned')),
      );
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});

const bound = (stage: Stage) => ({ waitFor: stage.waitFor.bind(stage) });

const startEffect = (name: string, puppet: Puppet): Effect => ({
  type: 'StartContainer',
  taskArn,
  container: puppetSpec('ecs-workbook-test/puppet', name, puppet, {}),
});

async function waitUntil(predicate: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!predicate()) {
    if (Date.now() > deadline) throw new Error('Not within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

interface Heard {
  readonly type: string;
  readonly containerName?: string;
  readonly runtimeId?: string;
}

/** The runtime in a process of its own. */
class Runtime {
  readonly #process: ChildProcess;
  readonly #observations: Heard[] = [];

  constructor(bundle: string, dataDir: string) {
    this.#process = spawn(process.execPath, [bundle, dataDir, fixtureImages], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.#process.stdout)
      createInterface({ input: this.#process.stdout }).on('line', (line) =>
        this.#observations.push(JSON.parse(line)),
      );
  }

  provision(): void {
    this.#perform({
      type: 'ProvisionTask',
      taskArn,
      networkMode: 'awsvpc',
      availabilityZone: 'us-east-1a',
      portMappings: [],
    });
  }

  start(name: string, puppet: Puppet): void {
    this.#perform(startEffect(name, puppet));
  }

  async heard(type: string, containerName?: string): Promise<Heard> {
    let found: Heard | undefined;
    await waitUntil(() => {
      found = this.#observations.find(
        (observation) => observation.type === type && observation.containerName === containerName,
      );
      return found !== undefined;
    });
    if (!found) throw new Error('unreachable');
    return found;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #perform(effect: Effect): void {
    this.#process.stdin?.write(`${JSON.stringify(effect)}\n`);
  }
}
