import type { LoadBalancerEffect } from '../../../core/effects.ts';
import { allowing, dockerText, isConnectionError } from '../errors.ts';
import type { World } from '../world.ts';
import { inspectLoadBalancer } from './bring-up.ts';
import { forget, startLoadBalancer } from './see-to.ts';

/** Does the effect and answers with observations. */
export const performOnLoadBalancer = async (
  world: World,
  effect: LoadBalancerEffect,
): Promise<void> => {
  const { loadBalancerArn } = effect;
  switch (effect.type) {
    case 'StartLoadBalancer':
      try {
        await startLoadBalancer(world, loadBalancerArn, effect.dnsName);
      } catch (error) {
        if (isConnectionError(error)) throw error;
        const reason = `The load balancer cannot start: ${dockerText(error)}`;
        world.host.observe({ type: 'LoadBalancerStartFailed', loadBalancerArn, reason });
      }
      return;
    case 'ConfigureLoadBalancer':
      world.loadBalancers.get(loadBalancerArn)?.configure(effect.configuration);
      return;
    case 'RemoveLoadBalancer':
      await remove(world, loadBalancerArn);
      forget(world, loadBalancerArn);
  }
};

const remove = async (world: World, loadBalancerArn: string): Promise<void> => {
  const found = await inspectLoadBalancer(world, loadBalancerArn);
  if (found === undefined) return;
  const container = world.docker.getContainer(found.Id);
  // 404: it is gone. 409: its removal is under way already.
  await world.lanes.stop.run(() =>
    allowing([404, 409], container.remove({ force: true, v: true })),
  );
};
