import type { Disturbance } from '../../core/effects.ts';
import type { SimulatedInstance } from './instance.ts';
import type { SimulatedTask, SimulatedWorld } from './world.ts';

/** The instance goes down as if its plug were pulled, and its tasks vanish. False: it was not up. */
export const crashInstance = (world: SimulatedWorld, instanceArn: string): boolean =>
  instanceOf(world, instanceArn)?.crash() ?? false;

/**
 * The instance's agent can no longer be reached. Its containers go on; what is asked of them, and
 * what happens to them, waits until it is back. False: there is no agent that is connected.
 */
export const disconnectAgent = (world: SimulatedWorld, instanceArn: string): boolean =>
  instanceOf(world, instanceArn)?.disconnect() ?? false;

/** False: the agent was not away. */
export const reconnectAgent = (world: SimulatedWorld, instanceArn: string): boolean =>
  instanceOf(world, instanceArn)?.reconnect() ?? false;

/** As `kill -9` of the container's main process. False: it does not run. */
export function killContainer(world: SimulatedWorld, taskArn: string, name: string): boolean {
  for (const { tasks } of world.installs.values()) {
    const container = tasks.get(taskArn)?.containers.get(name);
    if (container?.isRunning) {
      container.kill();
      return true;
    }
  }
  return false;
}

/** As `kill -9` of the load balancer's program; it comes back by itself. False: it does not run. */
export function killLoadBalancer(world: SimulatedWorld, loadBalancerArn: string): boolean {
  return [...world.installs.values()].some(
    ({ loadBalancers }) => loadBalancers.get(loadBalancerArn)?.kill() ?? false,
  );
}

/** What the core asked for; a container that does not run stays as it is. */
export function disturb(task: SimulatedTask, disturbance: Disturbance): void {
  if ('containerName' in disturbance)
    task.containers.get(disturbance.containerName)?.disturb(disturbance.kind);
  else if (disturbance.kind === 'cut-network') changeNetwork(task, { isCut: true });
  else changeNetwork(task, { delay: disturbance.delay });
}

export function undisturb(task: SimulatedTask, disturbance: Disturbance): void {
  const { kind } = disturbance;
  if (kind === 'pause' || kind === 'sick')
    task.containers.get(disturbance.containerName)?.undisturb(kind);
  else if (kind === 'cut-network') changeNetwork(task, { isCut: false });
  else if (kind === 'slow-network') changeNetwork(task, { delay: 0 });
}

function changeNetwork(
  { network, containers }: SimulatedTask,
  change: Partial<SimulatedTask['network']>,
): void {
  Object.assign(network, change);
  for (const container of containers.values()) container.networkChanged();
}

function instanceOf(world: SimulatedWorld, instanceArn: string): SimulatedInstance | undefined {
  for (const { instances } of world.installs.values()) {
    const instance = instances.get(instanceArn);
    if (instance) return instance;
  }
  return undefined;
}
