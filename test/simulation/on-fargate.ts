import type { Commands } from '../../src/core/commands.ts';
import type { CapacityProviderStrategyItem, Service, Task } from '../../src/core/model/index.ts';
import { CLUSTER, NETWORK, ROOT } from './definitions.ts';
import { undisturbed } from './rollout.ts';
import { Simulation } from './simulation.ts';

type NewService = Partial<Commands['CreateService']['input']>;

/** Where tasks on Fargate go, in an undisturbed world. */

/** A service whose tasks take 3 s to start and 2 s to stop; and whether they end a second later. */
export async function service(wanted: NewService, broken = () => false): Promise<Simulation> {
  const sim = new Simulation(undisturbed(), {
    images: {
      cats: () => ({
        pull: 0,
        start: 3_000,
        stop: { after: 2_000, code: 0 },
        ...(broken() ? { exit: { after: 1_000, code: 1 } } : {}),
      }),
    },
  });
  sim.start();
  await sim.pass(1_000);
  sim.send('CreateCluster', {
    clusterName: CLUSTER,
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
  });
  sim.send('RegisterTaskDefinition', {
    family: 'cats',
    requiresCompatibilities: ['EC2', 'FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'cats' }],
    registeredBy: ROOT,
  });
  sim.send('CreateService', {
    cluster: CLUSTER,
    serviceName: 'cats',
    taskDefinition: 'cats',
    networkConfiguration: NETWORK,
    availabilityZoneRebalancing: 'DISABLED',
    createdBy: ROOT,
    ...wanted,
  });
  await sim.pass(500);
  return sim;
}

export const update = (
  sim: Simulation,
  change: Partial<Commands['UpdateService']['input']>,
): void => sim.send('UpdateService', { cluster: CLUSTER, service: 'cats', ...change });

export function serviceIn({ state }: Simulation): Service {
  const [found] = state?.services.values() ?? [];
  if (found === undefined) throw new Error('The service is not there.');
  return found;
}

const live = ({ state }: Simulation): Task[] =>
  [...(state?.tasks.values() ?? [])].filter(({ desiredStatus }) => desiredStatus === 'RUNNING');

export const rows = (cells: readonly (readonly (string | number)[])[], width = 19): string =>
  cells.map((row) => row.map((cell) => `${cell}`.padStart(width)).join('')).join('\n');

/** A service that scales out one by one, and from none to all at once: tasks by provider. */
export async function shares(
  strategy: readonly CapacityProviderStrategyItem[],
  most: number,
): Promise<string> {
  const capacityProviderStrategy = [...strategy];
  const names = strategy.map(({ capacityProvider = '' }) => capacityProvider);
  const sim = await service({ desiredCount: 0, capacityProviderStrategy });
  const table: (string | number)[][] = [['desired', ...names]];
  for (let desiredCount = 1; desiredCount <= most; desiredCount += 1) {
    update(sim, { desiredCount });
    await sim.pass(1_000);
    table.push([desiredCount, ...byProvider(sim, names)]);
  }
  const atOnce = await service({ desiredCount: most, capacityProviderStrategy });
  table.push(['at once', ...byProvider(atOnce, names)]);
  return rows(table);
}

const byProvider = (sim: Simulation, names: readonly string[]): number[] =>
  names.map((name) => live(sim).filter((one) => one.capacityProviderName === name).length);

/** Zones of the tasks of a service of two, and of the two that take their place. */
export async function zonesOfRollout(): Promise<string> {
  const sim = await service({ desiredCount: 2, launchType: 'FARGATE' });
  const zones = () => live(sim).map(({ availabilityZone }) => availabilityZone.slice(-1));
  await sim.pass(60_000);
  const before = zones();
  update(sim, { forceNewDeployment: true });
  await sim.pass(500);
  const beside = zones().slice(before.length);
  await sim.pass(60_000);
  return rows([
    ['old', ...before],
    ['new', ...beside],
    ['in the end', ...zones()],
  ]);
}

/** A service that scales in and, while tasks still stop, out again: tasks by what they do. */
export async function outWhileTasksStop(): Promise<string> {
  const sim = await service({
    desiredCount: 6,
    launchType: 'FARGATE',
    deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
  });
  await sim.pass(60_000);
  const table: (string | number)[][] = [['desired', 'live', 'stopping']];
  const count = () => {
    const tasks = [...(sim.state?.tasks.values() ?? [])];
    const stopping = tasks.filter(
      ({ desiredStatus, lastStatus }) => desiredStatus === 'STOPPED' && lastStatus !== 'STOPPED',
    );
    table.push([serviceIn(sim).desiredCount, live(sim).length, stopping.length]);
  };
  for (const desiredCount of [2, 6]) {
    update(sim, { desiredCount });
    await sim.pass(500);
    count();
  }
  return rows(table);
}

type Breaker = NonNullable<
  NonNullable<NewService['deploymentConfiguration']>['deploymentCircuitBreaker']
>;

/** By desired count and configuration: so many failures break a deployment off, as ECS shows. */
export async function thresholds(): Promise<string> {
  const of = async (
    desiredCount: number,
    thresholdConfiguration: Breaker['thresholdConfiguration'],
  ) => {
    // There is no instance, so that nothing starts.
    const sim = await service({
      desiredCount,
      launchType: 'EC2',
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: false, thresholdConfiguration },
      },
    });
    const [story] = sim.state?.serviceDeployments.values() ?? [];
    const { type = 'default', value = '' } = thresholdConfiguration ?? {};
    return [desiredCount, type, value, story?.threshold ?? 'none'];
  };
  return rows([
    ['desired', 'type', 'value', 'threshold'],
    await of(1, undefined),
    await of(7, undefined),
    await of(402, undefined),
    await of(7, { type: 'BOUNDED_PERCENT', value: 90 }),
    await of(402, { type: 'UNBOUNDED_PERCENT', value: 50 }),
    await of(7, { type: 'UNBOUNDED_PERCENT', value: 20 }),
    await of(0, { type: 'UNBOUNDED_PERCENT', value: 50 }),
    await of(402, { type: 'COUNT', value: 5 }),
  ]);
}

/** A deployment that was completed, until its tasks fail: no breaker opens any more. */
export async function failuresAfterwards(): Promise<string> {
  let broken = false;
  const sim = await service(
    {
      desiredCount: 2,
      launchType: 'FARGATE',
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: {
          enable: true,
          rollback: false,
          thresholdConfiguration: { type: 'COUNT', value: 2 },
        },
      },
    },
    () => broken,
  );
  await sim.pass(60_000);
  const table: (string | number)[][] = [['failed tasks', 'deployment', 'live']];
  const note = () => {
    const [primary] = serviceIn(sim).deployments;
    table.push([primary?.failedTasks ?? '', primary?.rolloutState ?? '', live(sim).length]);
  };
  note();
  broken = true;
  const [first] = live(sim);
  sim.send('StopTask', { cluster: CLUSTER, task: first?.taskArn });
  for (const seconds of [6, 5, 5, 9]) {
    await sim.pass(seconds * 1_000);
    note();
  }
  return rows(table);
}
