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
