import type { DeploymentConfiguration, Service, Task } from '../../src/core/model/index.ts';
import { CLUSTER, ROOT, SUBNETS } from './definitions.ts';
import { NO_FAULTS, type Profile, profileOf } from './profile.ts';
import { Simulation } from './simulation.ts';

export interface RolloutOptions extends DeploymentConfiguration {
  readonly desired: number;
  /** Tasks that there is room for: two on each container instance. */
  readonly capacity: number;
}

/** Seconds that a container takes until it runs, and from its stop signal until it is gone. */
const STARTS = 3;
const STOPS = 2;
const TASKS_AN_INSTANCE = 2;
/** A new revision's tasks count as healthy after 40 s; so many seconds are enough for any of these. */
const OVER = 600;

const HEADER = [
  's',
  'old',
  'stopping',
  'new pending',
  'new running',
  'new healthy',
  'healthy',
  'live',
  'event',
];

/**
 * A service replaces all its tasks by those of a new revision, in an undisturbed world. Answers
 * what happened as a table for people, a row for each second in which something changed:
 * `old`: tasks of the old revision that serve; `stopping`: those on their way out; of the new one
 * `pending`, `running` (for less than 40 s) and `healthy`; then, old and new together, how many are
 * healthy and how many are live (RUNNING or PENDING).
 */
export async function rollout({
  desired,
  capacity,
  ...configuration
}: RolloutOptions): Promise<Rollout> {
  const sim = await deployed(desired, capacity, configuration);
  const old = serviceIn(sim).taskDefinition ?? '';
  sim.send('RegisterTaskDefinition', definition(2));
  sim.send('UpdateService', { cluster: CLUSTER, service: 'cats', taskDefinition: 'cats' });
  return watch(sim, old);
}

/**
 * A service scales out by `more`, these tasks are protected while they start, and then it scales in
 * to `less`. Answers what happened, all tasks counted as old.
 */
export async function scaleIn(
  { desired, capacity, ...configuration }: RolloutOptions,
  more: number,
  less: number,
): Promise<Rollout> {
  const sim = await deployed(desired, capacity, configuration);
  const scale = (desiredCount: number) =>
    sim.send('UpdateService', { cluster: CLUSTER, service: 'cats', desiredCount });
  scale(desired + more);
  await sim.pass(5_000);
  const { tasks } = sim.state ?? { tasks: new Map<string, Task>() };
  const fresh = [...tasks.values()].slice(-more).map(({ taskArn }) => taskArn);
  sim.send('UpdateTaskProtection', { cluster: CLUSTER, tasks: fresh, protectionEnabled: true });
  scale(less);
  return watch(sim, serviceIn(sim).taskDefinition ?? '');
}

/** Row by row until long after the last change. */
async function watch(sim: Simulation, old: string): Promise<Rollout> {
  const began = sim.clock.now();
  const rows: string[][] = [];
  const seen: { readonly healthy: number; readonly live: number }[] = [];
  let last = '';
  let told = serviceIn(sim).events.length;
  for (let second = 0; second < OVER; second += 1) {
    await sim.pass(500);
    const counted = countsOf(sim, old);
    const counts = counted.map(String);
    seen.push({ healthy: counted[5] ?? 0, live: counted[6] ?? 0 });
    const { events } = serviceIn(sim);
    const fresh = events.slice(0, events.length - told).map(({ message }) => plain(message));
    told = events.length;
    const [first = '', ...others] = together(fresh.toReversed());
    if (counts.join() !== last || first !== '') {
      rows.push([`${(sim.clock.now() - began - 500) / 1000}`, ...counts, first]);
      for (const event of others) rows.push(['', ...counts.map(() => ''), event]);
      last = counts.join();
    }
    await sim.pass(500);
  }
  return {
    table: table([HEADER, ...rows]),
    leastHealthy: Math.min(...seen.map(({ healthy }) => healthy)),
    mostLive: Math.max(...seen.map(({ live }) => live)),
    seconds: Number(rows.findLast(([second]) => second !== '')?.[0]),
  };
}

