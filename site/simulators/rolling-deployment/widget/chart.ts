import { el } from '../../../widgets/dom.ts';
import {
  type Point,
  type Scale,
  scale,
  stairs,
  surface,
  TIME_STEPS,
  ticks,
} from '../../widget/scales.ts';
import { setAttributes, svg } from '../../widget/svg.ts';
import { type Frame, healthyIn, liveIn } from '../frame.ts';
import type { Trace } from '../simulation.ts';
import { seconds } from '../words.ts';
import type { Part } from './parts.ts';

const HEIGHT = 230;
const MARGIN = { top: 14, right: 78, bottom: 30, left: 30 };

const points = (trace: Trace, value: (frame: Frame) => number): Point[] =>
  trace.frames.map((frame) => ({ time: frame.time, value: value(frame) }));

const oldLive = ({ counts }: Frame): number => counts.oldRunning + counts.oldPending;

/** A little time after the last frame, so that it can be seen. */
const endOf = ({ frames }: Trace): number => Math.max(5, (frames.at(-1)?.time ?? 0) * 1.06);

const inWords = ({ floor, ceiling, outcome, lowestHealthy, highestLive }: Trace): string =>
  `Old and new tasks over time. Floor ${floor}, ceiling ${ceiling}; at the lowest ${lowestHealthy} healthy, at the highest ${highestLive} tasks; ${
    outcome.finished ? `finished after ${seconds(outcome.seconds)}` : 'not finished'
  }. The counts stand in a table below.`;

/**
 * Tasks over time: old ones at the bottom, new ones on top of them, so that the upper edge is what
 * the ceiling is about; a line for the healthy ones, which is what the floor is about.
 */
export const chart = (id: string): Part & { cursor(time: number): void } => {
  const element = el('div', { class: 'sim-chart' });
  let trace: Trace | undefined;
  let x: Scale | undefined;
  let moment = 0;
  const past = svg('rect', { x: 0, y: 0, width: 0, height: HEIGHT });
  const line = svg('line', { class: 'sim-cursor', y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom });

  const moveCursor = () => {
    if (x === undefined) return;
    const at = x(moment);
    setAttributes(past, { width: at + 1 });
    setAttributes(line, { x1: at, x2: at });
  };

  const draw = () => {
    const width = element.clientWidth;
    if (trace === undefined || width === 0) return;
    const end = endOf(trace);
    const top = Math.max(trace.ceiling, trace.highestLive, 1);
    x = scale(0, end, MARGIN.left, width - MARGIN.right);
    const y = scale(0, top, HEIGHT - MARGIN.bottom, MARGIN.top);
    const shapes = (name: string) => series(name, trace, end, x, y);
    element.replaceChildren(
      svg(
        'svg',
        {
          role: 'img',
          'aria-label': inWords(trace),
          width,
          height: HEIGHT,
          viewBox: `0 0 ${width} ${HEIGHT}`,
        },
        svg('defs', {}, hatching(`${id}-hatching`), svg('clipPath', { id: `${id}-past` }, past)),
        axes(width, top, end, x, y),
        svg('g', { class: 'sim-future' }, ...shapes(id)),
        svg('g', { 'clip-path': `url(#${id}-past)` }, ...shapes(id)),
        ...limits(trace, width, y),
        line,
      ),
    );
    moveCursor();
  };
  new ResizeObserver(draw).observe(element);

  return {
    element,
    open: (opened) => {
      trace = opened;
      draw();
    },
    cursor: (time) => {
      moment = time;
      moveCursor();
    },
  };
};

const hatching = (id: string): SVGElement =>
  svg(
    'pattern',
    {
      id,
      width: 6,
      height: 6,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    svg('rect', { class: 'sim-old-ground', width: 6, height: 6 }),
    svg('rect', { class: 'sim-old-line', width: 2, height: 6 }),
  );

const series = (
  id: string,
  trace: Trace | undefined,
  end: number,
  x: Scale | undefined,
  y: Scale,
): SVGElement[] => {
  if (trace === undefined || x === undefined) return [];
  const old = points(trace, oldLive);
  const all = points(trace, liveIn);
  const ground = old.map(({ time }) => ({ time, value: 0 }));
  return [
    svg('path', { fill: `url(#${id}-hatching)`, d: surface(old, ground, end, x, y) }),
    svg('path', { class: 'sim-new-surface', d: surface(all, old, end, x, y) }),
    svg('path', { class: 'sim-old-edge', d: stairs(old, end, x, y) }),
    svg('path', { class: 'sim-new-edge', d: stairs(all, end, x, y) }),
    svg('path', { class: 'sim-healthy-edge', d: stairs(points(trace, healthyIn), end, x, y) }),
  ];
};

const axes = (width: number, top: number, end: number, x: Scale, y: Scale): SVGElement => {
  const bottom = y(0);
  const right = width - MARGIN.right;
  return svg(
    'g',
    { class: 'sim-axes' },
    ...ticks(top, 6, TIME_STEPS).flatMap((value) => [
      svg('line', { x1: MARGIN.left, x2: right, y1: y(value), y2: y(value) }),
      svg('text', { x: MARGIN.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, String(value)),
    ]),
    ...ticks(end, Math.max(2, width / 90), TIME_STEPS).map((value) =>
      svg('text', { x: x(value), y: bottom + 20, 'text-anchor': 'middle' }, seconds(value)),
    ),
  );
};

/** Floor and ceiling with their names; side by side where they would cover each other. */
const limits = ({ floor, ceiling }: Trace, width: number, y: Scale): SVGElement[] => {
  const right = width - MARGIN.right;
  const low = y(floor);
  const high = y(ceiling);
  const near = low - high < 16;
  return (
    [
      ['ceiling', ceiling, high, near ? high - 2 : high + 4],
      ['floor', floor, low, near ? low + 12 : low + 4],
    ] as const
  ).flatMap(([name, value, at, text]) => [
    svg('line', { class: `sim-limit sim-${name}`, x1: MARGIN.left, x2: right, y1: at, y2: at }),
    svg('text', { class: 'sim-limit-name', x: right + 6, y: text }, `${name} ${value}`),
  ]);
};
