import { deleteAccountSetting, putAccountSetting } from './account-settings/commands.ts';
import { executeOnAlarms } from './alarms/execute.ts';
import {
  createCapacityProvider,
  deleteCapacityProvider,
  putClusterCapacityProviders,
  updateCapacityProvider,
} from './capacity-providers/commands.ts';
import { createCluster, deleteCluster, updateCluster } from './clusters/commands.ts';
import type { Command, CommandName, CommandOutput } from './commands.ts';
import { containerInstanceDue } from './container-instances/agent.ts';
import { deleteAttributes, putAttributes } from './container-instances/attributes.ts';
import {
  deregisterContainerInstance,
  registerContainerInstance,
  updateContainerAgent,
  updateContainerInstancesState,
} from './container-instances/commands.ts';
import {
  runInstances,
  startInstances,
  stopInstances,
  tagResources,
  terminateInstances,
} from './ec2/commands.ts';
import { adoptInstances, instanceDue, observeInstance } from './ec2/observe-instance.ts';
import type { Effect } from './effects.ts';
import type { Env } from './env.ts';
import { adoptFaults, faultDue, undoFault } from './faults/end.ts';
import { injectFault } from './faults/inject.ts';
import type { Input } from './input.ts';
import { executeOnLoadBalancers } from './load-balancers/commands/execute.ts';
import { configure } from './load-balancers/configure.ts';
import { adoptLoadBalancers, observeLoadBalancer } from './load-balancers/observe.ts';
import { targetDue, tellOfTargets } from './load-balancers/serve.ts';
import type { StateRecord } from './records.ts';
import { executeOnRoles } from './roles/execute.ts';
import { executeOnSecurityGroups } from './security-groups/execute.ts';
import { tellAgain, tellOfTraffic } from './security-groups/tell.ts';
import { createService, deleteService, updateService } from './services/commands.ts';
import { reconcileService } from './services/reconcile-service.ts';
import { continueServiceDeployment } from './services/shift/continue.ts';
import { askHooksAgain, hookAnswered } from './services/shift/hooks.ts';
import { stopServiceDeployment } from './services/stop-service-deployment.ts';
import type { State } from './state.ts';
import { tagResource, untagResource } from './tags/commands.ts';
import {
  deleteTaskDefinitions,
  deregisterTaskDefinition,
  forgetTaskDefinition,
  registerTaskDefinition,
} from './task-definitions/commands.ts';
import {
  createTaskSet,
  deleteTaskSet,
  updateServicePrimaryTaskSet,
  updateTaskSet,
} from './task-sets/commands.ts';
import { reconcileTaskSets } from './task-sets/reconcile.ts';
import { adopt } from './tasks/adopt.ts';
import { runTask, stopTaskCommand } from './tasks/commands.ts';
import { observe } from './tasks/observe.ts';
import { updateTaskProtection } from './tasks/protection.ts';
import { reconcileTask } from './tasks/reconcile-task.ts';
import { startTask } from './tasks/start-task.ts';
import { Transaction } from './transaction.ts';

/** What one input led to. `state` has taken the records in already. */
export interface StepResult {
  /** To be made durable before anything else is done. Empty: nothing changed. */
  readonly records: readonly StateRecord[];
  /** To be asked of the engine once the records are durable. */
  readonly effects: readonly Effect[];
  /** When to step again with `TimePassed` at the latest (ms since the epoch); undefined: no need. */
  readonly wakeAt?: number | undefined;
  /** What a command answers. */
  readonly output?: CommandOutput<CommandName> | undefined;
}

/**
 * The one function that moves the world. Throws `Refusal`, and then has changed nothing, when a
 * command is not valid; throws for no other reason.
 */
export function step(state: State, input: Input, env: Env): StepResult {
  const tx = new Transaction(state, env);
  const output = take(tx, input);
  settle(tx);
  return { records: tx.records, effects: tx.effects, wakeAt: state.agenda.next(), output };
}

function take(tx: Transaction, input: Input): CommandOutput<CommandName> | undefined {
  switch (input.type) {
    case 'Command':
      return execute(tx, input.command);
    case 'Observation':
      if ('instanceArn' in input.observation) observeInstance(tx, input.observation);
      else if ('loadBalancerArn' in input.observation) observeLoadBalancer(tx, input.observation);
      else if ('hookId' in input.observation) hookAnswered(tx, input.observation);
      else observe(tx, input.observation);
      break;
    case 'TimePassed':
      for (const arn of tx.state.agenda.takeDue(tx.env.now)) {
        if (tx.state.tasks.has(arn)) tx.touchTask(arn);
        else if (tx.state.services.has(arn)) tx.touchService(arn);
        else if (tx.state.instances.has(arn)) instanceDue(tx, arn);
        else if (tx.state.containerInstances.has(arn)) containerInstanceDue(tx, arn);
        else if (tx.state.targets.has(arn)) targetDue(tx, arn);
        else if (tx.state.faults.has(arn)) faultDue(tx, arn);
        else forgetTaskDefinition(tx, arn);
      }
      break;
    case 'EngineListed':
      adoptInstances(tx, input.instances);
      adopt(tx, input.tasks);
      adoptLoadBalancers(tx, input.loadBalancers);
      adoptFaults(tx);
      askHooksAgain(tx);
      tellAgain(tx);
  }
  return undefined;
}

