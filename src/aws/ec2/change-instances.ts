import type {
  InstanceStateChange,
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from '@aws-sdk/client-ec2';
import type { CommandOutput } from '../../core/commands.ts';
import { checkStart, checkStop } from '../../core/ec2/commands.ts';
import { findInstances } from '../../core/ec2/find-instances.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { renderState } from './render/instance.ts';

export async function startInstances(
  context: Context,
  { InstanceIds }: StartInstancesRequest,
): Promise<StartInstancesResult> {
  const { controlPlane, scope } = context;
  const changed = await controlPlane.execute('StartInstances', scope, { InstanceIds });
  return { StartingInstances: changes(context, changed, 'pending') };
}

export const checkStartInstances = (
  { controlPlane, scope }: Context,
  { InstanceIds }: StartInstancesRequest,
): unknown => checkStart(controlPlane.state, scope, { InstanceIds });

export async function stopInstances(
  context: Context,
  input: StopInstancesRequest,
): Promise<StopInstancesResult> {
  const { controlPlane, scope } = context;
  checkStopInstances(context, input);
  const { InstanceIds } = input;
  const changed = await controlPlane.execute('StopInstances', scope, { InstanceIds });
  return { StoppingInstances: changes(context, changed, 'stopping') };
}

export const checkStopInstances = (
  { controlPlane, scope }: Context,
  { InstanceIds, Hibernate }: StopInstancesRequest,
): void => {
  if (Hibernate === true) {
    throw new AwsError(
      'UnsupportedHibernationConfiguration',
      "Instances here are not enabled for hibernation. Leave '--hibernate' out.",
    );
  }
  checkStop(controlPlane.state, scope, { InstanceIds });
};

export async function terminateInstances(
  context: Context,
  { InstanceIds }: TerminateInstancesRequest,
): Promise<TerminateInstancesResult> {
  const { controlPlane, scope } = context;
  const changed = await controlPlane.execute('TerminateInstances', scope, { InstanceIds });
  return { TerminatingInstances: changes(context, changed, 'shutting-down') };
}

export const checkTerminateInstances = (
  { controlPlane, scope }: Context,
  { InstanceIds }: TerminateInstancesRequest,
): unknown => findInstances(controlPlane.state, scope, InstanceIds);

/** What was asked has begun; an engine may have finished it before the answer is written. */
const changes = (
  { controlPlane: { state } }: Context,
  { instances }: CommandOutput<'StartInstances'>,
  begun: 'pending' | 'stopping' | 'shutting-down',
): InstanceStateChange[] =>
  instances.flatMap(({ instanceArn, previous }) => {
    const instance = state.instances.get(instanceArn);
    if (instance === undefined) return [];
    const unchanged = UNCHANGED[begun].includes(previous);
    return {
      InstanceId: instance.instanceId,
      CurrentState: renderState(unchanged ? previous : begun),
      PreviousState: renderState(previous),
    };
  });

/** States in which there is nothing to begin. */
const UNCHANGED: Readonly<Record<'pending' | 'stopping' | 'shutting-down', readonly string[]>> = {
  pending: ['pending', 'running'],
  stopping: ['stopping', 'stopped'],
  'shutting-down': ['shutting-down', 'terminated'],
};
