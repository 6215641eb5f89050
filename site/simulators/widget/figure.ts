import type { Scale } from './scales.ts';
import { scale } from './scales.ts';
import { svg } from './svg.ts';
import { wrap } from './wrap.ts';

interface Axis {
  /** With its unit. */
  readonly label: string;
  /** Where it ends; it begins at 0. */
  readonly to: number;
  readonly ticks: readonly number[];
  readonly words: (value: number) => string;
}

interface Content {
  readonly width: number;
  readonly title: string;
  /** For those who do not see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Class of the sign, and what it stands for. */
  readonly legend: readonly (readonly [className: string, words: string])[];
  readonly draw: (x: Scale, y: Scale) => readonly SVGElement[];
  /** Below it, in small print. */
  readonly caption: string;
}

const PLOT = 220;
const TOP = 62;
const LEFT = 52;
const RIGHT = 14;
const LINE = 15;
/** Of a letter in small print, on the safe side. */
const LETTER = 5.9;
/** From one entry of the legend to the next, beside its words. */
const SIGN = 44;

/** A plot that can be read and saved: title, axes with units, legend and caption are in it. */
export const figure = ({
  width,
  title,
  description,
  x,
  y,
  legend,
  draw,
  caption,
}: Content): SVGSVGElement => {
  const bottom = TOP + PLOT;
  const right = width - RIGHT;
  const toX = scale(0, x.to, LEFT, right);
  const toY = scale(0, y.to, bottom, TOP);
  const small = wrap(caption, Math.floor((width - 4) / LETTER));
  const height = bottom + 50 + small.length * LINE;
  return svg(
    'svg',
    {
      class: 'figure',
      role: 'img',
      'aria-label': `${title}. ${description}`,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    },
    svg('text', { class: 'figure-title', x: 0, y: 15 }, title),
    ...signs(legend),
    svg('text', { x: 0, y: TOP - 10 }, y.label),
    svg(
      'g',
      { class: 'figure-grid' },
      ...y.ticks.map((value) =>
        svg('line', { x1: LEFT, x2: right, y1: toY(value), y2: toY(value) }),
      ),
    ),
    ...y.ticks.map((value) =>
      svg('text', { x: LEFT - 6, y: toY(value) + 4, 'text-anchor': 'end' }, y.words(value)),
    ),
    ...x.ticks.map((value) =>
      svg('text', { x: toX(value), y: bottom + 17, 'text-anchor': 'middle' }, x.words(value)),
    ),
    svg('text', { x: right, y: bottom + 34, 'text-anchor': 'end' }, x.label),
    ...draw(toX, toY),
    ...small.map((line, index) =>
      svg('text', { class: 'figure-caption', x: 0, y: bottom + 54 + index * LINE }, line),
    ),
  );
};

const signs = (legend: Content['legend']): SVGElement[] => {
  let x = 0;
  return legend.flatMap(([className, words]) => {
    const at = x;
    x += SIGN + words.length * 6.4;
    return [
      svg('line', { class: className, x1: at, x2: at + 24, y1: 31, y2: 31 }),
      svg('text', { x: at + 30, y: 35 }, words),
    ];
  });
};
