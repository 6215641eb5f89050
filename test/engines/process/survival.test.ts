import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEffect } from '../../../src/core/effects.ts';
import { type Puppet, puppetSpec } from '../conformance/puppet.ts';
import { Stage } from '../conformance/stage.ts';
import type { TestEngine } from '../conformance.ts';
import { buildRuntime, Runtime, waitUntil } from './killable-runtime.ts';
import { processTestEngine } from './process-test-engine.ts';
import { folderOf, isAlive, pidOf } from './support.ts';

const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/stage/survivor';

describe('containers outlive a runtime that is killed', () => {
  let bundle: ReturnType<typeof buildRuntime>;
  let test: TestEngine;
  let stage: Stage | undefined;
  let runtime: Runtime;

  beforeAll(() => {
    bundle = buildRuntime('runtime-to-kill');
  });
  afterAll(() => bundle.remove());
  beforeEach(() => {
    test = processTestEngine();
    runtime = new Runtime(bundle.path, test.dataDir);
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
    runtime.perform(provisionEffect);
    runtime.perform(startEffect('web', { TICK_MS: 50 }));
    runtime.perform(startEffect('job', { LINES: 2, EXIT_AFTER_MS: 500, EXIT_CODE: 7 }));
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
    runtime.perform(provisionEffect);
    await runtime.heard('TaskProvisioned');
    runtime.perform(startEffect('web', {}));
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
    runtime.perform(provisionEffect);
    runtime.perform(startEffect('web', {}));
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
    runtime.perform(provisionEffect);
    runtime.perform(startEffect('web', {}));
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

const provisionEffect: EngineEffect = {
  type: 'ProvisionTask',
  taskArn,
  networkMode: 'awsvpc',
  availabilityZone: 'us-east-1a',
  portMappings: [],
};

const startEffect = (name: string, puppet: Puppet): EngineEffect => ({
  type: 'StartContainer',
  taskArn,
  container: puppetSpec('ecs-workbook-test/puppet', name, puppet, {}),
});