export interface Rollout {
  readonly table: string;
  readonly leastHealthy: number;
  readonly mostLive: number;
  /** Until nothing changed any more. */
  readonly seconds: number;
}

/** A service of revision 1 whose tasks all serve, on as many instances as the capacity asks for. */
async function deployed(
  desired: number,
  capacity: number,
  deploymentConfiguration: DeploymentConfiguration,
): Promise<Simulation> {
  const sim = new Simulation(undisturbed(), {
    images: { cats: { pull: 0, start: STARTS * 1000, stop: { after: STOPS * 1000, code: 0 } } },
  });
  sim.start();
  await sim.pass(1_000);
  sim.send('CreateCluster', { clusterName: CLUSTER });
  for (let i = 0; i < capacity / TASKS_AN_INSTANCE; i += 1) {
    sim.send('RunInstances', {
      ImageId: 'ami-0ca70000000000a02',
      InstanceType: 't3.medium',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: SUBNETS[i % SUBNETS.length],
      userData: `#!/bin/bash\necho ECS_CLUSTER=${CLUSTER} >> /etc/ecs/ecs.config\n`,
    });
  }
  await sim.pass(10_000);
  sim.send('RegisterTaskDefinition', definition(1));
  sim.send('CreateService', {
    cluster: CLUSTER,
    serviceName: 'cats',
    taskDefinition: 'cats',
    desiredCount: desired,
    launchType: 'EC2',
    deploymentConfiguration,
    availabilityZoneRebalancing: 'DISABLED',
    createdBy: ROOT,
  });
  await sim.pass(100_000);
  return sim;
}

/** Two of its tasks fill an instance. */
const definition = (version: number) => ({
  family: 'cats',
  networkMode: 'bridge' as const,
  containerDefinitions: [
    {
      name: 'web',
      image: 'cats',
      cpu: 1024,
      memory: 512,
      environment: [{ name: 'VERSION', value: `${version}` }],
    },
  ],
  registeredBy: ROOT,
});

export const undisturbed = (): Profile => ({
  seed: 1,
  actions: 0,
  timeScale: 1,
  capacity: 'EC2',
  weights: profileOf(1).weights,
  faults: NO_FAULTS,
  loadBalancers: undefined,
  causesFaults: false,
});

function serviceIn({ state }: Simulation): Service {
  const [service] = state?.services.values() ?? [];
  if (service === undefined) throw new Error('The service is not there.');
  return service;
}

function countsOf(sim: Simulation, old: string): number[] {
  const { state, invariants, clock } = sim;
  if (state === undefined) return [];
  const tasks = invariants.ledger.tasksOf(serviceIn(sim).serviceArn);
  const count = (wanted: (task: Task) => boolean) => tasks.filter(wanted).length;
  const isOld = (task: Task) => task.taskDefinitionArn === old;
  const lives = ({ desiredStatus }: Task) => desiredStatus === 'RUNNING';
  const runs = (task: Task) => lives(task) && task.lastStatus === 'RUNNING';
  const serves = (task: Task) => invariants.ledger.isHealthy(state, task, clock.now(), false);
  return [
    count((task) => isOld(task) && serves(task)),
    count((task) => !lives(task)),
    count((task) => !isOld(task) && lives(task) && !runs(task)),
    count((task) => !isOld(task) && runs(task) && !serves(task)),
    count((task) => !isOld(task) && serves(task)),
    count(serves),
    count(lives),
  ];
}

/** Without ids, which say nothing here. */
const plain = (message: string): string =>
  message
    .replace('(service cats) ', '')
    .replace(/: \(task .*/, '')
    .replace(/\(deployment ecs-svc\/\d+\)/, '(deployment)')
    .replace(/(unable to place a task).*\) /, '$1: the closest instance ');

/** What was said several times in one second is said once. */
const together = (messages: readonly string[]): string[] =>
  [...new Set(messages)].map((message) => {
    const times = messages.filter((other) => other === message).length;
    return times === 1 ? message : `${message} (${times} times)`;
  });

/** Columns under their headers, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === HEADER.length - 1 ? cell : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
