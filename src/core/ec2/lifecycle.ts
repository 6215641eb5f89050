import { instanceDown } from '../container-instances/agent.ts';
import { deregisterInstance } from '../load-balancers/serve.ts';
import type { Instance, InstanceState } from '../model/index.ts';
import type { InstanceAddress } from '../observations.ts';
import type { Transaction } from '../transaction.ts';
import { agentConfigurationOf } from './images.ts';
import { instanceTypeOf } from './instance-types.ts';

/**
 * The steps in the life of an instance; who takes one must have looked whether it is the next.
 *
 *     pending → running → stopping → stopped → pending …
 *     any of these → shutting-down → terminated
 */

/** AWS: "Terminated instances … visible for a while (approximately one hour)". */
const TERMINATED_KEPT = 3_600_000;

export const SPOT_TERMINATION = 'Server.SpotInstanceTermination: Spot instance termination';
/** AWS words a stop of its own so; here it is a fault's, and by it what the fault stopped is known. */
export const STOPPED_BY_FAULT = 'Server.ScheduledStop: Stopped due to a scheduled retirement';
const SHUT_DOWN_ITSELF = 'Client.InstanceInitiatedShutdown: Instance initiated shutdown';
const VANISHED = 'Server.InternalError: The instance was removed behind the back of EC2';

/** In the state reached, with that reason or none. */
function change(
  tx: Transaction,
  { stateTransitionReason: _, ...instance }: Instance,
  changes: Partial<Instance> & { readonly state: InstanceState },
): Instance {
  const changed = { ...instance, ...changes };
  tx.emit({ type: 'InstancePut', instance: changed });
  return changed;
}

/** Asks the engine to bring a pending instance up; asking again does nothing more. */
export function askToStart(tx: Transaction, instance: Instance): void {
  const type = instanceTypeOf(instance.instanceType);
  if (type === undefined) return;
  const { instanceArn, instanceId, instanceType, imageId, availabilityZone, subnetId } = instance;
  const { userData } = instance;
  tx.perform({
    type: 'StartInstance',
    instanceArn,
    instance: {
      instanceId,
      instanceType,
      imageId,
      availabilityZone,
      subnetId,
      vcpus: type.vcpus,
      memoryMiB: type.memoryMiB,
      userData,
      agentConfiguration: agentConfigurationOf(imageId, userData),
    },
  });
}

/** stopped → pending; or stopping → pending, since the engine does one after the other. */
export function beginStart(tx: Transaction, instance: Instance): void {
  askToStart(tx, change(tx, instance, { state: 'pending', launchTime: tx.env.now }));
}

/** The engine has it; running or pending → running. */
export function running(
  tx: Transaction,
  instance: Instance,
  { privateIpAddress, gatewayPort }: InstanceAddress,
): void {
  const { gatewayPort: portBefore, ...rest } = instance;
  const { state, runs } = instance;
  const known = instance.privateIpAddress === privateIpAddress && portBefore === gatewayPort;
  if (state === 'running' && known) return;
  change(tx, rest, {
    state: 'running',
    privateIpAddress,
    ...(gatewayPort !== undefined && { gatewayPort }),
    runs: state === 'running' ? runs : [...runs, { from: tx.env.now, to: null }],
  });
}

/** running or pending → stopping. */
export function beginStop(tx: Transaction, instance: Instance, reason: string): void {
  const { instanceArn } = instance;
  const stopping = change(tx, ended(tx, instance), {
    state: 'stopping',
    stateTransitionReason: reason,
  });
  instanceDown(tx, stopping, { terminated: false, spot: false });
  tx.perform({ type: 'StopInstance', instanceArn });
}

/** stopping → stopped. */
export function stopped(tx: Transaction, instance: Instance): void {
  const { stateTransitionReason } = instance;
  change(tx, instance, { state: 'stopped', ...reasonIf(stateTransitionReason) });
}

/** running → stopped, and nobody asked for it. */
export function crashed(tx: Transaction, instance: Instance): void {
  const down = change(tx, ended(tx, instance), {
    state: 'stopped',
    stateTransitionReason: SHUT_DOWN_ITSELF,
  });
  instanceDown(tx, down, { terminated: false, spot: false });
}

/** running → pending, since the engine has it no more and shall bring it up again. */
export function lost(tx: Transaction, instance: Instance): void {
  const pending = change(tx, ended(tx, instance), { state: 'pending' });
  instanceDown(tx, pending, { terminated: false, spot: false });
  askToStart(tx, pending);
}

/** pending → terminated at a first start, → stopped at a later one. `reason` may begin with EC2's code. */
export function startFailed(tx: Transaction, instance: Instance, reason: string): void {
  const coded = /^(?:Client|Server)\.\w+: /.test(reason);
  const why = { stateTransitionReason: coded ? reason : `Server.InternalError: ${reason}` };
  if (instance.runs.length > 0) {
    change(tx, instance, { state: 'stopped', ...why });
    return;
  }
  tx.perform({ type: 'TerminateInstance', instanceArn: instance.instanceArn });
  terminated(tx, { ...instance, ...why });
}

/** → shutting-down, whatever it was before; what runs on it is told at once. */
export function beginTermination(
  tx: Transaction,
  instance: Instance,
  reason: string,
  spot: boolean,
): void {
  const { instanceArn } = instance;
  const down = change(tx, ended(tx, instance), {
    state: 'shutting-down',
    stateTransitionReason: reason,
    dueAt: null,
  });
  instanceDown(tx, down, { terminated: true, spot });
  tx.perform({ type: 'TerminateInstance', instanceArn });
}

/** shutting-down → terminated. */
export function terminated(tx: Transaction, instance: Instance): Instance {
  const { privateIpAddress: _, gatewayPort: __, ...rest } = instance;
  deregisterInstance(tx, instance);
  return change(tx, rest, {
    state: 'terminated',
    dueAt: tx.env.now + TERMINATED_KEPT,
    ...reasonIf(instance.stateTransitionReason),
  });
}

/** → terminated, and nobody asked for it. */
export function vanished(tx: Transaction, instance: Instance): void {
  const gone = terminated(tx, { ...ended(tx, instance), stateTransitionReason: VANISHED });
  instanceDown(tx, gone, { terminated: true, spot: false });
}

/** The same with its run over. */
const ended = ({ env }: Transaction, instance: Instance): Instance => ({
  ...instance,
  runs: instance.runs.map((run) => (run.to === null ? { ...run, to: env.now } : run)),
});

const reasonIf = (stateTransitionReason: string | undefined) =>
  stateTransitionReason === undefined ? {} : { stateTransitionReason };

/** As EC2 says who did it: "User initiated (2026-01-31 12:00:00 GMT)". */
export const userInitiated = (now: number): string =>
  `User initiated (${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} GMT)`;
