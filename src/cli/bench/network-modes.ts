import type Docker from 'dockerode';
import type { NetworkMode } from '../../core/model/task-definition.ts';
import { findDocker } from '../../engines/docker/find-docker.ts';
import { call, until } from './api.ts';
import { DirectStart, readTemplates } from './direct-start.ts';
import { type Bench, interleave, type Measurement, type Row, row } from './measurement.ts';
import { serviceInput } from './requests.ts';
import { startRuntimeProcess } from './servers.ts';
import { startInstance } from './swarm-instance.ts';

const ROUNDS = 7;
const MODES: readonly NetworkMode[] = ['none', 'host', 'bridge', 'awsvpc'];

/** One task in each network mode on an EC2 instance against the same containers through dockerode. */
export const networkModes: Bench = {
  name: 'network-modes',
  summary: 'one task to RUNNING in each network mode against the bare engine',
  async measure(progress) {
    const found = await findDocker();
    if (!found.found) return { ...description, rows: [], skipped: found.reason };
    const docker = found.connect();
    await using runtime = await startRuntimeProcess('docker');
    const { port } = runtime;
    await call(port, 'CreateCluster', { clusterName: 'bench' });
    await startInstance(port);
    const rows: Row[] = [];
    for (const mode of MODES) {
      progress(mode);
      rows.push(await measureMode(docker, port, mode));
    }
    return { ...description, rows };
  },
};

const description: Omit<Measurement, 'rows'> = {
  name: 'network-modes',
  title: 'Attaching a task in each network mode',
  how: `From RunTask on an EC2 instance until DescribeTasks, asked without a pause, says that the task runs; ${ROUNDS} times in turn with the same container (and, for awsvpc, the pause container whose network it joins) created and started through dockerode, after one task that does not count. The mode bridge publishes a dynamic port of the instance, which the bare container does not.`,
};

async function measureMode(docker: Docker, port: number, mode: NetworkMode): Promise<Row> {
  await call(port, 'RegisterTaskDefinition', {
    family: mode,
    networkMode: mode,
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [
      {
        name: 'web',
        image: 'containerofcats',
        memory: 128,
        stopTimeout: 2,
        ...(mode === 'none' ? {} : { portMappings: [{ containerPort: 80 }] }),
      },
    ],
  });
  const first = await run(port, mode);
  const templates = await readTemplates(docker, first);
  await end(port, first);
  await using direct = await DirectStart.open(docker, templates);
  const ours = async (): Promise<number> => {
    const start = performance.now();
    const task = await run(port, mode);
    const taken = performance.now() - start;
    await end(port, task);
    return taken;
  };
  const rounds = await interleave(ROUNDS, ours, () => direct.start(1, 1));
  return row({ label: `${mode}, to RUNNING`, unit: 'ms', against: 'dockerode' }, rounds);
}

/** The ARN of a task, once it runs. */
async function run(port: number, mode: NetworkMode): Promise<string> {
  const { networkConfiguration } = serviceInput('', 1);
  const answer = await call(port, 'RunTask', {
    cluster: 'bench',
    taskDefinition: mode,
    launchType: 'EC2',
    ...(mode === 'awsvpc' ? { networkConfiguration } : {}),
  });
  const { tasks = [], failures }: { tasks?: { taskArn: string }[]; failures?: object[] } =
    JSON.parse(answer);
  const [task] = tasks;
  if (task === undefined) throw new Error(`Expected a task, found: ${JSON.stringify(failures)}`);
  await reached(port, task.taskArn, 'RUNNING');
  return task.taskArn;
}

async function end(port: number, task: string): Promise<void> {
  await call(port, 'StopTask', { cluster: 'bench', task });
  await until(`${task} has stopped`, async () => (await statusOf(port, task)) === 'STOPPED');
}

async function reached(port: number, task: string, status: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const now = await statusOf(port, task);
    if (now === status) return;
    if (now === 'STOPPED' || performance.now() > deadline)
      throw new Error(`Expected ${task} to be ${status} within a minute, found ${now}.`);
  }
}

async function statusOf(port: number, task: string): Promise<string | undefined> {
  const answer = await call(port, 'DescribeTasks', { cluster: 'bench', tasks: [task] });
  const { tasks = [] }: { tasks?: { lastStatus?: string }[] } = JSON.parse(answer);
  return tasks[0]?.lastStatus;
}
