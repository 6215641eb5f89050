import type { Task } from '../../../src/core/model/index.ts';
import { CLUSTER, familiesOf, NETWORK, needsNetwork } from '../definitions.ts';
import type { Simulation } from '../simulation.ts';
import { activeInstances } from './instances.ts';

const tasksThat = ({ state }: Simulation, wanted: (task: Task) => boolean): Task[] =>
  [...(state?.tasks.values() ?? [])].filter(wanted);

const notStopped = ({ lastStatus }: Task): boolean => lastStatus !== 'STOPPED';

export const taskActions = {
  runTask(sim: Simulation): void {
    const family = sim.random.pick(familiesOf(sim.profile)) ?? 'fargate';
    sim.send('RunTask', {
      cluster: CLUSTER,
      taskDefinition: family,
      count: sim.random.between(1, 3),
      launchType: family === 'fargate' ? 'FARGATE' : 'EC2',
      ...(needsNetwork(family) ? { networkConfiguration: NETWORK } : {}),
      ...(sim.random.chance(0.2) ? { clientToken: `token${sim.random.below(3)}` } : {}),
    });
  },
  stopTask(sim: Simulation): void {
    const task = sim.random.pick(tasksThat(sim, notStopped));
    if (task === undefined) return;
    sim.send('StopTask', { cluster: CLUSTER, task: task.taskArn });
  },
  startTask(sim: Simulation): void {
    const instance = sim.random.pick(activeInstances(sim));
    const family = sim.random.pick(familiesOf(sim.profile).filter((name) => name !== 'fargate'));
    if (instance === undefined || family === undefined) return;
    sim.send('StartTask', {
      cluster: CLUSTER,
      taskDefinition: family,
      containerInstances: [instance.containerInstanceArn],
      ...(needsNetwork(family) ? { networkConfiguration: NETWORK } : {}),
    });
  },
  protect(sim: Simulation): void {
    const tasks = tasksThat(sim, (task) => notStopped(task) && task.serviceArn !== undefined);
    const some = tasks.filter(() => sim.random.chance(0.4)).slice(0, 10);
    if (some.length === 0) return;
    sim.send('UpdateTaskProtection', {
      cluster: CLUSTER,
      tasks: some.map(({ taskArn }) => taskArn),
      protectionEnabled: sim.random.chance(0.7),
      expiresInMinutes: sim.random.between(1, 20),
    });
  },
};
