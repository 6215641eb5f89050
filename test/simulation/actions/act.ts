import { ACTIONS, type ActionName } from '../profile.ts';
import type { Simulation } from '../simulation.ts';
import { faultActions } from './faults.ts';
import { instanceActions } from './instances.ts';
import { serviceActions } from './services.ts';
import { taskActions } from './tasks.ts';

export type Action = (sim: Simulation) => void;

const actions: Readonly<Record<ActionName, Action>> = {
  ...serviceActions,
  ...taskActions,
  ...instanceActions,
  ...faultActions,
};

/** Does one thing, drawn by the weights of the profile; what cannot be done now is left out. */
export function act(sim: Simulation): void {
  const name = sim.random.weighted(sim.profile.weights);
  sim.trace.add(() => `ACTION ${name}`);
  actions[name](sim);
}

export const actionNames = ACTIONS;
