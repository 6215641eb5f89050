import { type Scope, scopeOf } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { agentConnectionChanged } from '../container-instances/agent.ts';
import { beginStart, STOPPED_BY_FAULT } from '../ec2/lifecycle.ts';
import { invalidParameter } from '../errors.ts';
import type { Fault, Task } from '../model/index.ts';
import type { TaskObservation } from '../observations.ts';
import { instanceArnOf } from '../tasks/provision.ts';
import type { Transaction } from '../transaction.ts';
import { disturbedBy, inForce, isAgentHeld, isHeldDown, isOf, lasts } from './in-force.ts';

/** Faults that are over stay visible for an hour of real time, whatever the time scale. */
export const FAULT_KEPT = 3_600_000;

/** Ends a fault before its time. Throws InvalidParameterException when there is none of that id. */
export function undoFault(
  tx: Transaction,
  scope: Scope,
  { faultId }: Commands['UndoFault']['input'],
): CommandOutput<'UndoFault'> {
  const fault = tx.state.faults.get(faultId);
  if (fault === undefined || !isOf(scope, fault)) {
    const there = inForce(tx.state).filter((one) => isOf(scope, one));
    throw invalidParameter(
      `There is no fault '${faultId.slice(0, 100)}' in account ${scope.account}, region ${scope.region}. In force there: ${there.map((one) => one.faultId).join(', ') || 'none'}.`,
    );
  }
  if (fault.endsAt === fault.beganAt)
    throw invalidParameter(`${fault.fault} was over at once: ${faultId} cannot be undone.`);
  endFault(tx, fault, 'undone');
  return { faultId };
}

/** Takes back what the fault did, as far as no other one in force does the same. */
export function endFault(
  tx: Transaction,
  fault: Fault,
  endedBy: Exclude<Fault['endedBy'], null>,
  failure: string | null = null,
): void {
  if (fault.endedAt !== null) return;
  const { now } = tx.env;
  const ended: Fault = { ...fault, endedAt: now, endedBy, failure, dueAt: now + FAULT_KEPT };
  tx.emit({ type: 'FaultPut', fault: ended });
  calm(tx, ended);
  bringUpInstances(tx, fault);
  const { targetArn } = fault;
  const instance = tx.state.instances.get(targetArn);
  const isAway = fault.fault === 'agent-disconnect' || fault.fault === 'pause-instance';
  if (isAway && instance?.state === 'running' && !isAgentHeld(tx.state, targetArn))
    agentConnectionChanged(tx, instance, true);
  if (fault.fault !== 'lose-zone') return;
  // There is room again.
  for (const serviceArn of tx.state.services.keys())
    if (isOf(fault, scopeOf(serviceArn))) tx.touchService(serviceArn);
}

function calm(tx: Transaction, { disturbances }: Fault): void {
  for (const { taskArn, disturbance } of disturbances) {
    const isLive = (tx.state.tasks.get(taskArn)?.lastStatus ?? 'STOPPED') !== 'STOPPED';
    if (isLive && lasts(disturbance) && disturbedBy(tx.state, taskArn, disturbance) === undefined)
      tx.perform({ type: 'Undisturb', taskArn, disturbance });
  }
}

function bringUpInstances(tx: Transaction, scope: Scope): void {
  for (const instance of [...tx.state.instances.values()]) {
    const { instanceArn, state, stateTransitionReason } = instance;
    const byFault = stateTransitionReason === STOPPED_BY_FAULT && isOf(scope, scopeOf(instanceArn));
    const isDown = state === 'stopped' || state === 'stopping';
    if (byFault && isDown && !isHeldDown(tx.state, instance)) beginStart(tx, instance);
  }
}

/** The time of a fault has come (`dueAt`). */
export function faultDue(tx: Transaction, faultId: string): void {
  const fault = tx.state.faults.get(faultId);
  if (fault === undefined) return;
  if (fault.endedAt === null) endFault(tx, fault, 'itself');
  else tx.emit({ type: 'FaultForgotten', faultId });
}

/** The engine could not do what the fault is made of. */
export function disturbanceFailed(
  tx: Transaction,
  { faultId, reason }: Extract<TaskObservation, { type: 'DisturbanceFailed' }>,
): void {
  const fault = tx.state.faults.get(faultId);
  if (fault === undefined || fault.failure !== null) return;
  if (fault.endedAt === null) endFault(tx, fault, 'failure', reason);
  else tx.emit({ type: 'FaultPut', fault: { ...fault, endedBy: 'failure', failure: reason } });
}

/** The task is STOPPED: what was aimed at it alone is over. */
export function endFaultsOf(tx: Transaction, { taskArn }: Task): void {
  for (const fault of inForce(tx.state))
    if (fault.targetArn === taskArn) endFault(tx, fault, 'gone');
}

/** A container that starts on a frozen instance is frozen too. */
export function containerStarted(tx: Transaction, task: Task, containerName: string): void {
  const instanceArn = instanceArnOf(tx.state, task);
  const fault = inForce(tx.state).find(
    (one) => one.fault === 'pause-instance' && one.targetArn === instanceArn,
  );
  if (fault === undefined) return;
  const { taskArn } = task;
  const disturbance = { kind: 'pause', containerName } as const;
  const disturbances = [...fault.disturbances, { taskArn, disturbance }];
  tx.emit({ type: 'FaultPut', fault: { ...fault, disturbances } });
  tx.perform({ type: 'Disturb', taskArn, faultId: fault.faultId, disturbance });
}

/** The engine is back and may have missed what was asked of it: it is asked again. */
export function adoptFaults(tx: Transaction): void {
  for (const fault of tx.state.faults.values()) {
    if (fault.endedAt !== null) calm(tx, fault);
    else
      for (const { taskArn, disturbance } of fault.disturbances)
        tx.perform({ type: 'Disturb', taskArn, faultId: fault.faultId, disturbance });
  }
}
