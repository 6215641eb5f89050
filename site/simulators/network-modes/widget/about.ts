import { el, setText } from '../../../widgets/dom.ts';
import { ABOUT } from '../about.ts';
import type { Mode } from '../settings.ts';

/** What speaks for a mode and against it. */
export const aboutMode = (): { readonly element: HTMLElement; show(mode: Mode): void } => {
  const what = el('p');
  const merits = el('ul', { class: 'net-merits', 'aria-label': 'Merits' });
  const drawbacks = el('ul', { class: 'net-drawbacks', 'aria-label': 'Drawbacks' });
  let shown: Mode | undefined;
  return {
    element: el('div', { class: 'net-about' }, what, merits, drawbacks),
    show: (mode) => {
      if (mode === shown) return;
      shown = mode;
      const about = ABOUT[mode];
      setText(what, about.what);
      merits.replaceChildren(...about.merits.map((text) => el('li', {}, text)));
      drawbacks.replaceChildren(...about.drawbacks.map((text) => el('li', {}, text)));
    },
  };
};
