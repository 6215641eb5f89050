import { el } from '../../../widgets/dom.ts';
import type { Trace } from '../simulation.ts';
import { seconds, shortId, stateOf } from '../words.ts';
import { frameAt, type Part } from './parts.ts';

const row = (cells: readonly (string | number)[], cell: 'td' | 'th'): HTMLElement =>
  el(
    'tr',
    {},
    ...cells.map((text, index) =>
      index === 0 && cell === 'td'
        ? el('th', { scope: 'row' }, String(text))
        : el(cell, cell === 'th' ? { scope: 'col' } : {}, String(text)),
    ),
  );

/** A table that is filled while it is open. */
const table = (title: string, heads: readonly string[]) => {
  const body = el('tbody');
  const caption = el('caption', { class: 'visually-hidden' }, title);
  const details = el(
    'details',
    { class: 'sim-table' },
    el('summary', {}, title),
    el(
      'div',
      { class: 'table', tabindex: '0', role: 'group', 'aria-label': title },
      el('table', {}, caption, el('thead', {}, row(heads, 'th')), body),
    ),
  );
  let fill: (() => readonly (readonly (string | number)[])[]) | undefined;
  const refresh = () => {
    if (details.open && fill !== undefined) {
      body.replaceChildren(...fill().map((cells) => row(cells, 'td')));
    }
  };
  details.addEventListener('toggle', refresh);
  return {
    element: details,
    show: (rows: () => readonly (readonly (string | number)[])[]) => {
      fill = rows;
      refresh();
    },
  };
};

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
