import { shortId } from '../../short-ids.ts';
import { table } from '../../widget/table.ts';
import type { Trace } from '../simulation.ts';
import { seconds, stateOf } from '../words.ts';
import { frameAt, type Part } from './parts.ts';

/** The tasks of the picture, for those who do not see it. */
export const taskTable = (): Part => {
  const { element, show } = table('The tasks at this moment, as a table', [
    'Task',
    'Revision',
    'State',
    'Health',
    'Instance',
    'Zone',
  ]);
  return {
    element,
    show: (trace, at) =>
      show(() =>
        frameAt(trace, at).tasks.map((task) => {
          const instance = trace.instances[task.instance];
          return [
            shortId(task.id),
            `${task.generation} (${task.revision})`,
            stateOf(task),
            task.healthStatus,
            shortId(instance?.id ?? ''),
            instance?.availabilityZone ?? '',
          ];
        }),
      ),
  };
};

/** The counts of the chart, step by step. */
export const countTable = (): Part => {
  const { element, show } = table('The counts of all steps, as a table', [
    'Step',
    'Time',
    'Old running',
    'Old healthy',
    'New pending',
    'New running',
    'New healthy',
    'Stopping',
  ]);
  return {
    element,
    open: ({ frames }: Trace) =>
      show(() =>
        frames.map(({ time, counts }, index) => [
          index,
          seconds(time),
          counts.oldRunning,
          counts.oldHealthy,
          counts.newPending,
          counts.newRunning,
          counts.newHealthy,
          counts.stopping,
        ]),
      ),
  };
};
