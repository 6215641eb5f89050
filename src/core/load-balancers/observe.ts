import { scopeOf } from '../arn.ts';
import type { LoadBalancer } from '../model/index.ts';
import type {
  ListedLoadBalancer,
  LoadBalancerAddress,
  LoadBalancerObservation,
} from '../observations.ts';
import { isFiltered } from '../security-groups/interfaces.ts';
import type { Transaction } from '../transaction.ts';
import { targetKey } from './apply.ts';
import type { TargetHealth } from './configuration.ts';
import { startEffect } from './find.ts';

/** Takes in what an engine saw of a load balancer. What is known already changes nothing. */
export function observeLoadBalancer(tx: Transaction, observation: LoadBalancerObservation): void {
  const { loadBalancerArn } = observation;
  const loadBalancer = tx.state.loadBalancers.get(loadBalancerArn);
  if (loadBalancer === undefined) {
    if (observation.type === 'LoadBalancerStarted') {
      tx.perform({ type: 'RemoveLoadBalancer', loadBalancerArn });
    }
    return;
  }
  switch (observation.type) {
    case 'LoadBalancerStarted':
      started(tx, loadBalancer, observation.address);
      break;
    case 'LoadBalancerStartFailed':
      tx.emit({
        type: 'LoadBalancerPut',
        loadBalancer: { ...loadBalancer, state: 'failed', stateReason: observation.reason },
      });
      break;
    case 'LoadBalancerRemoved':
      // Nobody asked for that: another one takes its place.
      tx.perform(startEffect(loadBalancer));
      break;
    case 'TargetHealthChanged':
      for (const health of observation.targets) targetHealthChanged(tx, health);
  }
}

/** Makes what is known of load balancers agree with all that the engine has. */
export function adoptLoadBalancers(tx: Transaction, listed: readonly ListedLoadBalancer[]): void {
  for (const { loadBalancerArn } of listed) {
    if (tx.state.loadBalancers.has(loadBalancerArn)) continue;
    tx.perform({ type: 'RemoveLoadBalancer', loadBalancerArn });
  }
  const running = new Map(listed.map(({ loadBalancerArn, address }) => [loadBalancerArn, address]));
  for (const loadBalancer of [...tx.state.loadBalancers.values()]) {
    const { loadBalancerArn } = loadBalancer;
    const address = running.get(loadBalancerArn);
    if (address === undefined) tx.perform(startEffect(loadBalancer));
    else started(tx, loadBalancer, address);
  }
}

/** It may have been told what has changed since, or not: it is told again. */
function started(tx: Transaction, loadBalancer: LoadBalancer, address: LoadBalancerAddress): void {
  const { privateIpAddress, gatewayPort } = address;
  const up: LoadBalancer = { ...loadBalancer, state: 'active', privateIpAddress, gatewayPort };
  const known =
    loadBalancer.state === 'active' &&
    loadBalancer.privateIpAddress === privateIpAddress &&
    loadBalancer.gatewayPort === gatewayPort;
  if (!known) tx.emit({ type: 'LoadBalancerPut', loadBalancer: up });
  tx.touchLoadBalancer(loadBalancer.loadBalancerArn);
  // Another start of its program is another network, without filters.
  if (isFiltered(tx.state, scopeOf(loadBalancer.loadBalancerArn)))
    tx.touchInterface(loadBalancer.loadBalancerArn);
}

function targetHealthChanged(tx: Transaction, found: TargetHealth): void {
  const target = tx.state.targets.get(targetKey(found));
  if (target === undefined || target.drainsUntil !== null) return;
  const { state, reason, description } = found;
  const { health } = target;
  if (health?.state === state && health.reason === reason && health.description === description)
    return;
  tx.emit({ type: 'TargetPut', target: { ...target, health: { state, reason, description } } });
}
