import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  SetIpAddressTypeInput,
  SetIpAddressTypeOutput,
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
  SetSubnetsInput,
  SetSubnetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isOf } from '../../core/load-balancers/commands/arn.ts';
import { validationError } from '../../core/load-balancers/commands/errors.ts';
import { findLoadBalancer } from '../../core/load-balancers/commands/find.ts';
import { checkIpAddressType } from '../../core/load-balancers/commands/load-balancer-settings.ts';
import type { LoadBalancer } from '../../core/model/index.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { page } from './pages.ts';
import { renderAttributes } from './render/attributes.ts';
import { renderLoadBalancer, renderZones } from './render/load-balancer.ts';

const found = ({ controlPlane, scope }: Context, arn: string | undefined): LoadBalancer =>
  findLoadBalancer(controlPlane.state, scope, arn);

export async function createLoadBalancer(
  context: Context,
  input: CreateLoadBalancerInput,
): Promise<CreateLoadBalancerOutput> {
  const { controlPlane, scope } = context;
  const { loadBalancerArn } = await controlPlane.execute('CreateLoadBalancer', scope, input);
  return { LoadBalancers: [renderLoadBalancer(context, found(context, loadBalancerArn))] };
}

export function describeLoadBalancers(
  context: Context,
  input: DescribeLoadBalancersInput,
): DescribeLoadBalancersOutput {
  const { items, NextMarker } = page(
    selected(context, input),
    ({ loadBalancerArn }) => loadBalancerArn,
    input,
  );
  return { LoadBalancers: items.map((one) => renderLoadBalancer(context, one)), NextMarker };
}

function selected(
  context: Context,
  { LoadBalancerArns: arns = [], Names: names = [] }: DescribeLoadBalancersInput,
): LoadBalancer[] {
  if (arns.length > 0 && names.length > 0) {
    throw validationError(
      'Load balancer names and load balancer ARNs cannot be specified at the same time',
    );
  }
  if (arns.length > 0) return [...new Set(arns)].map((arn) => found(context, arn));
  const { controlPlane, scope } = context;
  const all = [...controlPlane.state.loadBalancers.values()].filter(({ loadBalancerArn }) =>
    isOf(scope, loadBalancerArn),
  );
  if (names.length === 0) return all;
  const missing = names.filter((wanted) => !all.some(({ name }) => name === wanted));
  if (missing.length > 0) {
    const list = missing.join(', ').slice(0, 300);
    throw new AwsError('LoadBalancerNotFound', `Load balancers '[${list}]' not found`);
  }
  return all.filter(({ name }) => names.includes(name));
}

export const deleteLoadBalancer = (
  { controlPlane, scope }: Context,
  input: DeleteLoadBalancerInput,
): Promise<DeleteLoadBalancerOutput> => controlPlane.execute('DeleteLoadBalancer', scope, input);

export const describeLoadBalancerAttributes = (
  context: Context,
  { LoadBalancerArn }: DescribeLoadBalancerAttributesInput,
): DescribeLoadBalancerAttributesOutput => ({
  Attributes: renderAttributes(found(context, LoadBalancerArn).attributes),
});

export async function modifyLoadBalancerAttributes(
  context: Context,
  input: ModifyLoadBalancerAttributesInput,
): Promise<ModifyLoadBalancerAttributesOutput> {
  await context.controlPlane.execute('ModifyLoadBalancerAttributes', context.scope, input);
  return describeLoadBalancerAttributes(context, input);
}

export async function setSecurityGroups(
  context: Context,
  input: SetSecurityGroupsInput,
): Promise<SetSecurityGroupsOutput> {
  await context.controlPlane.execute('SetSecurityGroups', context.scope, input);
  return { SecurityGroupIds: [...found(context, input.LoadBalancerArn).securityGroupIds] };
}

export async function setSubnets(
  context: Context,
  input: SetSubnetsInput,
): Promise<SetSubnetsOutput> {
  await context.controlPlane.execute('SetSubnets', context.scope, input);
  const AvailabilityZones = renderZones(found(context, input.LoadBalancerArn));
  return { AvailabilityZones, IpAddressType: 'ipv4' };
}

/** There is but one type, which every load balancer has. */
export function setIpAddressType(
  context: Context,
  { LoadBalancerArn, IpAddressType }: SetIpAddressTypeInput,
): SetIpAddressTypeOutput {
  found(context, LoadBalancerArn);
  checkIpAddressType(IpAddressType);
  return { IpAddressType };
}
