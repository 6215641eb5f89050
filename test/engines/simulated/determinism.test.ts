import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../../src/core/effects.ts';
import { simulatedEngine } from '../../../src/engines/simulated/simulated-engine.ts';
import { virtualClock } from '../../../src/engines/simulated/virtual-clock.ts';
import { simulatedWorld } from '../../../src/engines/simulated/world.ts';

const container: ContainerSpec = {
  name: 'web',
  image: 'crashing',
  networkMode: 'awsvpc',
  availabilityZone: 'us-east-1a',
  environment: {},
  cpu: 0,
  portMappings: [],
  readonlyRootFilesystem: false,
};

/** All that is heard in a minute of `count` containers of which half crash. */
async function trace(seed: number, count: number) {
  const clock = virtualClock();
  const engine = simulatedEngine({
    world: simulatedWorld(seed),
    behaviours: { crashing: { crash: { rate: 0.5, within: 60_000, code: 1 } } },
  });
  const heard: { at: number; type: string; taskArn: string }[] = [];
  await engine.open({
    installId: 'test',
    dataDir: '',
    clock,
    observe: (observation) => {
      if (!('taskArn' in observation)) return;
      const { type, taskArn } = observation;
      heard.push({ at: clock.now(), type, taskArn });
    },
    logged: () => {},
    lastLogged: () => undefined,
    environmentFor: () => ({}),
    instanceAccess: () => ({ endpoint: '', token: '' }),
    loadBalancerToken: () => '',
    statusChanged: () => {},
  });
  for (let index = 0; index < count; index++) {
    const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/test/${index}`;
    const { networkMode, availabilityZone } = container;
    engine.perform({
      type: 'ProvisionTask',
      taskArn,
      networkMode,
      availabilityZone,
      portMappings: [],
    });
    engine.perform({ type: 'StartContainer', taskArn, container });
  }
  clock.advance(61_000);
  return heard;
}

describe('a simulation', () => {
  it('is the same for the same seed, and another for another', async () => {
    expect(await trace(1, 50)).toEqual(await trace(1, 50));
    expect(await trace(2, 50)).not.toEqual(await trace(1, 50));
  });

  it('crashes the share of containers that it was told', async () => {
    const stopped = (await trace(3, 1000)).filter(({ type }) => type === 'ContainerStopped');
    expect(stopped.length).toBeGreaterThan(430);
    expect(stopped.length).toBeLessThan(570);
  });

  it('runs in a browser', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/engines/simulated/simulated-engine.ts'],
      bundle: true,
      minify: true,
      platform: 'browser',
      write: false,
    });
    expect(outputFiles[0]?.text.length).toBeLessThan(24_000);
  });
});
