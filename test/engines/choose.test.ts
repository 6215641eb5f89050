import { expect, it } from 'vitest';
import { chooseEngine, type EngineSources } from '../../src/engines/choose.ts';
import type { Engine } from '../../src/engines/engine.ts';

const engine = (name: Engine['name']): Engine => ({
  name,
  description: name,
  open: async () => undefined,
  perform: () => undefined,
  whyNotDisturb: async () => undefined,
  list: async () => [],
  listInstances: async () => [],
  listLoadBalancers: async () => [],
  close: async () => undefined,
});

const sources = (docker: boolean): EngineSources => ({
  docker: async () =>
    docker
      ? { found: true, engine: engine('docker'), gateways: async () => ['10.64.0.1'] }
      : { found: false, reason: 'Expected a Docker engine, found no socket of one.' },
  process: async () => engine('process'),
  simulated: async () => engine('simulated'),
});

it.each([
  ['auto', true, 'docker', 'a Docker engine answers'],
  ['auto', false, 'process', 'found no socket of one'],
  ['docker', true, 'docker', 'you asked for it'],
  ['process', true, 'process', 'it isolates nothing'],
  ['simulated', true, 'simulated', 'no container is real'],
] as const)('%s, Docker there: %s, is %s because %s', async (wanted, docker, name, why) => {
  const { engine, reason } = await chooseEngine(wanted, sources(docker));
  expect(engine.name).toBe(name);
  expect(reason).toContain(why);
});

it('says what to do when Docker was asked for and does not answer', async () => {
  await expect(chooseEngine('docker', sources(false))).rejects.toThrow(
    /found no socket of one\. .*npm run setup.*--engine process/,
  );
});
