import { el, one } from '../dom.ts';
import { heightHandle } from './height.ts';

export interface PanelView {
  readonly element: HTMLElement;
  /** Where the screen is drawn. */
  readonly place: HTMLElement;
  readonly again: HTMLButtonElement;
  readonly close: HTMLButtonElement;
  /** What has the focus is not covered by it, now and later. */
  open(): void;
  /** One line above the screen; nothing: none. */
  say(sentence: string): void;
  /** Something in place of the screen. */
  ask(note: HTMLElement | undefined): void;
}

/** The panel at the lower edge of the page; what it covers, the page scrolls further by. */
export const drawPanel = (): PanelView => {
  const element = el('section', {
    class: 'terminal-panel',
    id: 'terminal',
    'aria-label': 'Terminal',
  });
  const state = el('p', { class: 'terminal-state' });
  const again = el('button', { type: 'button', class: 'quiet' }, 'New shell');
  const close = el(
    'button',
    { type: 'button', class: 'quiet' },
    'Close',
    el('span', { class: 'visually-hidden' }, ' the terminal; its shell goes on'),
  );
  const note = el('div', { class: 'terminal-note' });
  const place = el('div', { class: 'terminal-screen' });
  again.hidden = true;
  element.append(
    heightHandle(element),
    el(
      'div',
      { class: 'terminal-bar' },
      el('p', { class: 'terminal-hint' }, el('kbd', {}, 'F6'), ' leaves the terminal'),
      state,
      again,
      close,
    ),
    note,
    place,
  );
  one('[data-announce]')?.before(element);
  const dock = () =>
    document.documentElement.style.setProperty('--dock', `${element.offsetHeight}px`);
  new ResizeObserver(dock).observe(element);
  const uncover = (target: EventTarget | null) => {
    if (!(target instanceof HTMLElement) || element.hidden || element.contains(target)) return;
    if (target.getBoundingClientRect().bottom > element.getBoundingClientRect().top)
      target.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('focusin', ({ target }) => uncover(target));
  return {
    element,
    place,
    again,
    close,
    open() {
      element.hidden = false;
      dock();
      uncover(document.activeElement);
    },
    say(sentence) {
      state.textContent = sentence;
    },
    ask(content) {
      note.replaceChildren(...(content === undefined ? [] : [content]));
      place.hidden = content !== undefined;
    },
  };
};