/**
 * Looks at every task and service that was touched, until nothing changes any more; then tells the
 * load balancers, and what may pass where.
 */
function settle(tx: Transaction): void {
  tx.settle(
    (taskArn) => {
      const task = tx.state.tasks.get(taskArn);
      if (task !== undefined) reconcileTask(tx, task);
    },
    (serviceArn) => {
      reconcileService(tx, serviceArn);
      reconcileTaskSets(tx, serviceArn);
    },
  );
  tellOfTargets(tx);
  for (const arn of tx.touchedLoadBalancers) configure(tx, arn);
  tellOfTraffic(tx);
}

/** Each handler refuses before it records anything. */
function execute(tx: Transaction, command: Command): CommandOutput<CommandName> {
  const { scope } = command;
  switch (command.name) {
    case 'CreateCluster':
      return createCluster(tx, scope, command.input);
    case 'UpdateCluster':
      return updateCluster(tx, scope, command.input);
    case 'DeleteCluster':
      return deleteCluster(tx, scope, command.input);
    case 'RegisterTaskDefinition':
      return registerTaskDefinition(tx, scope, command.input);
    case 'DeregisterTaskDefinition':
      return deregisterTaskDefinition(tx, scope, command.input);
    case 'DeleteTaskDefinitions':
      return deleteTaskDefinitions(tx, scope, command.input);
    case 'RunTask':
      return runTask(tx, scope, command.input);
    case 'StopTask':
      return stopTaskCommand(tx, scope, command.input);
    case 'CreateService':
      return createService(tx, scope, command.input);
    case 'UpdateService':
      return updateService(tx, scope, command.input);
    case 'DeleteService':
      return deleteService(tx, scope, command.input);
    case 'RegisterContainerInstance':
      return registerContainerInstance(tx, scope, command.input);
    case 'DeregisterContainerInstance':
      return deregisterContainerInstance(tx, scope, command.input);
    case 'UpdateContainerInstancesState':
      return updateContainerInstancesState(tx, scope, command.input);
    case 'UpdateContainerAgent':
      return updateContainerAgent(tx, scope, command.input);
    case 'PutAttributes':
      return putAttributes(tx, scope, command.input);
    case 'DeleteAttributes':
      return deleteAttributes(tx, scope, command.input);
    case 'CreateCapacityProvider':
      return createCapacityProvider(tx, scope, command.input);
    case 'UpdateCapacityProvider':
      return updateCapacityProvider(tx, scope, command.input);
    case 'DeleteCapacityProvider':
      return deleteCapacityProvider(tx, scope, command.input);
    case 'PutClusterCapacityProviders':
      return putClusterCapacityProviders(tx, scope, command.input);
    case 'StartTask':
      return startTask(tx, scope, command.input);
    case 'UpdateTaskProtection':
      return updateTaskProtection(tx, scope, command.input);
    case 'ContinueServiceDeployment':
      return continueServiceDeployment(tx, scope, command.input);
    case 'StopServiceDeployment':
      return stopServiceDeployment(tx, scope, command.input);
    case 'PutAccountSetting':
      return putAccountSetting(tx, scope, command.input);
    case 'DeleteAccountSetting':
      return deleteAccountSetting(tx, scope, command.input);
    case 'InjectFault':
      return injectFault(tx, scope, command.input);
    case 'UndoFault':
      return undoFault(tx, scope, command.input);
    case 'RunInstances':
      return runInstances(tx, scope, command.input);
    case 'StartInstances':
      return startInstances(tx, scope, command.input);
    case 'StopInstances':
      return stopInstances(tx, scope, command.input);
    case 'TerminateInstances':
      return terminateInstances(tx, scope, command.input);
    case 'TagResources':
      return tagResources(tx, scope, command.input);
    case 'TagResource':
      return tagResource(tx, command.input);
    case 'UntagResource':
      return untagResource(tx, command.input);
    case 'CreateSecurityGroup':
    case 'DeleteSecurityGroup':
    case 'AuthorizeSecurityGroupIngress':
    case 'AuthorizeSecurityGroupEgress':
    case 'RevokeSecurityGroupIngress':
    case 'RevokeSecurityGroupEgress':
      return executeOnSecurityGroups(tx, command);
    case 'CreateTaskSet':
      return createTaskSet(tx, scope, command.input);
    case 'UpdateTaskSet':
      return updateTaskSet(tx, scope, command.input);
    case 'UpdateServicePrimaryTaskSet':
      return updateServicePrimaryTaskSet(tx, scope, command.input);
    case 'DeleteTaskSet':
      return deleteTaskSet(tx, scope, command.input);
    case 'PutMetricAlarm':
    case 'SetAlarmState':
    case 'DeleteAlarms':
    case 'EnableAlarmActions':
    case 'DisableAlarmActions':
    case 'TagAlarm':
    case 'UntagAlarm':
      return executeOnAlarms(tx, command);
    case 'CreateRole':
    case 'DeleteRole':
    case 'UpdateAssumeRolePolicy':
    case 'AttachRolePolicy':
    case 'DetachRolePolicy':
    case 'PutRolePolicy':
    case 'DeleteRolePolicy':
    case 'TagRole':
    case 'UntagRole':
      return executeOnRoles(tx, command);
    default:
      return executeOnLoadBalancers(tx, command);
  }
}
