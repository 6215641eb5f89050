import type { ContainerSpec } from '../../../src/core/effects.ts';
import type { Behaviour } from '../../../src/engines/simulated/behaviour.ts';
import { killLoadBalancer } from '../../../src/engines/simulated/faults.ts';
import { simulatedEngine } from '../../../src/engines/simulated/simulated-engine.ts';
import { virtualClock } from '../../../src/engines/simulated/virtual-clock.ts';
import {
  LOCALHOST,
  portsOf,
  setAvailable,
  simulatedWorld,
} from '../../../src/engines/simulated/world.ts';
import { conformance, type TestEngine } from '../conformance.ts';

conformance('simulated', async () => simulatedTestEngine(), {
  instances: 'record',
  runs: false,
});

function simulatedTestEngine(): TestEngine {
  const clock = virtualClock();
  const world = simulatedWorld();
  const installId = 'simulated-test';
  const behaviours = {
    '*': puppetBehaviour,
    'ecs-workbook-test/no-such-image:1': { pullError: 'pull access denied' },
  };
  return {
    newEngine: () => simulatedEngine({ world, behaviours }),
    installId,
    dataDir: '',
    clock,
    until: async (predicate, limit) => clock.runUntil(predicate, limit),
    puppetImage: 'ecs-workbook-test/puppet',
    async killFromOutside(runtimeId) {
      for (const { tasks } of world.installs.values())
        for (const { containers } of tasks.values())
          for (const container of containers.values())
            if (container.runtimeId === runtimeId) container.kill();
    },
    async killLoadBalancer(loadBalancerArn) {
      killLoadBalancer(world, loadBalancerArn);
    },
    async occupyPort() {
      const { tcp } = portsOf(world, LOCALHOST);
      const owner = 'a foreign program';
      const port = tcp.takeAny(owner);
      if (port === undefined) throw new Error('no port is left');
      return { port, release: async () => tcp.release(port, owner) };
    },
    makeForeign: () => otherInstall(),
    outage: {
      begin: async () => setAvailable(world, false),
      end: async () => setAvailable(world, true),
    },
    dispose: async () => {},
  };

  async function otherInstall() {
    const engine = simulatedEngine({ world, behaviours });
    const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/other/1';
    await engine.open({
      installId: 'other',
      dataDir: '',
      clock,
      observe: () => {},
      logged: () => {},
      lastLogged: () => undefined,
      environmentFor: () => ({}),
      instanceAccess: () => ({ endpoint: '', token: '' }),
      loadBalancerToken: () => '',
      statusChanged: () => {},
    });
    engine.perform({
      type: 'ProvisionTask',
      taskArn,
      networkMode: 'awsvpc',
      availabilityZone: 'us-east-1a',
      portMappings: [],
    });
    clock.advance(1000);
    const before = JSON.stringify(await engine.list());
    return {
      isUntouched: async () => JSON.stringify(await engine.list()) === before && before !== '[]',
      remove: async () => engine.perform({ type: 'DeprovisionTask', taskArn }),
    };
  }
}

/** What `fixtures/puppet` does with its environment, as a behaviour. */
function puppetBehaviour({ environment, command, healthCheck }: ContainerSpec): Behaviour {
  const number = (name: string) =>
    environment[name] === undefined ? undefined : Number(environment[name]);
  const numbered = (word: string, count = 0) =>
    Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
  const asked = environment.ENVIRONMENT_OF;
  const exitAfter = number('EXIT_AFTER_MS');
  const tick = number('TICK_MS');
  const probes = number('SICK_AFTER_PROBES');
  const interval = healthCheck?.interval ?? 0;
  return {
    lines: [
      ...numbered('line', number('LINES')),
      ...numbered('error', number('ERROR_LINES')),
      ...(asked === undefined ? [] : [`${asked}=${environment[asked]}`]),
      ...(environment.PORT === undefined ? [] : [`listening on :${environment.PORT}`]),
      ...(environment.ARGUMENTS === undefined ? [] : [(command ?? []).slice(2).join(' ')]),
    ],
    stop:
      environment.IGNORE_SIGTERM === undefined
        ? { after: 10, code: number('SIGTERM_CODE') ?? 0 }
        : 'ignored',
    ...(tick === undefined ? {} : { tick: { every: tick, line: 'tick' } }),
    ...(probes === undefined ? {} : { sickAfter: (probes + 0.5) * interval }),
    ...(exitAfter === undefined
      ? {}
      : { exit: { after: exitAfter, code: number('EXIT_CODE') ?? 0 } }),
  };
}
