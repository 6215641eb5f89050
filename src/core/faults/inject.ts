import { type Scope, scopeOf } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { agentConnectionChanged, interruptionNoticed } from '../container-instances/agent.ts';
import { endAtOnce } from '../container-instances/tasks.ts';
import { beginStop, STOPPED_BY_FAULT } from '../ec2/lifecycle.ts';
import { scaled } from '../env.ts';
import type { Fault, Instance } from '../model/index.ts';
import { stopTask } from '../tasks/stop-task.ts';
import type { Transaction } from '../transaction.ts';
import { endFault, FAULT_KEPT } from './end.ts';
import { inForce, isOf } from './in-force.ts';
import { type FaultPlan, planFault } from './plan.ts';

/** AWS: Spot gives two minutes' notice, instances and Fargate tasks alike. */
export const INTERRUPTION_NOTICE = 120_000;

/**
 * Makes happen what on AWS happens by itself, records it, and has it end when its time has come.
 * Throws as `planFault`.
 */
export function injectFault(
  tx: Transaction,
  scope: Scope,
  input: Commands['InjectFault']['input'],
): CommandOutput<'InjectFault'> {
  const plan = planFault(tx.state, scope, input, tx.env);
  const { targetArn, description, disturbances, duration } = plan;
  const { now } = tx.env;
  const isOver = duration === 0;
  const fault: Fault = {
    faultId: `fault-${tx.env.ids.hex(12)}`,
    account: scope.account,
    region: scope.region,
    fault: input.fault,
    targetArn,
    description,
    disturbances,
    beganAt: now,
    endsAt: now + duration,
    endedAt: isOver ? now : null,
    endedBy: isOver ? 'itself' : null,
    failure: null,
    dueAt: now + (isOver ? FAULT_KEPT : duration),
  };
  tx.emit({ type: 'FaultPut', fault });
  const { faultId } = fault;
  for (const { taskArn, disturbance } of disturbances)
    tx.perform({ type: 'Disturb', taskArn, faultId, disturbance });
  carryOut(tx, scope, input.fault, plan);
  return { targetArn, faultId };
}

/** What the engine is not asked for as a disturbance. */
function carryOut(
  tx: Transaction,
  scope: Scope,
  fault: Fault['fault'],
  { target, targetArn }: FaultPlan,
): void {
  if (target.kind === 'zone') {
    loseZone(tx, scope, target.zone);
  } else if (target.kind === 'task') {
    if (fault !== 'spot-interruption') return;
    stopTask(tx, target.task, 'SpotInterruption', 'Your Spot Task was interrupted.');
  } else {
    const { instance } = target;
    if (fault === 'spot-interruption') interrupt(tx, instance);
    else if (fault === 'stop-instance') beginStop(tx, instance, STOPPED_BY_FAULT);
    else if (fault === 'agent-reconnect') {
      for (const one of inForce(tx.state))
        if (one.fault === 'agent-disconnect' && one.targetArn === targetArn)
          endFault(tx, one, 'undone');
      agentConnectionChanged(tx, instance, true);
    } else agentConnectionChanged(tx, instance, false);
  }
}

function loseZone(tx: Transaction, scope: Scope, zone: string): void {
  for (const instance of [...tx.state.instances.values()]) {
    const { availabilityZone, instanceArn, state } = instance;
    if (availabilityZone !== zone || !isOf(scope, scopeOf(instanceArn))) continue;
    if (state === 'running' || state === 'pending') beginStop(tx, instance, STOPPED_BY_FAULT);
  }
  for (const task of [...tx.state.tasks.values()]) {
    const { availabilityZone, containerInstanceArn, lastStatus, taskArn } = task;
    if (availabilityZone !== zone || containerInstanceArn !== undefined) continue;
    if (lastStatus === 'STOPPED' || !isOf(scope, scopeOf(taskArn))) continue;
    endAtOnce(tx, task, 'TerminationNotice', `The Availability Zone ${zone} was lost.`);
  }
}

function interrupt(tx: Transaction, instance: Instance): void {
  if (instance.interruptedAt !== null) return;
  const at = tx.env.now + scaled(tx.env, INTERRUPTION_NOTICE);
  const interrupted: Instance = { ...instance, interruptedAt: at, dueAt: at };
  tx.emit({ type: 'InstancePut', instance: interrupted });
  interruptionNoticed(tx, interrupted);
}
