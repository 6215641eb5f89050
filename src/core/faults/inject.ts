import { instanceArn, type Scope, scopeOf } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { agentConnectionChanged, interruptionNoticed } from '../container-instances/agent.ts';
import { scaled } from '../env.ts';
import { invalidParameter } from '../errors.ts';
import type { Instance, Task } from '../model/index.ts';
import type { State } from '../state.ts';
import { stopTask } from '../tasks/stop-task.ts';
import type { Transaction } from '../transaction.ts';

/** AWS: Spot gives two minutes' notice, instances and Fargate tasks alike. */
const INTERRUPTION_NOTICE = 120_000;

/**
 * Makes happen what on AWS happens by itself. `spot-interruption`: a Spot instance gets its notice
 * and is terminated two minutes later; a FARGATE_SPOT task is told to stop at once.
 * `agent-disconnect` and `agent-reconnect`: the connection of an instance's agent. Throws
 * InvalidParameterException that says what can be hit.
 */
export function injectFault(
  tx: Transaction,
  scope: Scope,
  { fault, target }: Commands['InjectFault']['input'],
): CommandOutput<'InjectFault'> {
  const hit = find(tx.state, scope, target);
  if (hit === undefined) {
    throw invalidParameter(
      `There is no instance and no task '${target.slice(0, 200)}' in account ${scope.account}, region ${scope.region}. Expected the id or ARN of an EC2 instance, a container instance or a task.`,
    );
  }
  if ('instanceArn' in hit && 'instanceId' in hit) {
    if (fault === 'spot-interruption') interruptInstance(tx, hit);
    else agent(tx, hit, fault === 'agent-reconnect');
    return { targetArn: hit.instanceArn };
  }
  if (fault !== 'spot-interruption') {
    throw invalidParameter(
      `A task has no agent of its own: expected an EC2 instance for ${fault}, found ${hit.taskArn}.`,
    );
  }
  interruptTask(tx, hit);
  return { targetArn: hit.taskArn };
}

function find(state: State, scope: Scope, target: string): Instance | Task | undefined {
  if (target.startsWith('arn:')) {
    const { account, region } = scopeOf(target);
    if (account !== scope.account || region !== scope.region) return undefined;
  }
  const task = state.tasks.get(state.taskArnById.get(target) ?? target);
  if (task !== undefined) {
    const { account, region } = scopeOf(task.taskArn);
    return account === scope.account && region === scope.region ? task : undefined;
  }
  const containerInstance = state.containerInstances.get(target);
  const arn = target.startsWith('i-') ? instanceArn(scope, target) : target;
  return state.instances.get(containerInstance?.instanceArn ?? arn);
}

function interruptInstance(tx: Transaction, instance: Instance): void {
  const { instanceId, spot, state, interruptedAt } = instance;
  if (!spot) {
    throw invalidParameter(
      `Instance ${instanceId} is no Spot Instance: only those can be interrupted, and tasks of the capacity provider FARGATE_SPOT. Start one with --instance-market-options MarketType=spot.`,
    );
  }
  if (state !== 'running' && state !== 'pending')
    throw invalidParameter(`Instance ${instanceId} is ${state}: expected one that is running.`);
  if (interruptedAt !== null) return;
  const at = tx.env.now + scaled(tx.env, INTERRUPTION_NOTICE);
  const interrupted: Instance = { ...instance, interruptedAt: at, dueAt: at };
  tx.emit({ type: 'InstancePut', instance: interrupted });
  interruptionNoticed(tx, interrupted);
}

function interruptTask(tx: Transaction, task: Task): void {
  if (task.capacityProviderName !== 'FARGATE_SPOT') {
    throw invalidParameter(
      `Task ${task.taskArn} does not run on Spot capacity: only tasks of the capacity provider FARGATE_SPOT and Spot Instances can be interrupted.`,
    );
  }
  if (task.desiredStatus === 'STOPPED')
    throw invalidParameter(`Task ${task.taskArn} is being stopped or has stopped already.`);
  stopTask(tx, task, 'SpotInterruption', 'Your Spot Task was interrupted.');
}

function agent(tx: Transaction, instance: Instance, connected: boolean): void {
  const { instanceArn, instanceId, state } = instance;
  if (state !== 'running')
    throw invalidParameter(`Instance ${instanceId} is ${state}: expected one that is running.`);
  if (!tx.state.containerInstanceByInstance.has(instanceArn)) {
    throw invalidParameter(
      `Instance ${instanceId} has no ECS agent that is registered with a cluster.`,
    );
  }
  agentConnectionChanged(tx, instance, connected);
}
