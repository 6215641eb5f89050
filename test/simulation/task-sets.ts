import type { TaskSet } from '../../src/core/model/index.ts';
import { CLUSTER, NETWORK } from './definitions.ts';
import { rows, service, serviceIn, update } from './on-fargate.ts';
import type { Simulation } from './simulation.ts';

/** Task sets of a service that somebody else deploys, whose tasks take 3 s to start. */

const OWN = { cluster: CLUSTER, service: 'cats' };

const taskSets = (sim: Simulation): readonly TaskSet[] => serviceIn(sim).taskSets ?? [];

/** What a set has: its status, its tasks that are to run, and whether it is steady. */
const seen = (sim: Simulation, index: number): string[] => {
  const taskSet = taskSets(sim)[index];
  if (taskSet === undefined) return ['-'];
  const live = [...(sim.state?.tasks.values() ?? [])].filter(
    ({ deploymentId, desiredStatus }) => deploymentId === taskSet.id && desiredStatus === 'RUNNING',
  );
  return [`${taskSet.status} ${live.length} ${taskSet.stabilityStatus}`];
};

/** From one set to the other and back to one: what each has soon after, and when all is done. */
export async function fromSetToSet(): Promise<string> {
  const sim = await service({
    desiredCount: 5,
    taskDefinition: undefined,
    networkConfiguration: undefined,
    deploymentController: { type: 'EXTERNAL' },
  });
  const table: (string | number)[][] = [['what', 'blue', 'green', 'blue then', 'green then']];
  const does = async (what: string, act: () => void): Promise<void> => {
    act();
    await sim.pass(500);
    const soon = [...seen(sim, 0), ...seen(sim, 1)];
    await sim.pass(30_000);
    table.push([what, ...soon, ...seen(sim, 0), ...seen(sim, 1)]);
  };
  const create = (value: number) => () =>
    sim.send('CreateTaskSet', {
      ...OWN,
      taskDefinition: 'cats',
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      scale: { value },
    });
  const scale = (index: number, value: number) => () =>
    sim.send('UpdateTaskSet', { ...OWN, taskSet: taskSets(sim)[index]?.id, scale: { value } });
  await does('blue at 100', create(100));
  await does('blue is primary', () => {
    sim.send('UpdateServicePrimaryTaskSet', { ...OWN, primaryTaskSet: taskSets(sim)[0]?.id });
  });
  await does('green at 25', create(25));
  await does('green at 100', scale(1, 100));
  await does('green is primary', () => {
    sim.send('UpdateServicePrimaryTaskSet', { ...OWN, primaryTaskSet: taskSets(sim)[1]?.id });
  });
  await does('blue at 50', scale(0, 50));
  await does('3 instead of 5', () => update(sim, { desiredCount: 3 }));
  await does('blue is deleted', () => {
    const taskSet = taskSets(sim)[0]?.id;
    sim.send('DeleteTaskSet', { ...OWN, taskSet, force: true });
  });
  return rows(table, 26);
}
