import type { Estimate } from '../../../../src/core/cost/estimate.ts';
import { plural } from '../../../widgets/plural.ts';
import { drawing } from '../../widget/drawing.ts';
import { figure } from '../../widget/figure.ts';
import { ROUND_STEPS, stairs, ticks } from '../../widget/scales.ts';
import { svg } from '../../widget/svg.ts';
import { table } from '../../widget/table.ts';
import type { Settings } from '../settings.ts';
import { hourInWords, percent, pricesInWords } from '../words.ts';

interface Hour {
  readonly tasks: number;
  readonly instances: number;
  readonly places: number;
}

const hoursOf = ({ day }: Settings, { ec2 }: Estimate): Hour[] =>
  day.map((tasks, hour) => {
    const instances = ec2.instances[hour] ?? 0;
    return { tasks, instances, places: instances * ec2.tasksPerInstance };
  });

/** The tasks of each hour against the places on the instances that are paid for. */
export const dayPlot = () => {
  let current: { readonly settings: Settings; readonly estimate: Estimate } | undefined;
  const plot = drawing('the day', 'tasks-and-places', (width) =>
    current === undefined ? undefined : draw(width, current.settings, current.estimate),
  );
  const numbers = table('The day as a table', [
    'Hour',
    'Tasks',
    'Instances',
    'Places on them',
    'Empty',
  ]);
  return {
    plot: plot.element,
    table: numbers.element,
    show: (settings: Settings, estimate: Estimate) => {
      current = { settings, estimate };
      plot.redraw();
      numbers.show(() =>
        hoursOf(settings, estimate).map(({ tasks, instances, places }, hour) => [
          hourInWords(hour),
          tasks,
          instances,
          places,
          places - tasks,
        ]),
      );
    },
  };
};

const inWords = (hours: readonly Hour[]): string => {
  const sum = (value: (hour: Hour) => number) =>
    hours.reduce((total, hour) => total + value(hour), 0);
  const [tasks, places] = [sum((hour) => hour.tasks), sum((hour) => hour.places)];
  return `${plural(tasks, 'task hour')} a day, and ${plural(places, 'hour')} of places paid for on EC2: ${percent(places === 0 ? 0 : tasks / places)} of them taken.`;
};

const draw = (width: number, settings: Settings, estimate: Estimate): SVGSVGElement => {
  const hours = hoursOf(settings, estimate);
  const top = Math.max(1, ...hours.flatMap(({ tasks, places }) => [tasks, places]));
  return figure({
    width,
    title: 'A day: tasks, and places paid for',
    description: `${inWords(hours)} The numbers stand in a table below.`,
    x: {
      label: 'hour of the day',
      to: 24,
      ticks: ticks(24, Math.max(4, width / 50), [1, 2, 3, 6]),
      words: String,
    },
    y: {
      label: 'tasks',
      to: top,
      ticks: ticks(
        top,
        5,
        ROUND_STEPS.filter((step) => step >= 1),
      ),
      words: String,
    },
    legend: [
      ['cost-sign-tasks', 'tasks that run'],
      ['cost-line-ec2', 'places on instances'],
    ],
    caption: `${inWords(hours)} ${pricesInWords(estimate, settings)}`,
    draw: (x, y) => [
      ...hours.flatMap(({ tasks }, hour) =>
        tasks === 0
          ? []
          : [
              svg('rect', {
                class: 'cost-tasks',
                x: x(hour) + 1,
                width: Math.max(1, x(hour + 1) - x(hour) - 2),
                y: y(tasks),
                height: y(0) - y(tasks),
              }),
            ],
      ),
      svg('path', {
        class: 'cost-line-ec2',
        d: stairs(
          hours.map(({ places }, time) => ({ time, value: places })),
          24,
          x,
          y,
        ),
      }),
    ],
  });
};
