import { type Env, scaled } from '../env.ts';
import type { ContainerInstance, Instance } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';

/** An agent that is away for so long is lost: its tasks are replaced elsewhere. */
const LOST_AFTER = 60_000;

/** Is the agent away for so long that its tasks no longer count as healthy? */
export const isLost = ({ disconnectedAt }: ContainerInstance, env: Env): boolean =>
  disconnectedAt !== null && env.now >= disconnectedAt + scaled(env, LOST_AFTER);

/** The agent of an engine that keeps records came up: registers what its configuration says. */
export function agentStarted(
  _tx: Transaction,
  _instance: Instance,
  _configuration: Readonly<Record<string, string>>,
): void {}

/** The connection of the instance's agent came or went. */
export function agentConnectionChanged(
  _tx: Transaction,
  _instance: Instance,
  _connected: boolean,
): void {}

/**
 * The EC2 instance is down: its tasks are gone. `terminated`: it will not come back, and its
 * container instance is deregistered. `reason`: the stopped reason of the tasks.
 */
export function instanceDown(
  _tx: Transaction,
  _instance: Instance,
  _how: { readonly terminated: boolean; readonly spot: boolean },
): void {}

/** Spot takes the instance away in two minutes. */
export function interruptionNoticed(_tx: Transaction, _instance: Instance): void {}

/** The time of a container instance has come (`dueAt`). */
export function containerInstanceDue(_tx: Transaction, _containerInstanceArn: string): void {}
