import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import { lostZones } from '../faults/in-force.ts';
import type { Instance } from '../model/index.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { incorrectState, insufficientCapacity } from './errors.ts';
import { findInstances } from './find-instances.ts';
import { beginStart, beginStop, beginTermination, userInitiated } from './lifecycle.ts';

export { runInstances } from './run-instances.ts';
export { tagResources } from './tag-resources.ts';

type Input = Commands['StartInstances']['input'];

/**
 * The instances to start; throws InvalidInstanceID.…, IncorrectInstanceState or
 * InsufficientInstanceCapacity.
 */
export function checkStart(state: State, scope: Scope, { InstanceIds }: Input): Instance[] {
  const instances = findInstances(state, scope, InstanceIds);
  const lost = lostZones(state, scope);
  for (const { instanceId, state: now, availabilityZone } of instances) {
    if (now === 'stopping' || now === 'shutting-down' || now === 'terminated')
      throw incorrectState(instanceId, 'started', now);
    if (lost.has(availabilityZone)) throw insufficientCapacity(availabilityZone, []);
  }
  return instances;
}

export function startInstances(
  tx: Transaction,
  scope: Scope,
  input: Input,
): CommandOutput<'StartInstances'> {
  const instances = checkStart(tx.state, scope, input);
  for (const instance of instances) if (instance.state === 'stopped') beginStart(tx, instance);
  return changedFrom(instances);
}

/** The instances to stop; throws as `checkStart`, and UnsupportedOperation for Spot. */
export function checkStop(state: State, scope: Scope, { InstanceIds }: Input): Instance[] {
  const instances = findInstances(state, scope, InstanceIds);
  for (const { instanceId, state: now, spot } of instances) {
    if (now === 'pending' || now === 'shutting-down' || now === 'terminated')
      throw incorrectState(instanceId, 'stopped', now);
    if (spot) {
      throw new Refusal(
        'UnsupportedOperation',
        `You can't stop the Spot Instance '${instanceId}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
      );
    }
  }
  return instances;
}

export function stopInstances(
  tx: Transaction,
  scope: Scope,
  input: Input,
): CommandOutput<'StopInstances'> {
  const instances = checkStop(tx.state, scope, input);
  for (const instance of instances) {
    if (instance.state === 'running') beginStop(tx, instance, userInitiated(tx.env.now));
  }
  return changedFrom(instances);
}

export function terminateInstances(
  tx: Transaction,
  scope: Scope,
  { InstanceIds }: Input,
): CommandOutput<'TerminateInstances'> {
  const instances = findInstances(tx.state, scope, InstanceIds);
  for (const instance of instances) {
    if (instance.state !== 'shutting-down' && instance.state !== 'terminated')
      beginTermination(tx, instance, userInitiated(tx.env.now), false);
  }
  return changedFrom(instances);
}

const changedFrom = (instances: readonly Instance[]): CommandOutput<'StartInstances'> => ({
  instances: instances.map(({ instanceArn, state }) => ({ instanceArn, previous: state })),
});
