import type { TaskPicture } from '../../src/server/api.ts';

/** What a task's box looks like. */
export const moodOf = ({ lastStatus, healthStatus, desiredStatus }: TaskPicture): string => {
  if (lastStatus === 'STOPPED') return 'stopped';
  if (desiredStatus === 'STOPPED') return 'leaving';
  if (lastStatus !== 'RUNNING') return 'arriving';
  return healthStatus === 'UNHEALTHY' ? 'sick' : 'well';
};

export const statusWord = ({ lastStatus, desiredStatus }: TaskPicture): string =>
  desiredStatus === 'STOPPED' && lastStatus === 'RUNNING' ? 'RUNNING, to stop' : lastStatus;

/** The first digits of its id, by which people tell it from others. */
export const shortId = ({ id }: Pick<TaskPicture, 'id'>): string => id.slice(0, 8);

/** Why it ended: the task's reason, or the first container's. */
export const reasonOf = ({ stoppedReason, containers }: TaskPicture): string => {
  const ended = containers.find(({ reason }) => reason !== undefined);
  const code = containers.find(({ exitCode }) => exitCode !== undefined)?.exitCode;
  return [
    stoppedReason,
    ended?.reason !== stoppedReason && ended?.reason,
    code !== undefined && `exit code ${code}`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
};
