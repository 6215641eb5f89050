import { announce } from '../../widgets/announce.ts';
import { el } from '../../widgets/dom.ts';
import { svg } from './svg.ts';

/** All that our style says of figures; a file of its own must bring it along. */
const STYLE = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/** A figure as a file of its own: with its colours and its ground, without our style sheet. */
const standalone = (figure: SVGSVGElement): string => {
  const copy = svg('svg', {});
  for (const { name, value } of figure.attributes) copy.setAttribute(name, value);
  copy.append(...[...figure.children].map((child) => child.cloneNode(true)));
  const originals = [figure, ...figure.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    const style = getComputedStyle(original);
    for (const name of STYLE) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  }
  const { backgroundColor } = getComputedStyle(document.body);
  copy.prepend(svg('rect', { width: '100%', height: '100%', fill: backgroundColor }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
};

/** Saves the figure that is shown just then. `name`: of the file, without its ending. */
export const saveSvgButton = (
  what: string,
  name: string,
  figure: () => SVGSVGElement | undefined,
): HTMLElement => {
  const button = el('button', { type: 'button', class: 'quiet' }, 'Save as SVG');
  button.setAttribute('aria-label', `Save as SVG: ${what}`);
  button.addEventListener('click', () => {
    const shown = figure();
    if (shown === undefined) return;
    const file = new Blob([standalone(shown)], { type: 'image/svg+xml' });
    const address = URL.createObjectURL(file);
    el('a', { href: address, download: `${name}.svg` }).click();
    announce('save', `${name}.svg saved`);
    // The browser has read it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return button;
};
