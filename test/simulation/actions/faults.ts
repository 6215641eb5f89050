import {
  crashInstance,
  disconnectAgent,
  reconnectAgent,
} from '../../../src/engines/simulated/faults.ts';
import { type SimulatedWorld, setAvailable } from '../../../src/engines/simulated/world.ts';
import { INSTALL } from '../engine-with-faults.ts';
import type { Simulation } from '../simulation.ts';

const containers = ({ world }: Simulation) =>
  [...(world.installs.get(INSTALL)?.tasks.values() ?? [])].flatMap((task) => [
    ...task.containers.values(),
  ]);

const instances = ({ world }: Simulation) => [
  ...(world.installs.get(INSTALL)?.instances.values() ?? []),
];

const hitInstance =
  (
    which: (instance: { readonly isRunning: boolean; readonly isDisconnected: boolean }) => boolean,
    hit: (world: SimulatedWorld, instanceArn: string) => boolean,
  ) =>
  (sim: Simulation): void => {
    const instance = sim.random.pick(instances(sim).filter(which));
    if (instance !== undefined) hit(sim.world, instance.instanceArn);
  };

/** All that is away comes back. */
export function reconnectAll({ world }: Simulation): void {
  for (const { instanceArn } of world.installs.get(INSTALL)?.instances.values() ?? []) {
    reconnectAgent(world, instanceArn);
  }
}

/** What happens to a cluster without anybody asking. */
export const faultActions = {
  taskCrash(sim: Simulation): void {
    sim.random.pick(containers(sim).filter(({ isRunning }) => isRunning))?.kill();
  },
  instanceCrash: hitInstance(({ isRunning }) => isRunning, crashInstance),
  agentAway: hitInstance(({ isRunning }) => isRunning, disconnectAgent),
  agentBack: hitInstance(({ isDisconnected }) => isDisconnected, reconnectAgent),
  engineAway(sim: Simulation): void {
    if (sim.world.available) setAvailable(sim.world, false);
  },
  engineBack(sim: Simulation): void {
    if (!sim.world.available) setAvailable(sim.world, true);
    else sim.link?.relist();
  },
  /** The machine is switched off and on again: no container lives through that. */
  wipe(sim: Simulation): void {
    if (sim.world.available) setAvailable(sim.world, false);
    for (const container of containers(sim)) container.kill();
  },
  crash(sim: Simulation): void {
    sim.crash('between turns');
    sim.clock.after(sim.random.below(90_000), () => sim.start());
  },
};
