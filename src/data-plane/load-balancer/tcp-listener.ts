import { connect, type Socket } from 'node:net';
import type { Balancer } from './balancer.ts';
import { splice } from './splice.ts';
import { connectTimeout, type Target } from './targets/target.ts';
import type { TargetGroup } from './targets/target-group.ts';

/**
 * Serves one connection of a TCP listener. AWS picks the target by a hash of the flow; here targets
 * take turns, which spreads as evenly and can be foretold. With source IP stickiness a client always
 * comes to the same one. A target that refuses gets its client another one, once; a client for whom
 * there is none is reset.
 */
export const serveConnection = (balancer: Balancer, port: number, client: Socket): void => {
  client.on('error', () => client.destroy());
  const rule = balancer.listeners.get(port)?.rules.default;
  const arn = rule?.nextGroup();
  const group = arn === undefined ? undefined : balancer.group(arn);
  if (group === undefined) return void client.resetAndDestroy();
  connectTo(balancer, client, group, undefined);
};

const connectTo = (
  balancer: Balancer,
  client: Socket,
  group: TargetGroup,
  refusedBy: Target | undefined,
): void => {
  const target =
    group.configuration.stickiness?.type === 'source_ip'
      ? group.chooseBySource(client.remoteAddress ?? '', refusedBy)
      : group.choose(refusedBy);
  if (target === undefined) return void client.resetAndDestroy();
  const again = (): void => {
    if (client.destroyed) return;
    if (refusedBy === undefined) connectTo(balancer, client, group, target);
    else client.resetAndDestroy();
  };
  const { address } = target;
  if (address === undefined) return void again();
  const timeout = connectTimeout(balancer.idleTimeout);
  const inside = connect({ ...address, allowHalfOpen: true, timeout });
  target.hold(inside);
  const gone = () => inside.destroy();
  client.once('close', gone);
  inside.once('error', again);
  inside.once('timeout', () => inside.destroy(new Error('The target is silent.')));
  inside.once('connect', () => {
    client.off('close', gone);
    inside.off('error', again);
    inside.removeAllListeners('timeout');
    target.counts.add(0);
    balancer.log.counts.add(0);
    splice(client, inside, balancer.idleTimeout);
  });
};
