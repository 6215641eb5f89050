import { el } from '../../widgets/dom.ts';

/** A part of a simulator under a title. */
export const titled = (
  id: string,
  title: string,
  className: string,
  ...children: (Node | string)[]
): HTMLElement =>
  el(
    'section',
    { class: className, 'aria-labelledby': id },
    el('p', { class: 'sim-title', id }, title),
    ...children,
  );
