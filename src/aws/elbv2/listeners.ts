import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DeleteListenerOutput,
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from '../../core/load-balancers/commands/errors.ts';
import { findListener, findLoadBalancer } from '../../core/load-balancers/commands/find.ts';
import { listenersOf } from '../../core/load-balancers/find.ts';
import type { Listener } from '../../core/model/index.ts';
import type { Context } from '../operation.ts';
import { page } from './pages.ts';
import { renderAttributes } from './render/attributes.ts';
import { renderListener } from './render/listener.ts';

const found = ({ controlPlane, scope }: Context, arn: string | undefined): Listener =>
  findListener(controlPlane.state, scope, arn);

export async function createListener(
  context: Context,
  input: CreateListenerInput,
): Promise<CreateListenerOutput> {
  const { controlPlane, scope } = context;
  const { listenerArn } = await controlPlane.execute('CreateListener', scope, input);
  return { Listeners: [renderListener(found(context, listenerArn))] };
}

export function describeListeners(
  context: Context,
  input: DescribeListenersInput,
): DescribeListenersOutput {
  const { items, NextMarker } = page(
    selected(context, input),
    ({ listenerArn }) => listenerArn,
    input,
  );
  return { Listeners: items.map(renderListener), NextMarker };
}

function selected(
  context: Context,
  { LoadBalancerArn, ListenerArns: arns = [] }: DescribeListenersInput,
): Listener[] {
  if ((LoadBalancerArn === undefined) === (arns.length === 0)) {
    throw validationError(
      'Either a load balancer ARN or a list of listener ARNs must be specified, and not both',
    );
  }
  if (arns.length > 0) return [...new Set(arns)].map((arn) => found(context, arn));
  const { state } = context.controlPlane;
  const { loadBalancerArn } = findLoadBalancer(state, context.scope, LoadBalancerArn);
  return listenersOf(state, loadBalancerArn);
}

export async function modifyListener(
  context: Context,
  input: ModifyListenerInput,
): Promise<ModifyListenerOutput> {
  await context.controlPlane.execute('ModifyListener', context.scope, input);
  return { Listeners: [renderListener(found(context, input.ListenerArn))] };
}

export const deleteListener = (
  { controlPlane, scope }: Context,
  input: DeleteListenerInput,
): Promise<DeleteListenerOutput> => controlPlane.execute('DeleteListener', scope, input);

export const describeListenerAttributes = (
  context: Context,
  { ListenerArn }: DescribeListenerAttributesInput,
): DescribeListenerAttributesOutput => ({
  Attributes: renderAttributes(found(context, ListenerArn).attributes),
});

export async function modifyListenerAttributes(
  context: Context,
  input: ModifyListenerAttributesInput,
): Promise<ModifyListenerAttributesOutput> {
  await context.controlPlane.execute('ModifyListenerAttributes', context.scope, input);
  return describeListenerAttributes(context, input);
}
