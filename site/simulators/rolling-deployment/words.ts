import { type Frame, healthyIn, type TaskFrame } from './frame.ts';

/** "12 s", "12.4 s". */
export const seconds = (time: number): string => `${Math.round(time * 10) / 10} s`;

/** What a task does, in a word. */
export const stateOf = ({ status, healthStatus, failed }: TaskFrame): TaskState => {
  if (failed) return 'exited';
  if (status === 'PENDING') return 'pending';
  if (status === 'STOPPING') return 'stopping';
  return healthStatus === 'HEALTHY' ? 'healthy' : 'running';
};

export type TaskState = 'pending' | 'running' | 'healthy' | 'stopping' | 'exited';

/** Ids are long; eight digits tell them apart. */
export const shortId = (id: string): string => id.slice(0, 8);

/** A service event with short task ids, as the picture and the table have them. */
export const shortened = (message: string): string =>
  message.replace(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, '$1…');

/** The moment in a sentence. */
export const inWords = (frame: Frame): string => {
  const { oldRunning, oldHealthy, newRunning, newHealthy, oldPending, newPending, stopping } =
    frame.counts;
  const group = (name: string, running: number, healthy: number, pending: number) =>
    `${name}: ${running} running, ${healthy} of them healthy${pending > 0 ? `, ${pending} pending` : ''}`;
  return [
    group('Old', oldRunning, oldHealthy, oldPending),
    group('New', newRunning, newHealthy, newPending),
    ...(stopping > 0 ? [`Stopping: ${stopping}`] : []),
    `In all ${healthyIn(frame)} healthy.`,
  ].join('. ');
};
