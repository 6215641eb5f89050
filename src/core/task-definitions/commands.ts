import { type Scope, taskDefinitionArn } from '../arn.ts';
import type { CommandOutput, Commands, Failure } from '../commands.ts';
import { scaled } from '../env.ts';
import { clientException, invalidParameter } from '../errors.ts';
import { lookUpTaskDefinition } from '../find.ts';
import type { TaskDefinition } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import type { Transaction } from '../transaction.ts';
import { revisionsKey } from './family.ts';
import { validateTaskDefinition } from './validate.ts';

/** How often a deleted revision is looked at, whether tasks or services still use it. */
const DELETED_LOOKED_AT = 60_000;
/** AWS: task definitions per DeleteTaskDefinitions call. */
const MOST_DELETED_A_CALL = 10;

export function registerTaskDefinition(
  tx: Transaction,
  scope: Scope,
  input: Commands['RegisterTaskDefinition']['input'],
): CommandOutput<'RegisterTaskDefinition'> {
  const valid = validateTaskDefinition(input);
  validateTags(input.tags);
  const revision = (tx.state.revisions.get(revisionsKey(scope, valid.family)) ?? 0) + 1;
  const arn = taskDefinitionArn(scope, valid.family, revision);
  const taskDefinition: TaskDefinition = {
    ...input,
    ...valid,
    taskDefinitionArn: arn,
    revision,
    status: 'ACTIVE',
    registeredAt: tx.env.now,
    registeredBy: input.registeredBy,
    tags: input.tags ?? [],
    dueAt: null,
  };
  tx.emit({ type: 'TaskDefinitionPut', taskDefinition });
  return { taskDefinitionArn: arn };
}

/** No new tasks or services from then on; what runs goes on. */
export function deregisterTaskDefinition(
  tx: Transaction,
  scope: Scope,
  { taskDefinition: reference = '' }: Commands['DeregisterTaskDefinition']['input'],
): CommandOutput<'DeregisterTaskDefinition'> {
  if (!/:\d+$/.test(reference)) {
    throw clientException(
      `Revision is missing: expected FAMILY:REVISION or an ARN that ends so, found "${reference}".`,
    );
  }
  const taskDefinition = lookUpTaskDefinition(tx.state, scope, reference);
  if (taskDefinition === undefined) {
    throw clientException('The specified task definition does not exist.');
  }
  if (taskDefinition.status === 'ACTIVE') {
    tx.emit({
      type: 'TaskDefinitionPut',
      taskDefinition: { ...taskDefinition, status: 'INACTIVE', deregisteredAt: tx.env.now },
    });
  }
  return { taskDefinitionArn: taskDefinition.taskDefinitionArn };
}

export function deleteTaskDefinitions(
  tx: Transaction,
  scope: Scope,
  { taskDefinitions: references = [] }: Commands['DeleteTaskDefinitions']['input'],
): CommandOutput<'DeleteTaskDefinitions'> {
  if (references.length < 1 || references.length > MOST_DELETED_A_CALL) {
    throw invalidParameter(
      `There are ${references.length} task definitions: expected 1 to ${MOST_DELETED_A_CALL}.`,
    );
  }
  const failures: Failure[] = [];
  const taskDefinitionArns: string[] = [];
  for (const reference of references) {
    const found = lookUpTaskDefinition(tx.state, scope, reference);
    if (found === undefined) {
      failures.push({ arn: reference, reason: 'TASK_DEFINITION_NOT_FOUND' });
    } else if (found.status === 'ACTIVE') {
      const detail = 'The task definition must be deregistered before it can be deleted.';
      failures.push({ arn: found.taskDefinitionArn, reason: 'INVALID_STATE', detail });
    } else {
      const dueAt = tx.env.now + scaled(tx.env, DELETED_LOOKED_AT);
      const taskDefinition: TaskDefinition = { ...found, status: 'DELETE_IN_PROGRESS', dueAt };
      tx.emit({ type: 'TaskDefinitionPut', taskDefinition });
      taskDefinitionArns.push(found.taskDefinitionArn);
    }
  }
  return { taskDefinitionArns, failures };
}

/** Removes a deleted revision once nothing uses it any more. */
export function forgetTaskDefinition(tx: Transaction, arn: string): void {
  const taskDefinition = tx.state.taskDefinitions.get(arn);
  if (taskDefinition?.status !== 'DELETE_IN_PROGRESS') return;
  const usedByTask = [...tx.state.tasks.values()].some(
    (task) => task.taskDefinitionArn === arn && task.lastStatus !== 'STOPPED',
  );
  const usedByService = [...tx.state.services.values()].some(({ status, deployments }) =>
    status === 'INACTIVE' ? false : deployments.some((one) => one.taskDefinition === arn),
  );
  if (usedByTask || usedByService) {
    const dueAt = tx.env.now + scaled(tx.env, DELETED_LOOKED_AT);
    tx.emit({ type: 'TaskDefinitionPut', taskDefinition: { ...taskDefinition, dueAt } });
  } else {
    tx.emit({ type: 'TaskDefinitionDeleted', taskDefinitionArn: arn });
  }
}
