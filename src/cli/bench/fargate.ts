import type Docker from 'dockerode';
import { findDocker } from '../../engines/docker/find-docker.ts';
import { call, describeService, until, untilRunning } from './api.ts';
import { DirectStart, readTemplates, type Templates } from './direct-start.ts';
import { containersOf } from './install.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Bench, interleave, type Measurement, row } from './measurement.ts';
import { serviceInput, taskDefinition } from './requests.ts';
import { startRuntimeProcess } from './servers.ts';

const TASKS = 16;
const ROUNDS = 3;
const PARALLEL = [2, 4, 8, 16];

/** Sixteen Fargate tasks on Docker against the same containers started without the runtime. */
export const fargate: Bench = {
  name: 'fargate',
  summary: `${TASKS} Fargate tasks to RUNNING against the same containers through dockerode`,
  async measure(progress) {
    const found = await findDocker();
    if (!found.found) return { ...description, rows: [], skipped: found.reason };
    const docker = found.connect();
    await using runtime = await startRuntimeProcess('docker');
    const { port, install } = runtime;
    await call(port, 'CreateCluster', { clusterName: 'bench' });
    await call(port, 'RegisterTaskDefinition', taskDefinition);
    progress('the first task, which prepares image and network for both');
    const gone = async () => (await containersOf(docker, install)).length === 0;
    await using direct = await DirectStart.open(docker, await firstTask(port, docker, gone));
    const best = await bestParallelism(direct, progress);
    progress(`${ROUNDS} × 2 × ${TASKS} tasks, dockerode with ${best} at a time`);
    let round = 0;
    const rounds = await interleave(
      ROUNDS,
      () => throughTheRuntime(port, `round-${round++}`, gone),
      () => direct.start(TASKS, best),
    );
    const label = `${TASKS} tasks to RUNNING`;
    const against = `dockerode, ${best} at a time`;
    const aim = { text: '≤ 1.2', met: (_ours: number, ratio: number) => ratio <= 1.2 };
    return { ...description, rows: [row({ label, unit: 'ms', against }, rounds, aim)] };
  },
};

const description: Omit<Measurement, 'rows'> = {
  name: 'fargate',
  title: `${TASKS} Fargate tasks on Docker`,
  how: `From CreateService until DescribeServices, asked every 25 ms, says that ${TASKS} tasks run; in turn with the same containers (a pause container on a network and one that joins it, with the options that Docker reports of the runtime's) created and started through dockerode, as many tasks at a time as was fastest of ${PARALLEL.join(', ')}. Image and network are there before, for both; containers are gone before the next round.`,
};

/** Whether no container of the runtime is left. */
type Gone = () => Promise<boolean>;

async function firstTask(port: number, docker: Docker, gone: Gone): Promise<Templates> {
  await call(port, 'CreateService', serviceInput('first', 1));
  await untilRunning(port, 'first', 1);
  const templates = await readTemplates(docker, await taskArn(port));
  await remove(port, 'first', gone);
  return templates;
}

async function throughTheRuntime(port: number, service: string, gone: Gone): Promise<number> {
  const start = performance.now();
  await call(port, 'CreateService', serviceInput(service, TASKS));
  await untilRunning(port, service, TASKS);
  const taken = performance.now() - start;
  await remove(port, service, gone);
  return taken;
}

/** Deletes the service and waits until none of its containers is left. */
async function remove(port: number, service: string, gone: Gone): Promise<void> {
  await call(port, 'DeleteService', { cluster: 'bench', service, force: true });
  await until(`${service} is gone`, async () => {
    const { status } = await describeService(port, service);
    return status === 'INACTIVE' && (await gone());
  });
}

/** Each is tried twice, the better time counts: a single one may have been disturbed. */
async function bestParallelism(
  direct: DirectStart,
  progress: (line: string) => void,
): Promise<number> {
  let best = { parallel: 1, taken: Number.POSITIVE_INFINITY };
  for (const parallel of [...PARALLEL, ...PARALLEL]) {
    throwIfInterrupted();
    const taken = await direct.start(TASKS, parallel);
    progress(`dockerode, ${parallel} at a time: ${Math.round(taken)} ms`);
    if (taken < best.taken) best = { parallel, taken };
  }
  return best.parallel;
}

async function taskArn(port: number): Promise<string> {
  const { taskArns = [] }: { taskArns?: string[] } = JSON.parse(
    await call(port, 'ListTasks', { cluster: 'bench' }),
  );
  const [arn] = taskArns;
  if (arn === undefined) throw new Error('Expected a task in the cluster "bench", found none.');
  return arn;
}
