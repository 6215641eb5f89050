import type { FaultName } from '../../../src/core/faults/faults.ts';
import { inForce } from '../../../src/core/faults/in-force.ts';
import { CLUSTER } from '../definitions.ts';
import type { Simulation } from '../simulation.ts';

const OF_TASKS = [
  'kill-container',
  'pause-container',
  'sick-application',
  'fill-memory',
  'cut-network',
  'slow-network',
] as const;
const OF_INSTANCES = [
  'stop-instance',
  'pause-instance',
  'agent-disconnect',
  'agent-reconnect',
] as const;

/** What histories cause by InjectFault, beside all else; it draws from a stream of its own. */
export function causeFaults(sim: Simulation): void {
  const { profile, causing: random, state } = sim;
  if (!profile.causesFaults || state === undefined || !random.chance(0.4)) return;
  const fault = random.pick(inForce(state));
  if (fault !== undefined && random.chance(0.3)) {
    sim.send('UndoFault', { faultId: fault.faultId });
    return;
  }
  const duration = random.between(1_000, 600_000);
  const task = random.pick(
    [...state.tasks.values()].filter(({ lastStatus }) => lastStatus === 'RUNNING'),
  );
  const instance = random.pick(
    [...state.instances.values()].filter((one) => one.state === 'running'),
  );
  if (instance !== undefined && random.chance(0.4)) {
    inject(sim, random.oneOf(...OF_INSTANCES), instance.instanceId, duration);
  } else if (random.chance(0.1)) {
    inject(sim, 'lose-zone', `us-east-1${random.oneOf('a', 'b', 'c')}`, duration);
  } else if (task !== undefined) {
    inject(sim, random.oneOf(...OF_TASKS), task.taskArn, duration);
  } else {
    const service = random.pick([...state.services.values()]);
    if (service !== undefined)
      inject(sim, 'kill-container', `${CLUSTER}/${service.serviceName}`, duration);
  }
}

function inject(sim: Simulation, fault: FaultName, target: string, duration: number): void {
  const isOver = ['kill-container', 'fill-memory', 'agent-reconnect'].includes(fault);
  sim.send('InjectFault', { fault, target, duration: isOver ? undefined : duration });
}

/** Nothing that was caused is in force any more. */
export function undoFaults(sim: Simulation): void {
  for (const { faultId } of sim.state === undefined ? [] : inForce(sim.state))
    sim.send('UndoFault', { faultId });
}
