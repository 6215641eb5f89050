import type { Deployment, ServiceEvent, Task } from '../../../src/core/model/index.ts';

/** The cluster at one moment of the deployment. */
export interface Frame {
  /** Seconds since the service was updated; the first frame is the moment before. */
  readonly time: number;
  /** All that are not STOPPED, in the order in which they were placed. */
  readonly tasks: readonly TaskFrame[];
  readonly counts: Counts;
  /** Newest (PRIMARY) first. */
  readonly deployments: readonly DeploymentFrame[];
  /** Those that are new in this frame, oldest first. */
  readonly events: readonly EventFrame[];
}

export interface TaskFrame {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Old: of the revision before the update. */
  readonly generation: 'old' | 'new';
  readonly revision: number;
  /** Index into the trace's instances. */
  readonly instance: number;
  /** Place on its instance, from 0; it keeps it until it is gone. */
  readonly slot: number;
  /** PENDING: all before RUNNING, as the API counts them; STOPPING: all after. */
  readonly status: 'PENDING' | 'RUNNING' | 'STOPPING';
  readonly healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  /** It ended by itself. */
  readonly failed: boolean;
}

/** Stopping tasks are in `stopping` alone. */
export interface Counts {
  readonly oldRunning: number;
  readonly newRunning: number;
  /** What the floor is about: RUNNING and, as far as the service knows, well. */
  readonly oldHealthy: number;
  readonly newHealthy: number;
  readonly oldPending: number;
  readonly newPending: number;
  readonly stopping: number;
  /** New tasks that ended by themselves so far. */
  readonly failed: number;
}

export interface DeploymentFrame {
  readonly id: string;
  readonly status: Deployment['status'];
  readonly revision: number;
  readonly rolloutState: Deployment['rolloutState'];
}

export interface EventFrame {
  readonly id: string;
  /** Seconds since the update; negative: before. */
  readonly time: number;
  /** In ECS's words. */
  readonly message: string;
}

export const healthyIn = ({ counts }: Frame): number => counts.oldHealthy + counts.newHealthy;

/** What the ceiling is about: tasks RUNNING or PENDING that are to stay. */
export const liveIn = ({ counts }: Frame): number =>
  counts.oldRunning + counts.newRunning + counts.oldPending + counts.newPending;

export const statusOf = ({ lastStatus, desiredStatus }: Task): TaskFrame['status'] => {
  if (desiredStatus === 'STOPPED') return 'STOPPING';
  return lastStatus === 'RUNNING' ? 'RUNNING' : 'PENDING';
};

/** Would a person see no difference, the time aside? */
export const sameSight = (a: Frame, b: Frame): boolean =>
  a.tasks.length === b.tasks.length &&
  a.deployments.length === b.deployments.length &&
  a.tasks.every((task, index) => sameTask(task, b.tasks[index])) &&
  a.deployments.every(
    ({ id, rolloutState }, index) =>
      id === b.deployments[index]?.id && rolloutState === b.deployments[index]?.rolloutState,
  );

const sameTask = (a: TaskFrame, b: TaskFrame | undefined): boolean =>
  a.id === b?.id &&
  a.status === b.status &&
  a.healthStatus === b.healthStatus &&
  a.failed === b.failed;

export const eventFrame = (
  { id, createdAt, message }: ServiceEvent,
  start: number,
): EventFrame => ({
  id,
  time: (createdAt - start) / 1000,
  message,
});
