import type { SimulatedInstance } from './instance.ts';
import type { SimulatedWorld } from './world.ts';

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

function instanceOf(world: SimulatedWorld, instanceArn: string): SimulatedInstance | undefined {
  for (const { instances } of world.installs.values()) {
    const instance = instances.get(instanceArn);
    if (instance) return instance;
  }
  return undefined;
}
