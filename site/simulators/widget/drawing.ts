import { el } from '../../widgets/dom.ts';
import { saveSvgButton } from './save-svg.ts';

/** A figure as wide as its place, drawn again when that changes, and saved as it is. */
export const drawing = (
  what: string,
  name: string,
  draw: (width: number) => SVGSVGElement | undefined,
): { readonly element: HTMLElement; redraw(): void } => {
  let shown: SVGSVGElement | undefined;
  const ground = el('div', { class: 'sim-drawing' });
  const redraw = () => {
    const width = ground.clientWidth;
    shown = width === 0 ? undefined : draw(width);
    ground.replaceChildren(...(shown === undefined ? [] : [shown]));
  };
  new ResizeObserver(redraw).observe(ground);
  return {
    element: el(
      'div',
      {},
      ground,
      saveSvgButton(what, name, () => shown),
    ),
    redraw,
  };
};
