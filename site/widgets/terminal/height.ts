import { el } from '../dom.ts';
import { recall, remember } from '../storage.ts';

/** Parts of a hundred of the window. */
const [LEAST, USUAL, MOST, STEP] = [20, 40, 80, 5];
const KEYS: Record<string, (height: number) => number> = {
  ArrowUp: (height) => height + STEP,
  ArrowDown: (height) => height - STEP,
  Home: () => MOST,
  End: () => LEAST,
};

/** The upper edge of the panel, to be moved by pointer and by arrow keys; kept for the next page. */
export const heightHandle = (panel: HTMLElement): HTMLElement => {
  const handle = el('div', {
    class: 'terminal-edge',
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'horizontal',
    'aria-label': 'Height of the terminal',
    'aria-controls': panel.id,
    'aria-valuemin': String(LEAST),
    'aria-valuemax': String(MOST),
  });
  let height = USUAL;
  const become = (wanted: number) => {
    height = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
    handle.setAttribute('aria-valuenow', String(height));
    panel.style.setProperty('--height', String(height));
    remember('terminal-height', String(height));
  };
  become(Number(recall('terminal-height') ?? USUAL) || USUAL);
  handle.addEventListener('keydown', (event) => {
    const next = KEYS[event.key];
    if (next === undefined) return;
    event.preventDefault();
    become(next(height));
  });
  handle.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.focus();
  });
  handle.addEventListener('pointermove', (event) => {
    if (handle.hasPointerCapture(event.pointerId)) become(100 * (1 - event.clientY / innerHeight));
  });
  return handle;
};
