import type { Estimate } from '../../../../src/core/cost/estimate.ts';
import { SWEEPS, type Sweep, type SweepOver, sweepOf } from '../../../../src/core/cost/sweep.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { drawing } from '../../widget/drawing.ts';
import { figure } from '../../widget/figure.ts';
import { line, ROUND_STEPS, ticks } from '../../widget/scales.ts';
import { svg } from '../../widget/svg.ts';
import { table } from '../../widget/table.ts';
import { titled } from '../../widget/titled.ts';
import { copiesOf, designOf, type Settings } from '../settings.ts';
import { crossingsInWords, meeting, money, pricesInWords, valueInWords } from '../words.ts';

const NAMES: Readonly<Record<SweepOver, string>> = {
  copies: 'Copies',
  hours: 'Hours a day',
  utilisation: 'Utilisation',
};

const TITLES: Readonly<Record<SweepOver, string>> = {
  copies: 'A month over the number of copies',
  hours: 'A month over the hours a day',
  utilisation: 'A month over utilisation',
};

const LABELS: Readonly<Record<SweepOver, string>> = {
  copies: 'copies at the busiest hour',
  hours: 'hours a day, with all copies',
  utilisation: '% of the places on instances taken',
};

const STEPS: Readonly<Record<SweepOver, readonly number[]>> = {
  copies: ROUND_STEPS.filter((step) => step >= 1),
  hours: [1, 2, 3, 4, 6, 12],
  utilisation: [10, 20, 25, 50],
};

/** Where one is on the line; undefined: one's own day is not on it. */
const hereOf = (over: SweepOver, settings: Settings): number | undefined => {
  const peak = copiesOf(settings);
  if (over === 'copies') return peak;
  const busy = settings.day.filter((copies) => copies > 0);
  if (over === 'hours' && busy.every((copies) => copies === peak)) return busy.length;
  return undefined;
};

/** The two bills over one thing that changes, and where they cross. */
export const costPlot = (id: string, choose: (over: SweepOver) => void) => {
  let current: { readonly settings: Settings; readonly estimate: Estimate } | undefined;
  let sweep: Sweep | undefined;

  const crossing = el('p', { class: 'cost-crossing', role: 'status' });
  const plot = drawing('the cost', 'fargate-and-ec2', (width) => {
    if (sweep === undefined || current === undefined) return undefined;
    return draw(width, sweep, current.settings, current.estimate);
  });
  const numbers = table('The plot as a table', ['At', 'Fargate', 'EC2']);

  const choices = SWEEPS.map((one) => {
    const input = el('input', { type: 'radio', name: `${id}-over`, value: one });
    input.addEventListener('change', () => choose(one));
    return { one, input, element: el('label', {}, input, NAMES[one]) };
  });

  return {
    element: titled(
      `${id}-plot-title`,
      'Where they cross',
      'cost-part',
      el(
        'fieldset',
        { class: 'sim-radios cost-over' },
        el('legend', { class: 'visually-hidden' }, 'What changes'),
        ...choices.map(({ element }) => element),
      ),
      crossing,
      plot.element,
      numbers.element,
    ),
    show: (settings: Settings, estimate: Estimate) => {
      for (const { one, input } of choices) input.checked = one === settings.over;
      const found = sweepOf(designOf(settings), settings.over);
      current = { settings, estimate };
      sweep = found;
      setText(crossing, crossingsInWords(found));
      plot.redraw();
      numbers.show(() =>
        found.points.map(({ x, fargateUsd, ec2Usd }) => [
          valueInWords(found.over, x),
          money(fargateUsd),
          money(ec2Usd),
        ]),
      );
    },
  };
};

const draw = (width: number, sweep: Sweep, settings: Settings, estimate: Estimate) => {
  const { over, points, crossings } = sweep;
  const to = points.at(-1)?.x ?? 1;
  const top = Math.max(0.01, ...points.flatMap(({ fargateUsd, ec2Usd }) => [fargateUsd, ec2Usd]));
  const here = hereOf(over, settings);
  const at = here === undefined ? undefined : points.find(({ x }) => x === here);
  return figure({
    width,
    title: TITLES[over],
    description: `${crossingsInWords(sweep)} The numbers stand in a table below.`,
    x: {
      label: LABELS[over],
      to,
      ticks: ticks(to, Math.max(3, width / 60), STEPS[over]),
      words: String,
    },
    y: {
      label: 'dollars a month',
      to: top,
      ticks: ticks(top, 5, ROUND_STEPS),
      words: (usd) => usd.toLocaleString('en'),
    },
    legend: [
      ['cost-line-fargate', 'Fargate'],
      ['cost-line-ec2', 'EC2'],
    ],
    caption: pricesInWords(estimate, settings),
    draw: (x, y) => [
      svg('path', {
        class: 'cost-line-fargate',
        d: line(
          points.map((point) => [point.x, point.fargateUsd]),
          x,
          y,
        ),
      }),
      svg('path', {
        class: 'cost-line-ec2',
        d: line(
          points.map((point) => [point.x, point.ec2Usd]),
          x,
          y,
        ),
      }),
      ...(at === undefined
        ? []
        : [at.fargateUsd, at.ec2Usd].map((usd) =>
            svg('circle', { class: 'cost-here', cx: x(at.x), cy: y(usd), r: 4 }),
          )),
      ...crossings.flatMap((crossing, index) => {
        const place = x(meeting(sweep, crossing));
        const words = valueInWords(over, meeting(sweep, crossing));
        const end = place > width * 0.6;
        return [
          svg('line', { class: 'cost-crossing-line', x1: place, x2: place, y1: y(top), y2: y(0) }),
          ...(index > 0
            ? []
            : [
                svg(
                  'text',
                  {
                    class: 'cost-crossing-name',
                    x: place + (end ? -6 : 6),
                    // Where neither line is: below a late crossing, above an early one.
                    y: end ? y(0) - 8 : y(top) + 12,
                    'text-anchor': end ? 'end' : 'start',
                  },
                  words,
                ),
              ]),
        ];
      }),
    ],
  });
};
