import type { Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { Refusal } from '../../errors.ts';
import type { Listener, ListenerAction, LoadBalancer } from '../../model/index.ts';
import type { State } from '../../state.ts';
import type { Transaction } from '../../transaction.ts';
import { listenersOf } from '../find.ts';
import { actionFrom } from './actions.ts';
import { listenerArn } from './arn.ts';
import { changeListenerAttributes, initialListenerAttributes } from './attributes.ts';
import { checkPort, validationError } from './errors.ts';
import { findListener, findLoadBalancer } from './find.ts';
import { checkCount, LIMITS } from './limits.ts';
import { tagsFrom } from './tags.ts';
import { changeUsage } from './usage.ts';

/** Answers the listener on that port when it is the same already. */
export function createListener(
  tx: Transaction,
  scope: Scope,
  input: Commands['CreateListener']['input'],
): CommandOutput<'CreateListener'> {
  const loadBalancer = findLoadBalancer(tx.state, scope, input.LoadBalancerArn);
  const { loadBalancerArn } = loadBalancer;
  const { Port: port } = input;
  if (input.Protocol === undefined) throw validationError('A protocol must be specified');
  if (port === undefined) throw validationError('A port must be specified');
  checkPort('port', port);
  const protocol = protocolFrom(loadBalancer, input.Protocol);
  const defaultAction = actionFrom({ state: tx.state, scope, loadBalancer }, input.DefaultActions);
  const tags = tagsFrom(input.Tags);
  const listeners = listenersOf(tx.state, loadBalancerArn);
  const existing = listeners.find((listener) => listener.port === port);
  if (existing !== undefined) {
    if (isSameAction(existing.defaultAction, defaultAction))
      return { listenerArn: existing.listenerArn };
    throw portTaken(loadBalancer);
  }
  checkCount(
    'TooManyListeners',
    'listeners per load balancer',
    listeners.length + 1,
    LIMITS.listeners,
  );
  const arn = listenerArn(loadBalancerArn, tx.env.ids.hex(16));
  tx.emit({
    type: 'ListenerPut',
    listener: {
      listenerArn: arn,
      loadBalancerArn,
      port,
      protocol,
      defaultAction,
      attributes: initialListenerAttributes(loadBalancer.type),
      createdAt: tx.env.now,
      tags,
    },
  });
  return { listenerArn: arn };
}

const portTaken = ({ loadBalancerArn }: LoadBalancer) =>
  new Refusal(
    'DuplicateListener',
    `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
  );

/** Both come from `actionFrom`, one perhaps through a journal, which keeps no undefined members. */
const isSameAction = (a: ListenerAction, b: ListenerAction): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function protocolFrom({ type }: LoadBalancer, given: string): Listener['protocol'] {
  const protocol = type === 'application' ? 'HTTP' : 'TCP';
  if (given === protocol) return protocol;
  const why =
    given === 'HTTPS' || given === 'TLS'
      ? `Listeners with the ${given} protocol are not supported by this runtime, which has no certificates.`
      : `Protocol '${given}' is not supported for listeners of load balancers of type '${type}' in this runtime.`;
  throw new Refusal('UnsupportedProtocol', `${why} Use ${protocol}.`);
}

export function modifyListener(
  tx: Transaction,
  scope: Scope,
  input: Commands['ModifyListener']['input'],
): CommandOutput<'ModifyListener'> {
  const listener = findListener(tx.state, scope, input.ListenerArn);
  const loadBalancer = loadBalancerOf(tx.state, scope, listener);
  const { Port: port = listener.port } = input;
  checkPort('port', port);
  const changed: Listener = {
    ...listener,
    port,
    protocol: protocolFrom(loadBalancer, input.Protocol ?? listener.protocol),
    defaultAction:
      input.DefaultActions === undefined
        ? listener.defaultAction
        : actionFrom({ state: tx.state, scope, loadBalancer }, input.DefaultActions),
  };
  const others = listenersOf(tx.state, listener.loadBalancerArn);
  if (others.some((other) => other.port === port && other.listenerArn !== listener.listenerArn))
    throw portTaken(loadBalancer);
  changeUsage(tx, listener.loadBalancerArn, () =>
    tx.emit({ type: 'ListenerPut', listener: changed }),
  );
  return {};
}

export const loadBalancerOf = (
  state: State,
  scope: Scope,
  { loadBalancerArn }: Listener,
): LoadBalancer => findLoadBalancer(state, scope, loadBalancerArn);

export function deleteListener(
  tx: Transaction,
  scope: Scope,
  { ListenerArn }: Commands['DeleteListener']['input'],
): CommandOutput<'DeleteListener'> {
  const { listenerArn, loadBalancerArn } = findListener(tx.state, scope, ListenerArn);
  changeUsage(tx, loadBalancerArn, () => tx.emit({ type: 'ListenerForgotten', listenerArn }));
  return {};
}

export function modifyListenerAttributes(
  tx: Transaction,
  scope: Scope,
  input: Commands['ModifyListenerAttributes']['input'],
): CommandOutput<'ModifyListenerAttributes'> {
  const listener = findListener(tx.state, scope, input.ListenerArn);
  const { type } = loadBalancerOf(tx.state, scope, listener);
  const attributes = changeListenerAttributes(type, listener.attributes, input);
  tx.emit({ type: 'ListenerPut', listener: { ...listener, attributes } });
  return {};
}
