import type { InstanceObservation } from '../../../core/observations.ts';
import { allowing, isConnectionError, orUndefined } from '../errors.ts';
import { instanceNameOf, instanceOf, onInstance } from '../labels.ts';
import { removeVolumesOfGone } from '../volumes.ts';
import type { World } from '../world.ts';
import { gatewayPortOf } from './gateway-port.ts';

/** Ends what runs on it and the machine itself; its disk stays. */
export const stopInstance = async (world: World, instanceArn: string): Promise<void> => {
  const container = world.docker.getContainer(instanceNameOf(instanceArn));
  await end(world, { type: 'InstanceStopped', instanceArn }, async () => {
    // 404: it was removed by hand. 409: it does not run.
    await allowing([404, 409], container.kill({ signal: 'SIGKILL' }));
  });
};

/** Ends what runs on it and removes the machine with its disk. */
export const terminateInstance = async (world: World, instanceArn: string): Promise<void> => {
  const container = world.docker.getContainer(instanceNameOf(instanceArn));
  await end(world, { type: 'InstanceTerminated', instanceArn }, async () => {
    await allowing([404], container.remove({ force: true, v: true }));
    world.instances.forget(instanceArn);
    world.traffic.forget(instanceArn);
  });
  await removeVolumesOfGone(world, [instanceArn]);
};

/** An event said that the machine went down; but that may be old, and we have started it since. */
export const heardDown = async (world: World, instanceArn: string): Promise<void> => {
  const { docker, lanes, instances } = world;
  const known = instances.running(instanceArn);
  if (known === undefined) return;
  const info = await lanes.read.run(() => orUndefined(docker.getContainer(known.id).inspect()));
  // Each start gives it another port.
  const asKnown = info?.State.Running === true && gatewayPortOf(info) === known.gatewayPort;
  if (!asKnown && instances.running(instanceArn) === known) await plugPulled(world, instanceArn);
};

/** The machine is down although nobody asked for it: what runs on it goes down with it. */
export const plugPulled = (world: World, instanceArn: string): Promise<void> =>
  end(world, { type: 'InstanceStopped', instanceArn }, async () => {});

/**
 * First the tasks, then the machine, then the observation; only then is told how the tasks ended,
 * so that whoever hears of them knows why.
 */
const end = async (
  world: World,
  observation: Extract<InstanceObservation, { type: 'InstanceStopped' | 'InstanceTerminated' }>,
  endMachine: () => Promise<void>,
): Promise<void> => {
  const { instances, host, lanes } = world;
  const { instanceArn } = observation;
  instances.ending(instanceArn);
  try {
    await killTasksOn(world, instanceArn);
    await lanes.stop.run(endMachine);
    const known = instances.all().find((instance) => instance.instanceArn === instanceArn);
    if (known !== undefined) instances.set({ ...known, status: 'STOPPED', gatewayPort: undefined });
    host.observe(observation);
  } finally {
    instances.ended(instanceArn);
  }
};

const killTasksOn = async (world: World, instanceArn: string): Promise<void> => {
  const { docker, host, lanes } = world;
  const filters = onInstance(host.installId, instanceArn);
  const running = await lanes.read.run(() => docker.listContainers({ filters }));
  await Promise.all(
    running
      .filter(({ Labels }) => instanceOf(host.installId, Labels) === undefined)
      .map(({ Id }) => kill(world, Id)),
  );
};

export const kill = ({ docker, lanes }: World, id: string): Promise<void> =>
  lanes.stop.run(async () => {
    try {
      await allowing([404, 409], docker.getContainer(id).kill({ signal: 'SIGKILL' }));
    } catch (error) {
      if (isConnectionError(error)) throw error;
      console.error(`Could not kill the container ${id} with its instance:`, error);
    }
  });
