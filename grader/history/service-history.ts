import type { Task } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { describeTasks, timeOf } from '../expect/tasks.ts';
import { Unmet } from '../unmet.ts';
import { type Extremes, extremes, type Window } from './extremes.ts';
import { type CountedAs, stretchOf } from './task-times.ts';

/** AWS: a stopped task can be seen for at least an hour. What ended before has left no trace. */
const STOPPED_TASKS_SEEN = 3_600_000;

/** The past of a service, as far as its tasks still tell. */
export class ServiceHistory {
  constructor(
    /** Of the service alone, running and stopped, in any order. */
    readonly tasks: readonly Task[],
    /** When they were asked for; milliseconds since the epoch. */
    readonly now: number,
  ) {}

  /** The history of those tasks alone. */
  where(matches: (task: Task) => boolean): ServiceHistory {
    return new ServiceHistory(this.tasks.filter(matches), this.now);
  }

  /**
   * The fewest and the most tasks at once during the window. Throws `Unmet` with the symptom
   * `expired` when tasks that counted then may no longer be seen: better no answer than a wrong one.
   */
  extremes(as: CountedAs, window: Window): Extremes {
    if (window.from < this.now - STOPPED_TASKS_SEEN) {
      const minutes = Math.floor((this.now - window.from) / 60_000);
      throw new Unmet({
        expected: 'a deployment that began less than an hour ago',
        observed: `that it began ${minutes} minutes ago, and ECS shows stopped tasks for an hour only`,
        symptom: 'expired',
        hint: 'How many tasks there were can no longer be told. Run these steps once more, and have them checked within the hour.',
      });
    }
    const stretches = this.tasks.flatMap((task) => stretchOf(task, as) ?? []);
    return extremes(stretches, window);
  }
}

/**
 * Reads the past of a service from its tasks. Give `since` (the service's `createdAt`) so that the
 * tasks of a service of the same name that was deleted before do not count.
 */
export const serviceHistory = async (
  context: CheckContext,
  { cluster, service, since }: { cluster: string; service: string; since?: Date | undefined },
): Promise<ServiceHistory> => {
  const query = { cluster, serviceName: service };
  // First the running ones: a task that stops in between is then seen twice rather than never.
  const running = await describeTasks(context, query);
  const stopped = await describeTasks(context, { ...query, desiredStatus: 'STOPPED' });
  const tasks = new Map([...running, ...stopped].map((task) => [task.taskArn, task]));
  const after = since?.getTime() ?? 0;
  return new ServiceHistory(
    [...tasks.values()].filter((task) => timeOf(task) >= after),
    context.now(),
  );
};
