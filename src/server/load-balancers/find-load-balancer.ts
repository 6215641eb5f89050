import { scopeOf } from '../../core/arn.ts';
import { listenersOf } from '../../core/load-balancers/find.ts';
import type { LoadBalancer } from '../../core/model/index.ts';
import type { State } from '../../core/state.ts';
import type { Way } from '../instances/way.ts';
import type { Unavailable } from '../tasks/unavailable-page.ts';
import { loadBalancerToken } from './load-balancer-token.ts';

export type LoadBalancerTarget =
  | { readonly type: 'port'; readonly way: Way; readonly loadBalancer: LoadBalancer }
  | ({ readonly type: 'unavailable' } & Unavailable);

/** The account of those who name none. */
const DEFAULT_ACCOUNT = '000000000000';

/**
 * The way to the listener of the load balancer that `label` names: the first label of its DNS name
 * (`front-1234567890`) or its own name, for a listener on another port than 80 with `-PORT` behind.
 */
export const findLoadBalancer = (
  state: State,
  token: string,
  label: string,
): LoadBalancerTarget => {
  const { loadBalancer, port } = named(state, label) ?? {};
  if (loadBalancer === undefined)
    return {
      type: 'unavailable',
      status: 404,
      title: 'No such load balancer',
      detail: `There is no load balancer ${label} here; list all with: aws elbv2 describe-load-balancers`,
    };
  const { gatewayPort, loadBalancerArn, name, type, state: status } = loadBalancer;
  const ports = listenersOf(state, loadBalancerArn).map((listener) => listener.port);
  const wanted = port ?? (ports.includes(80) ? 80 : ports[0]);
  if (wanted === undefined || !ports.includes(wanted))
    return {
      type: 'unavailable',
      status: 503,
      title: 'No such listener',
      detail: `Load balancer ${name} has no listener on port ${wanted ?? 80}. It has: ${ports.join(', ') || 'none'}. Names for ports other than 80 are like ${loadBalancer.hostLabel}-8080.elb.localhost.`,
    };
  if (gatewayPort === undefined)
    return {
      type: 'unavailable',
      status: 503,
      title: 'This load balancer is not up',
      detail: `Load balancer ${name} is ${status}${loadBalancer.stateReason === undefined ? '' : `: ${loadBalancer.stateReason}`}.`,
    };
  const gateway = { port: gatewayPort, token: loadBalancerToken(token, loadBalancerArn) };
  // An application load balancer finds the listener by the name that was asked for.
  const way = type === 'application' ? { port: gatewayPort } : { port: wanted, gateway };
  return { type: 'port', way, loadBalancer };
};

/** A load balancer whose own name ends like a port goes before one with that port. */
function named(
  state: State,
  label: string,
): { readonly loadBalancer: LoadBalancer; readonly port?: number } | undefined {
  const whole = find(state, label);
  if (whole !== undefined) return { loadBalancer: whole };
  const [, name, port] = /^(.+)-(\d{1,5})$/.exec(label) ?? [];
  const loadBalancer = name === undefined ? undefined : find(state, name);
  return loadBalancer && { loadBalancer, port: Number(port) };
}

/** By the label of its DNS name, which is unique, else by its name. */
function find(state: State, label: string): LoadBalancer | undefined {
  const all = [...state.loadBalancers.values()];
  const ofName = all.filter(({ name }) => name.toLowerCase() === label);
  return (
    all.find(({ hostLabel }) => hostLabel.toLowerCase() === label) ??
    ofName.find(({ loadBalancerArn }) => scopeOf(loadBalancerArn).account === DEFAULT_ACCOUNT) ??
    ofName[0]
  );
}
