import type { InstanceObservation, ListedInstance } from '../observations.ts';
import type { Transaction } from '../transaction.ts';

/** Takes in what an engine saw of an instance. What is known already changes nothing. */
export function observeInstance(_tx: Transaction, _observation: InstanceObservation): void {}

/** Makes what is known of instances agree with all that the engine has. */
export function adoptInstances(_tx: Transaction, _listed: readonly ListedInstance[]): void {}

/** The time of an instance has come (`dueAt`). */
export function instanceDue(_tx: Transaction, _instanceArn: string): void {}
