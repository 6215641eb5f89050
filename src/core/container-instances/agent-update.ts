import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { type Env, scaled } from '../env.ts';
import { clientException, Refusal } from '../errors.ts';
import { findCluster } from '../find.ts';
import type { ContainerInstance } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { findLive } from './find.ts';

/** What new instances run, and an update leads to. */
export const NEWEST_AGENT = '1.89.2';
export const DOCKER_VERSION = 'DockerVersion: 25.0.8';

/** Each step of an update takes so long. */
const STEP = 5_000;
const NEXT = {
  PENDING: 'STAGING',
  STAGING: 'STAGED',
  STAGED: 'UPDATING',
  UPDATING: 'UPDATED',
} as const;

const isRunning = (status: ContainerInstance['agentUpdateStatus']): status is keyof typeof NEXT =>
  status !== undefined && status in NEXT;

const nextStepAt = (env: Env): number => env.now + scaled(env, STEP);

/** Asks the agent to update itself; `agentUpdateStatus` tells how far it is. */
export function updateContainerAgent(
  tx: Transaction,
  scope: Scope,
  input: Commands['UpdateContainerAgent']['input'],
): CommandOutput<'UpdateContainerAgent'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const containerInstance = findLive(tx.state, scope, cluster, input.containerInstance);
  const { containerInstanceArn, agentVersion, agentUpdateStatus } = containerInstance;
  if (!containerInstance.agentConnected) {
    throw clientException(
      `The container agent of ${containerInstanceArn} is not connected: it can be updated once it is.`,
    );
  }
  if (isRunning(agentUpdateStatus)) {
    throw new Refusal(
      'UpdateInProgressException',
      'There is already an update in progress for the container agent.',
    );
  }
  if (agentVersion === '') {
    throw new Refusal(
      'MissingVersionException',
      'Amazon ECS cannot determine the current version of the container agent: it did not say it when it registered.',
    );
  }
  if (compareVersions(agentVersion, NEWEST_AGENT) >= 0) {
    throw new Refusal(
      'NoUpdateAvailableException',
      `There is no update available for this container agent: it is of version ${agentVersion}.`,
    );
  }
  tx.emit({
    type: 'ContainerInstanceChanged',
    containerInstanceArn,
    change: { agentUpdateStatus: 'PENDING', dueAt: nextStepAt(tx.env) },
  });
  return { containerInstanceArn };
}

/** The time of the next step has come; false: no update is under way. */
export function stepAgentUpdate(
  tx: Transaction,
  { containerInstanceArn, agentUpdateStatus }: ContainerInstance,
): boolean {
  if (!isRunning(agentUpdateStatus)) return false;
  const next = NEXT[agentUpdateStatus];
  tx.emit({
    type: 'ContainerInstanceChanged',
    containerInstanceArn,
    change:
      next === 'UPDATED'
        ? { agentUpdateStatus: next, agentVersion: NEWEST_AGENT, dueAt: null }
        : { agentUpdateStatus: next, dueAt: nextStepAt(tx.env) },
  });
  return true;
}

/** An agent that goes away in the middle of its update has failed it. */
export const brokenOff = ({
  agentUpdateStatus,
}: ContainerInstance): Pick<ContainerInstance, 'agentUpdateStatus'> =>
  isRunning(agentUpdateStatus) ? { agentUpdateStatus: 'FAILED' } : {};

/** By number, part by part: 1.9.0 is before 1.10.0. */
function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let n = 0; n < Math.max(left.length, right.length); n += 1) {
    const difference = (left[n] ?? 0) - (right[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
