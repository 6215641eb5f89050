import type { EventFrame } from './frame.ts';

/** Events by which ECS says what is in the way. */
const OBSTACLES = ['unable to stop or start', 'unable to consistently start', 'unable to place'];

/** What ECS said last of an obstacle; without such an event, what that means. */
export const whyNotFinished = (events: readonly EventFrame[]): string =>
  events.findLast(({ message }) => OBSTACLES.some((words) => message.includes(words)))?.message ??
  'Nothing forbids the deployment to go on; it is only too slow for the time and the steps that the simulator gives it.';
