import type Docker from 'dockerode';
import { findDocker } from '../../engines/docker/find-docker.ts';
import { call, until, untilRunning } from './api.ts';
import { containersOf } from './install.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Bench, type Measurement, row } from './measurement.ts';
import { serviceInput, taskDefinition } from './requests.ts';
import { startRuntimeProcess } from './servers.ts';
import { openSwarm, type Swarm } from './swarm-service.ts';

const TASKS = 8;
const ROUNDS = 3;
const FASTEST = { minimumHealthyPercent: 0, maximumPercent: 100 };

interface Times {
  readonly create: number;
  readonly update: number;
}

/** A service of eight tasks, and an update of it, against the same through Docker's own Swarm. */
export const swarm: Bench = {
  name: 'swarm',
  summary: `a service of ${TASKS}, and an update of it, against Docker Swarm`,
  async measure(progress) {
    const found = await findDocker();
    if (!found.found) return { ...description, rows: [], skipped: found.reason };
    const docker = found.connect();
    await using runtime = await startRuntimeProcess('docker');
    const { port, install } = runtime;
    await call(port, 'CreateCluster', { clusterName: 'bench' });
    await call(port, 'RegisterTaskDefinition', taskDefinition);
    await call(port, 'RegisterTaskDefinition', taskDefinition);
    progress('one round that does not count: it prepares images and networks for both');
    const image = await warmUp(docker, port, install);
    await using other = await openSwarm(docker);
    await throughSwarm(other, image, 'ecs-workbook-bench-warm');

    const ours: Times[] = [];
    const theirs: Times[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      throwIfInterrupted();
      progress(`round ${round + 1} of ${ROUNDS}`);
      ours.push(await throughTheRuntime(docker, port, install, `round-${round}`));
      theirs.push(await throughSwarm(other, image, `ecs-workbook-bench-${round}`));
    }
    const rowOf = (label: string, pick: (times: Times) => number) =>
      row(
        { label, unit: 'ms', against: 'Swarm' },
        { ours: ours.map(pick), baseline: theirs.map(pick) },
        { text: '< 1', met: (_ours, ratio) => ratio < 1 },
      );
    return {
      ...description,
      rows: [
        rowOf(`a service of ${TASKS}: all running`, ({ create }) => create),
        rowOf('an update of it: all replaced', ({ update }) => update),
      ],
    };
  },
};

const description: Omit<Measurement, 'rows'> = {
  name: 'swarm',
  title: `A service of ${TASKS} on Docker, and Swarm on the same engine`,
  how: `Ours: CreateService of ${TASKS} Fargate tasks (each a container and a pause container with an address of its own), then UpdateService to a new revision with minimum 0 and maximum 100 per cent. Swarm: a service of ${TASKS} replicas of the same image on the default network, then an update of its environment, all at once, stop first, no delay and no monitoring: the fastest it offers. Until all run, and until all are new, asked every 25 ms. In turn; ${ROUNDS} rounds after one that does not count.`,
};

/** The image that the tasks run, as Docker calls it. */
async function warmUp(docker: Docker, port: number, install: string): Promise<string> {
  await call(port, 'CreateService', serviceInput('warm', 1));
  await untilRunning(port, 'warm', 1);
  const containers = await containersOf(docker, install);
  const image = containers.find(({ Image }) => Image.includes('cats'))?.Image;
  if (image === undefined) throw new Error('Expected a container of cats, found none.');
  await removeService(docker, port, install, 'warm');
  return image;
}

async function throughTheRuntime(
  docker: Docker,
  port: number,
  install: string,
  service: string,
): Promise<Times> {
  const started = performance.now();
  const input = { ...serviceInput(service, TASKS), taskDefinition: 'bench:1' };
  await call(port, 'CreateService', { ...input, deploymentConfiguration: FASTEST });
  await untilRunning(port, service, TASKS);
  const updated = performance.now();
  await call(port, 'UpdateService', { cluster: 'bench', service, taskDefinition: 'bench:2' });
  await until(`${service} runs ${TASKS} new tasks alone`, async () => {
    const [primary, ...others] = await deploymentsOf(port, service);
    return others.length === 0 && primary?.runningCount === TASKS;
  });
  const replaced = performance.now();
  await removeService(docker, port, install, service);
  return { create: updated - started, update: replaced - updated };
}

async function throughSwarm(other: Swarm, image: string, name: string): Promise<Times> {
  const create = await other.create(name, image, TASKS);
  const update = await other.update(name, image, TASKS);
  await other.remove(name);
  return { create, update };
}

async function deploymentsOf(port: number, service: string): Promise<{ runningCount?: number }[]> {
  const text = await call(port, 'DescribeServices', { cluster: 'bench', services: [service] });
  const { services = [] }: { services?: { deployments?: { runningCount?: number }[] }[] } =
    JSON.parse(text);
  return services[0]?.deployments ?? [];
}

async function removeService(
  docker: Docker,
  port: number,
  install: string,
  service: string,
): Promise<void> {
  await call(port, 'DeleteService', { cluster: 'bench', service, force: true });
  await until(`${service} is gone`, async () => (await containersOf(docker, install)).length === 0);
}
