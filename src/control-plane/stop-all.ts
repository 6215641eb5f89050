import type { ListedTask, TaskObservation } from '../core/observations.ts';
import type { Engine } from '../engines/engine.ts';
import type { EngineLink } from './engine-link.ts';

/** Milliseconds a container has between its stop signal and SIGKILL when the runtime ends. */
const STOP_TIMEOUT = 3_000;
/** Milliseconds for all of it; what is left then is removed at the next start. */
const DEADLINE = 20_000;

/** What is there, or about to be, by what is known of it. */
export interface Expected {
  /** ARNs of tasks that are not STOPPED. */
  readonly tasks: readonly string[];
  /** ARNs of EC2 instances that are not terminated. */
  readonly instances: readonly string[];
  /** ARNs. */
  readonly loadBalancers: readonly string[];
}

/**
 * Stops and removes all that the engine has or is about to have, tasks side by side and then
 * instances and load balancers, while the desired state stays as it is. Answers the ARNs of what was not gone in time.
 */
export async function stopAll(
  engine: Engine,
  link: EngineLink,
  expected: Expected,
): Promise<string[]> {
  const tasks = new Map<string, RemainingTask>();
  /** ARNs of instances and load balancers. */
  const machines = new Set<string>();
  let resolveGone = () => {};
  const tell = () => {
    if (tasks.size + machines.size === 0) resolveGone();
  };
  link.takeOver((observation) => {
    if ('taskArn' in observation) {
      const task = tasks.get(observation.taskArn);
      if (task?.observed(observation)) tasks.delete(observation.taskArn);
    } else if (observation.type === 'InstanceTerminated') machines.delete(observation.instanceArn);
    else if (observation.type === 'LoadBalancerRemoved')
      machines.delete(observation.loadBalancerArn);
    tell();
  });
  if (!link.status.available) return [];
  const nothingYet = expected.tasks.map((taskArn) => ({ taskArn, containers: [] }));
  const [listed, instances, loadBalancers] = await Promise.all([
    engine.list(),
    engine.listInstances(),
    engine.listLoadBalancers(),
  ]);
  for (const task of [...nothingYet, ...listed]) {
    tasks.set(task.taskArn, new RemainingTask(engine, task));
  }
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    resolveGone();
  }, DEADLINE);
  const allGone = () =>
    new Promise<void>((resolve) => {
      resolveGone = resolve;
      if (late) resolve();
      else tell();
    });
  for (const task of tasks.values()) task.stop();
  await allGone();
  const instanceArns = instances.map(({ instanceArn }) => instanceArn);
  for (const instanceArn of new Set([...expected.instances, ...instanceArns])) {
    machines.add(instanceArn);
    engine.perform({ type: 'TerminateInstance', instanceArn });
  }
  const loadBalancerArns = loadBalancers.map(({ loadBalancerArn }) => loadBalancerArn);
  for (const loadBalancerArn of new Set([...expected.loadBalancers, ...loadBalancerArns])) {
    machines.add(loadBalancerArn);
    engine.perform({ type: 'RemoveLoadBalancer', loadBalancerArn });
  }
  await allGone();
  clearTimeout(deadline);
  return [...tasks.keys(), ...machines];
}

class RemainingTask {
  readonly #engine: Engine;
  readonly #taskArn: string;
  readonly #running: Set<string>;

  constructor(engine: Engine, { taskArn, containers }: ListedTask) {
    this.#engine = engine;
    this.#taskArn = taskArn;
    this.#running = new Set(
      containers.filter(({ status }) => status === 'RUNNING').map(({ name }) => name),
    );
  }

  stop(): void {
    const taskArn = this.#taskArn;
    if (this.#running.size === 0) this.#remove();
    for (const containerName of this.#running) {
      const stopTimeout = STOP_TIMEOUT;
      this.#engine.perform({ type: 'StopContainer', taskArn, containerName, stopTimeout });
    }
  }

  /** True when the task is gone. */
  observed(observation: TaskObservation): boolean {
    if (observation.type === 'TaskDeprovisioned') return true;
    if (observation.type !== 'ContainerStopped') return false;
    // Removed once, when its last container has stopped.
    if (this.#running.delete(observation.containerName) && this.#running.size === 0) {
      this.#remove();
    }
    return false;
  }

  #remove(): void {
    this.#engine.perform({ type: 'DeprovisionTask', taskArn: this.#taskArn });
  }
}
