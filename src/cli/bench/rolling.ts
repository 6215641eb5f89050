import { VirtualCluster } from '../../engines/simulated/virtual-cluster.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Bench, interleave, row } from './measurement.ts';

const ROUNDS = 5;
const SMALLEST = { tasks: 1_000, instances: 100 };
const SIZES = [{ tasks: 10_000, instances: 1_000 }];
/** AWS: a service has at most so many tasks. */
const TASKS_OF_A_SERVICE = 5_000;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
/** Room for twice the tasks: old and new stand side by side. */
const INSTANCE = { cpu: 16_384, memory: 32_768 };
const TASK = { cpu: 512, memory: 1_024 };
const A_DAY = 24 * 3_600_000;

interface Size {
  readonly tasks: number;
  readonly instances: number;
}

/** A rolling deployment of many tasks, in virtual time. */
export const rolling: Bench = {
  name: 'rolling',
  summary: 'a rolling deployment of 1,000 and 10,000 tasks in virtual time',
  async measure(progress) {
    const rows = [];
    for (const size of SIZES) {
      const label = `${named(size)}, each replaced`;
      progress(`${label}, and a round that does not count: the program gets quicker as it runs`);
      await replaceAll(size);
      const rounds = await interleave(
        ROUNDS,
        () => replaceAll(size),
        () => replaceAll(SMALLEST),
      );
      const growth = size.tasks / SMALLEST.tasks;
      rows.push(
        row({ label, unit: 'ms', against: named(SMALLEST) }, rounds, {
          text: `< 2000 ms, growth < ${1.5 * growth} for ${growth} times the tasks`,
          met: (ours, ratio) => ours < 2000 && ratio < 1.5 * growth,
        }),
      );
    }
    return {
      name: this.name,
      title: 'A rolling deployment in virtual time',
      how: `Services of up to ${TASKS_OF_A_SERVICE} tasks on EC2, minimum 100 and maximum 200 per cent, on the core and the simulated engine without a journal. From UpdateService with a new revision until all deployments are COMPLETED, in CPU time of this process, garbage collection included. ${ROUNDS} rounds after one that does not count, in turn with the smaller size.`,
      rows,
    };
  },
};

const named = ({ tasks, instances }: Size): string =>
  `${tasks.toLocaleString('en')} tasks on ${instances.toLocaleString('en')} instances`;

/** Milliseconds of CPU time. */
async function replaceAll({ tasks, instances }: Size): Promise<number> {
  throwIfInterrupted();
  const cluster = await VirtualCluster.open({
    behaviours: {},
    seed: 1,
    mostInputs: Number.POSITIVE_INFINITY,
  });
  cluster.send('CreateCluster', { clusterName: 'bench' });
  for (let index = 0; index < instances; index += 1) register(cluster, index);
  registerRevision(cluster);
  const services = Array.from({ length: Math.ceil(tasks / TASKS_OF_A_SERVICE) }, (_, index) => {
    const desiredCount = Math.min(TASKS_OF_A_SERVICE, tasks - index * TASKS_OF_A_SERVICE);
    return cluster.send('CreateService', {
      cluster: 'bench',
      serviceName: `cats-${index}`,
      taskDefinition: 'cats:1',
      desiredCount,
      launchType: 'EC2',
      createdBy: 'bench',
    }).serviceArn;
  });
  const completed = () =>
    services.every((arn) => {
      const { deployments = [] } = cluster.state.services.get(arn) ?? {};
      return deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED';
    });
  until(cluster, completed);
  cluster.clock.advance(60_000);

  const start = process.cpuUsage();
  registerRevision(cluster);
  for (const service of services) {
    cluster.send('UpdateService', { cluster: 'bench', service, taskDefinition: 'cats:2' });
  }
  until(cluster, completed);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Asks only now and then: asking is not what is measured. */
function until(cluster: VirtualCluster, condition: () => boolean): void {
  const end = cluster.clock.now() + A_DAY;
  while (!condition()) {
    if (cluster.clock.now() >= end || cluster.clock.pending === 0) {
      throw new Error('Expected every deployment to be COMPLETED within a day of virtual time.');
    }
    for (let moments = 0; moments < 100; moments += 1) cluster.nextMoment(end);
  }
}

const register = (cluster: VirtualCluster, index: number) =>
  cluster.send('RegisterContainerInstance', {
    cluster: 'bench',
    instanceIdentityDocument: JSON.stringify({
      instanceId: `i-${String(index).padStart(17, '0')}`,
      region: 'us-east-1',
      availabilityZone: ZONES[index % ZONES.length],
    }),
    totalResources: [
      { name: 'CPU', integerValue: INSTANCE.cpu },
      { name: 'MEMORY', integerValue: INSTANCE.memory },
    ],
  });

const registerRevision = (cluster: VirtualCluster) =>
  cluster.send('RegisterTaskDefinition', {
    family: 'cats',
    requiresCompatibilities: ['EC2'],
    networkMode: 'bridge',
    containerDefinitions: [{ name: 'web', image: 'cats', ...TASK }],
    registeredBy: 'bench',
  });
