import { isConnectionError } from '../errors.ts';
import { loadBalancerNameOf } from '../labels.ts';
import type { World } from '../world.ts';
import { bringUp, inspectLoadBalancer, runningOf } from './bring-up.ts';
import { isSame, type RunningLoadBalancer } from './known-load-balancers.ts';

/** Brings it up, if it is not, and says where it is once its program answers. */
export const startLoadBalancer = async (
  world: World,
  loadBalancerArn: string,
  dnsName?: string,
): Promise<void> => connect(world, loadBalancerArn, await bringUp(world, loadBalancerArn, dnsName));

/**
 * Looks what became of it, after all that was asked of it before. Whatever ended it, it is started
 * again; one that is gone is said to be.
 */
export const seeTo = (world: World, loadBalancerArn: string): void =>
  world.inTurn(loadBalancerArn, async () => {
    const known = world.loadBalancers.get(loadBalancerArn);
    const info = await inspectLoadBalancer(world, loadBalancerArn);
    if (info === undefined) {
      if (known !== undefined) forget(world, loadBalancerArn);
      return;
    }
    const running = runningOf(world, info);
    if (running === undefined) restartSoon(world, loadBalancerArn);
    else if (known === undefined) {
      // Of an engine before this one. It need not answer at once, and the listing tells of it.
      world.loadBalancers
        .add(loadBalancerArn)
        .connect(running)
        .catch(() => {});
    } else if (!isSame(known.running, running)) await connect(world, loadBalancerArn, running);
  });

/** It is gone, asked for or not. */
export const forget = (world: World, loadBalancerArn: string): void => {
  world.loadBalancers.forget(loadBalancerArn);
  world.addresses.release(loadBalancerArn);
  world.traffic.forget(loadBalancerArn);
  world.host.observe({ type: 'LoadBalancerRemoved', loadBalancerArn });
};

const connect = async (
  world: World,
  loadBalancerArn: string,
  running: RunningLoadBalancer,
): Promise<void> => {
  const known = world.loadBalancers.add(loadBalancerArn);
  if (!isSame(known.running, running)) await known.connect(running);
  const { address } = running;
  world.host.observe({ type: 'LoadBalancerStarted', loadBalancerArn, address });
};

const restartSoon = (world: World, loadBalancerArn: string): void => {
  const known = world.loadBalancers.add(loadBalancerArn);
  if (known.isToBeRestarted) return;
  known.isDown(() =>
    world.inTurn(loadBalancerArn, async () => {
      if (world.loadBalancers.get(loadBalancerArn) !== known) return;
      try {
        if ((await inspectLoadBalancer(world, loadBalancerArn)) === undefined)
          forget(world, loadBalancerArn);
        else await startLoadBalancer(world, loadBalancerArn);
      } catch (error) {
        if (isConnectionError(error)) throw error;
        const name = loadBalancerNameOf(loadBalancerArn);
        console.error(
          `Could not start ${name} again, trying on; see also: docker logs ${name}`,
          error,
        );
        restartSoon(world, loadBalancerArn);
      }
    }),
  );
};
