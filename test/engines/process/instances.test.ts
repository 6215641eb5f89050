import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEffect } from '../../../src/core/effects.ts';
import { puppetSpec } from '../conformance/puppet.ts';
import { Stage } from '../conformance/stage.ts';
import type { TestEngine } from '../conformance.ts';
import { buildRuntime, Runtime, waitUntil } from './killable-runtime.ts';
import { processTestEngine } from './process-test-engine.ts';
import { isAlive, pidOf } from './support.ts';

const onPort80 = [{ containerPort: 8080, hostPort: 80 }];

/** Names of the ports that the only instance has in its folder. */
const portsOf = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'instances')).flatMap((name) =>
    readdirSync(join(dataDir, 'instances', name, 'ports')),
  );

describe('instances of the process engine', () => {
  let test: TestEngine;
  let stage: Stage;
  beforeEach(async () => {
    test = processTestEngine();
    stage = await Stage.open(test);
  });
  afterEach(async () => {
    await stage.close();
    await test.dispose();
  });

  it('really kill the processes on them when they stop', async () => {
    const instance = stage.instance();
    await instance.started();
    const task = await instance.provisioned('bridge', onPort80);
    const { runtimeId } = await task.started(
      'web',
      { PORT: 8080, IGNORE_SIGTERM: 'yes' },
      { portMappings: onPort80 },
    );
    const pid = pidOf(test.dataDir, runtimeId);
    expect(isAlive(pid)).toBe(true);
    instance.stop();
    await instance.saw('InstanceStopped');
    expect(isAlive(pid)).toBe(false);
    await task.deprovisioned();
    await instance.terminated();
  });

  it('have an address that no instance of an earlier runtime has', async () => {
    const earlier = stage.instance();
    const { privateIpAddress } = await earlier.started();
    await stage.restart();
    const later = stage.instance();
    expect((await later.started()).privateIpAddress).not.toBe(privateIpAddress);
    for (const instance of [earlier, later]) await instance.terminated();
  });

  it('lead programs in host mode to the ports of their own instance', async () => {
    const [one, two] = [stage.instance(), stage.instance()];
    for (const [instance, name] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      await instance.started();
      const task = await instance.provisioned('bridge', onPort80);
      await task.started('web', { PORT: 8080, NAME: name }, { portMappings: onPort80 });
      await stage.waitFor('it listens', () => task.printed('web').length > 0);
      const client = await instance.provisioned('host');
      client.start(
        'client',
        {},
        {
          command: [
            'node',
            '-e',
            `fetch('http://localhost/').then((r) => r.json()).then((a) => console.log(a.name))`,
          ],
        },
      );
      await client.saw('ContainerStopped', 'client');
      expect(client.printed('client')).toEqual([name]);
      for (const each of [task, client]) await each.deprovisioned();
      await instance.terminated();
    }
  });

  it('give two containers of a task that listen on the same port a way in each', async () => {
    const instance = stage.instance();
    await instance.started();
    const chosen = [{ containerPort: 8080, hostPort: 0 }];
    const task = await instance.provisioned('bridge', [...chosen, ...onPort80]);
    const { publishedPorts } = await task.saw('TaskProvisioned');
    expect(new Set(publishedPorts.map(({ hostPort }) => hostPort)).size).toBe(2);
    await task.started('eighty', { PORT: 8080, NAME: 'eighty' }, { portMappings: onPort80 });
    await task.started('chosen', { PORT: 8080, NAME: 'chosen' }, { portMappings: chosen });
    for (const [index, name] of ['chosen', 'eighty'].entries()) {
      await stage.waitFor('it listens', () => task.printed(name).length > 0);
      const answer = await test.get?.(publishedPorts[index]?.hostPort ?? 0, '/');
      expect(JSON.parse(answer ?? '')).toMatchObject({ name });
    }
    await task.deprovisioned();
    // Chosen ports are given back; 80 is the instance's for as long as it is up.
    expect(portsOf(test.dataDir)).toEqual(['80']);
    instance.stop();
    await instance.saw('InstanceStopped');
    expect(portsOf(test.dataDir)).toEqual([]);
    await instance.terminated();
  });

  it('refuse a port in bridge mode that a program in host mode took unannounced', async () => {
    const instance = stage.instance();
    await instance.started();
    const host = await instance.provisioned('host');
    await host.started('web', { PORT: 80 });
    await stage.waitFor('it listens', () => host.printed('web').length > 0);
    const bridge = await instance.provisioned('bridge', onPort80);
    bridge.start('web', { PORT: 8080 }, { portMappings: onPort80 });
    expect((await bridge.saw('ContainerStartFailed')).reason).toBe(
      'CannotStartContainerError: listen tcp4 0.0.0.0:80: bind: address already in use',
    );
    for (const task of [host, bridge]) await task.deprovisioned();
    await instance.terminated();
  });
});

describe('instances outlive a runtime that is killed', () => {
  let bundle: ReturnType<typeof buildRuntime>;
  beforeAll(() => {
    bundle = buildRuntime('instances');
  });
  afterAll(() => bundle.remove());

  it('and one that was being stopped is stopped when that is asked again', async () => {
    const test = processTestEngine();
    const runtime = new Runtime(bundle.path, test.dataDir);
    const stage = await Stage.open(test);
    await stage.close();
    const instance = stage.instance();
    const task = stage.task('bridge', instance);
    const { instanceArn, spec } = instance;
    const { taskArn } = task;
    const { availabilityZone } = spec;
    const container = puppetSpec(
      test.puppetImage,
      'web',
      { PORT: 8080 },
      { networkMode: 'bridge', portMappings: onPort80 },
    );
    for (const effect of [
      { type: 'StartInstance', instanceArn, instance: spec },
      {
        type: 'ProvisionTask',
        taskArn,
        networkMode: 'bridge',
        availabilityZone,
        instanceArn,
        portMappings: onPort80,
      },
      { type: 'StartContainer', taskArn, container },
    ] satisfies EngineEffect[])
      runtime.perform(effect);
    const { runtimeId = '' } = await runtime.heard('ContainerStarted', 'web');
    const pid = pidOf(test.dataDir, runtimeId);
    runtime.perform({ type: 'StopInstance', instanceArn });
    runtime.kill();

    await stage.restart();
    instance.stop();
    await instance.saw('InstanceStopped');
    await waitUntil(() => !isAlive(pid));
    expect(await instance.listed()).toMatchObject({ status: 'STOPPED' });
    expect(await task.listed()).toBeUndefined();
    await instance.terminated();
    await stage.close();
    await test.dispose();
  });
});
