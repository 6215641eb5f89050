import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isOf } from '../../core/load-balancers/commands/arn.ts';
import { validationError } from '../../core/load-balancers/commands/errors.ts';
import { findLoadBalancer, findTargetGroup } from '../../core/load-balancers/commands/find.ts';
import { groupsOf } from '../../core/load-balancers/find.ts';
import type { TargetGroup } from '../../core/model/index.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { page } from './pages.ts';
import { renderAttributes } from './render/attributes.ts';
import { renderTargetGroup } from './render/target-group.ts';

const found = ({ controlPlane, scope }: Context, arn: string | undefined): TargetGroup =>
  findTargetGroup(controlPlane.state, scope, arn);

const rendered = (context: Context, arn: string | undefined) => ({
  TargetGroups: [renderTargetGroup(context.controlPlane.state, found(context, arn))],
});

export async function createTargetGroup(
  context: Context,
  input: CreateTargetGroupInput,
): Promise<CreateTargetGroupOutput> {
  const { controlPlane, scope } = context;
  const { targetGroupArn } = await controlPlane.execute('CreateTargetGroup', scope, input);
  return rendered(context, targetGroupArn);
}

export function describeTargetGroups(
  context: Context,
  input: DescribeTargetGroupsInput,
): DescribeTargetGroupsOutput {
  const { items, NextMarker } = page(
    selected(context, input),
    ({ targetGroupArn }) => targetGroupArn,
    input,
  );
  const { state } = context.controlPlane;
  return { TargetGroups: items.map((group) => renderTargetGroup(state, group)), NextMarker };
}

function selected(
  context: Context,
  { LoadBalancerArn, TargetGroupArns: arns = [], Names: names = [] }: DescribeTargetGroupsInput,
): TargetGroup[] {
  const ways = [LoadBalancerArn !== undefined, arns.length > 0, names.length > 0];
  if (ways.filter(Boolean).length > 1) {
    throw validationError(
      'Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time',
    );
  }
  const { state } = context.controlPlane;
  if (LoadBalancerArn !== undefined) {
    const { loadBalancerArn } = findLoadBalancer(state, context.scope, LoadBalancerArn);
    return groupsOf(state, loadBalancerArn);
  }
  if (arns.length > 0) return [...new Set(arns)].map((arn) => found(context, arn));
  const all = [...state.targetGroups.values()].filter(({ targetGroupArn }) =>
    isOf(context.scope, targetGroupArn),
  );
  if (names.length === 0) return all;
  const missing = names.filter((wanted) => !all.some(({ name }) => name === wanted));
  if (missing.length > 0) {
    const list = missing.join(', ').slice(0, 300);
    throw new AwsError(
      'TargetGroupNotFound',
      `One or more target groups not found: there is none by the name of '${list}'`,
    );
  }
  return all.filter(({ name }) => names.includes(name));
}

export async function modifyTargetGroup(
  context: Context,
  input: ModifyTargetGroupInput,
): Promise<ModifyTargetGroupOutput> {
  await context.controlPlane.execute('ModifyTargetGroup', context.scope, input);
  return rendered(context, input.TargetGroupArn);
}

export const deleteTargetGroup = (
  { controlPlane, scope }: Context,
  input: DeleteTargetGroupInput,
): Promise<DeleteTargetGroupOutput> => controlPlane.execute('DeleteTargetGroup', scope, input);

export const describeTargetGroupAttributes = (
  context: Context,
  { TargetGroupArn }: DescribeTargetGroupAttributesInput,
): DescribeTargetGroupAttributesOutput => ({
  Attributes: renderAttributes(found(context, TargetGroupArn).attributes),
});

export async function modifyTargetGroupAttributes(
  context: Context,
  input: ModifyTargetGroupAttributesInput,
): Promise<ModifyTargetGroupAttributesOutput> {
  await context.controlPlane.execute('ModifyTargetGroupAttributes', context.scope, input);
  return describeTargetGroupAttributes(context, input);
}
