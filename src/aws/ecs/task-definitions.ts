import type {
  DeleteTaskDefinitionsRequest,
  DeleteTaskDefinitionsResponse,
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';
import { clientException } from '../../core/errors.ts';
import { lookUpTaskDefinition } from '../../core/find.ts';
import type { Context } from '../operation.ts';
import { renderTaskDefinition } from './render/task-definition.ts';

export async function registerTaskDefinition(
  { controlPlane, scope, callerArn }: Context,
  input: RegisterTaskDefinitionRequest,
): Promise<RegisterTaskDefinitionResponse> {
  const { taskDefinitionArn } = await controlPlane.execute('RegisterTaskDefinition', scope, {
    ...input,
    registeredBy: callerArn,
  });
  const registered = controlPlane.state.taskDefinitions.get(taskDefinitionArn);
  return {
    taskDefinition: registered && renderTaskDefinition(registered),
    tags: input.tags === undefined ? undefined : [...(registered?.tags ?? [])],
  };
}

/** INACTIVE revisions can still be described, by their number. */
export function describeTaskDefinition(
  { controlPlane: { state }, scope }: Context,
  { taskDefinition: reference = '', include = [] }: DescribeTaskDefinitionRequest,
): DescribeTaskDefinitionResponse {
  const found = lookUpTaskDefinition(state, scope, reference);
  if (found === undefined) throw clientException('Unable to describe task definition.');
  return {
    taskDefinition: renderTaskDefinition(found),
    tags: include.includes('TAGS') ? [...found.tags] : undefined,
  };
}

export async function deregisterTaskDefinition(
  { controlPlane, scope }: Context,
  input: DeregisterTaskDefinitionRequest,
): Promise<DeregisterTaskDefinitionResponse> {
  const { taskDefinitionArn } = await controlPlane.execute(
    'DeregisterTaskDefinition',
    scope,
    input,
  );
  const found = controlPlane.state.taskDefinitions.get(taskDefinitionArn);
  return { taskDefinition: found && renderTaskDefinition(found) };
}

export async function deleteTaskDefinitions(
  { controlPlane, scope }: Context,
  input: DeleteTaskDefinitionsRequest,
): Promise<DeleteTaskDefinitionsResponse> {
  const { state } = controlPlane;
  // A deleted definition may be gone from the state when the command has answered.
  const before = new Map(
    (input.taskDefinitions ?? []).flatMap((reference) => {
      const found = lookUpTaskDefinition(state, scope, reference);
      return found === undefined ? [] : [[found.taskDefinitionArn, found]];
    }),
  );
  const answer = await controlPlane.execute('DeleteTaskDefinitions', scope, input);
  return {
    taskDefinitions: answer.taskDefinitionArns.flatMap((arn) => {
      const found = state.taskDefinitions.get(arn) ?? before.get(arn);
      return found === undefined
        ? []
        : renderTaskDefinition({ ...found, status: 'DELETE_IN_PROGRESS' });
    }),
    failures: [...answer.failures],
  };
}
