import { agentConnectionChanged, agentStarted } from '../container-instances/agent.ts';
import { isAgentHeld } from '../faults/in-force.ts';
import type { Instance } from '../model/index.ts';
import type { InstanceObservation, ListedInstance } from '../observations.ts';
import type { Transaction } from '../transaction.ts';
import { agentConfigurationOf } from './images.ts';
import {
  askToStart,
  beginTermination,
  crashed,
  lost,
  running,
  SPOT_TERMINATION,
  startFailed,
  stopped,
  terminated,
  vanished,
} from './lifecycle.ts';

/** Takes in what an engine saw of an instance. What is known already changes nothing. */
export function observeInstance(tx: Transaction, observation: InstanceObservation): void {
  const instance = tx.state.instances.get(observation.instanceArn);
  if (instance === undefined) return;
  const { state } = instance;
  switch (observation.type) {
    case 'InstanceStarted':
      if (state === 'pending' || state === 'running') running(tx, instance, observation);
      break;
    case 'InstanceStartFailed':
      if (state === 'pending') startFailed(tx, instance, observation.reason);
      break;
    case 'InstanceStopped':
      if (state === 'stopping') stopped(tx, instance);
      else if (state === 'running') crashed(tx, instance);
      break;
    case 'InstanceTerminated':
      if (state === 'shutting-down') terminated(tx, instance);
      else if (state !== 'terminated') vanished(tx, instance);
      break;
    case 'AgentStarted':
      if (state === 'running') agentStarted(tx, instance, observation.configuration);
      break;
    case 'AgentConnectionChanged':
      if (observation.connected && isAgentHeld(tx.state, instance.instanceArn)) break;
      if (state === 'running') agentConnectionChanged(tx, instance, observation.connected);
  }
}

/** Makes what is known of instances agree with all that the engine has. */
export function adoptInstances(tx: Transaction, listed: readonly ListedInstance[]): void {
  const byArn = new Map(listed.map((each) => [each.instanceArn, each]));
  for (const instance of [...tx.state.instances.values()]) {
    adoptInstance(tx, instance, byArn.get(instance.instanceArn));
    byArn.delete(instance.instanceArn);
  }
  for (const instanceArn of byArn.keys()) tx.perform({ type: 'TerminateInstance', instanceArn });
}

/** `listed`: as the engine has it; undefined: it has none. */
function adoptInstance(
  tx: Transaction,
  instance: Instance,
  listed: ListedInstance | undefined,
): void {
  const { instanceArn, state } = instance;
  const runs = listed?.status === 'RUNNING';
  switch (state) {
    case 'pending':
      // Asked again even of one that runs: the engine then tells of its agent again.
      askToStart(tx, instance);
      break;
    case 'running':
      if (!runs) {
        lost(tx, instance);
        break;
      }
      if (listed.privateIpAddress !== undefined) {
        const { privateIpAddress, gatewayPort } = listed;
        running(tx, instance, { privateIpAddress, gatewayPort });
      }
      if (lacksAgent(tx, instance)) askToStart(tx, instance);
      break;
    case 'stopping':
      if (runs) tx.perform({ type: 'StopInstance', instanceArn });
      else stopped(tx, instance);
      break;
    case 'stopped':
      if (runs) tx.perform({ type: 'StopInstance', instanceArn });
      break;
    case 'shutting-down':
      if (listed !== undefined) tx.perform({ type: 'TerminateInstance', instanceArn });
      else terminated(tx, instance);
      break;
    case 'terminated':
      if (listed !== undefined) tx.perform({ type: 'TerminateInstance', instanceArn });
  }
}

/** Its image has one, and it has never registered: the word of it may have been lost. */
const lacksAgent = (tx: Transaction, { instanceArn, imageId, userData }: Instance): boolean =>
  agentConfigurationOf(imageId, userData) !== undefined &&
  !tx.state.containerInstanceByInstance.has(instanceArn);

/** The time of an instance has come (`dueAt`): Spot takes it away, or it is no longer shown. */
export function instanceDue(tx: Transaction, instanceArn: string): void {
  const instance = tx.state.instances.get(instanceArn);
  if (instance === undefined) return;
  if (instance.state === 'terminated') tx.emit({ type: 'InstanceForgotten', instanceArn });
  else if (instance.interruptedAt !== null && instance.state !== 'shutting-down')
    beginTermination(tx, instance, SPOT_TERMINATION, true);
}
