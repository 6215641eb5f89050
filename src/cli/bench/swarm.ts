import { findDocker } from '../../engines/docker/find-docker.ts';
import { call } from './api.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Bench, type Measurement, row } from './measurement.ts';
import { startRuntimeProcess } from './servers.ts';
import { startInstance } from './swarm-instance.ts';
import { OurServices, onFargate, onInstance } from './swarm-ours.ts';
import { openSwarm } from './swarm-service.ts';

const TASKS = 8;
const ROUNDS = 5;
/** A task without a health check counts as healthy after 40 s, here 40 ms; Swarm waits for nothing. */
const TIME_SCALE = 1000;

/** Services of one kind, through whatever runs them. */
interface Services {
  /** Milliseconds until all tasks run. */
  create(name: string, tasks: number): Promise<number>;
  /** Milliseconds until all tasks are new ones and the old containers have ended. */
  update(name: string, tasks: number): Promise<number>;
  settle(name: string, tasks: number): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A service of eight tasks, and an update of it, against the same through Docker's own Swarm. */
export const swarm: Bench = {
  name: 'swarm',
  summary: `a service of ${TASKS}, and an update of it, against Docker Swarm`,
  async measure(progress) {
    const found = await findDocker();
    if (!found.found) return { ...description, rows: [], skipped: found.reason };
    const docker = found.connect();
    await using runtime = await startRuntimeProcess('docker', { timeScale: TIME_SCALE });
    await call(runtime.port, 'CreateCluster', { clusterName: 'bench' });
    progress('an EC2 instance, and a round that does not count: both prepare what is needed');
    await startInstance(runtime.port);
    const bridge = await OurServices.open(docker, runtime, onInstance);
    await bridge.create('warm', 1);
    const [warm] = await bridge.running();
    if (warm === undefined) throw new Error('Expected a running container, found none.');
    await bridge.remove('warm');
    await using theirs = await openSwarm(docker, warm.Image);

    const sides = [
      new Side('EC2, one container a task', bridge),
      new Side('Swarm on a network of its own', theirs.services('own network')),
      new Side('Swarm on the default network', theirs.services('default network')),
      new Side(
        'Fargate, with a pause container each',
        await OurServices.open(docker, runtime, onFargate),
      ),
    ] as const;
    for (const side of sides) await side.round('bench-warm');
    for (const side of sides) side.forget();
    for (let round = 0; round < ROUNDS; round += 1) {
      progress(`round ${round + 1} of ${ROUNDS}`);
      // There and back, Swarm always in the middle.
      for (const side of round % 2 === 0 ? sides : sides.toReversed())
        await side.round(`bench-${round}`);
    }
    const [like, alike, bare, more] = sides;
    const pairs = [
      [like, alike],
      [like, bare],
      [more, alike],
      [more, bare],
    ] as const;
    const aim = { text: '< 1', met: (_ours: number, ratio: number) => ratio < 1 };
    return {
      ...description,
      rows: pairs.flatMap(([ours, other]) =>
        (['create', 'update'] as const).map((what) =>
          row(
            { label: `${ours.label}: ${NAMES[what]}`, unit: 'ms', against: other.label },
            { ours: ours.times[what], baseline: other.times[what] },
            aim,
          ),
        ),
      ),
    };
  },
};

const NAMES = { create: 'all running', update: 'all replaced' };

/** What is measured beside the others, round for round. */
class Side {
  readonly times: { create: number[]; update: number[] } = { create: [], update: [] };

  constructor(
    readonly label: string,
    readonly services: Services,
  ) {}

  async round(name: string): Promise<void> {
    throwIfInterrupted();
    const { services, times } = this;
    times.create.push(await services.create(name, TASKS));
    await services.settle(name, TASKS);
    times.update.push(await services.update(name, TASKS));
    await services.settle(name, TASKS);
    await services.remove(name);
  }

  forget(): void {
    this.times.create.length = 0;
    this.times.update.length = 0;
  }
}

const description: Omit<Measurement, 'rows'> = {
  name: 'swarm',
  title: `A service of ${TASKS} on Docker, and Swarm on the same engine`,
  how: `CreateService until all ${TASKS} tasks are described as running, then, once each program listens, UpdateService to a revision with another environment, minimum 100 and maximum 200 per cent, until all tasks of it run and no old container does. On one EC2 instance in bridge mode a task is one container, as a replica of Swarm is; on Fargate each has a pause container too, with an address and a published port. Swarm: the same image by its id, the same program and memory, no ports, on a bridge network of its own as the tasks are (Docker sets up a name server in each container of such a network) and on the default network (where it does not); its update has no bound of parallelism, starts first, waits for no delay and monitors for a nanosecond. Old and new stand side by side in all of them. A task of ours counts as healthy only some time after it runs, by --time-scale ${TIME_SCALE} 40 ms (on AWS 40 s), which is counted; Swarm takes a replica that runs for healthy at once. Asked every 25 ms. In turn, there and back, Swarm in the middle; ${ROUNDS} rounds after one that does not count.`,
};
