import { all, el, one } from './dom.ts';

/** The search and what it searches are loaded when it is opened, and look for their place then. */
const load = (place: HTMLElement): void => {
  const { root = './', version = '' } = document.body.dataset;
  for (const name of ['search-index', 'search']) {
    const script = el('script', { src: `${root}assets/${name}.js?${version}` });
    // In this order.
    script.async = false;
    script.addEventListener('error', () => {
      place.textContent = 'The search could not be loaded. Reload the page to try again.';
    });
    document.head.append(script);
  }
};

const makeDialog = (): HTMLDialogElement => {
  const place = el('div', { 'data-search': '' }, el('p', {}, 'The search is being fetched …'));
  const close = el('button', { type: 'button', class: 'quiet' }, 'Close');
  const dialog = el('dialog', { class: 'search-dialog', 'aria-label': 'Search' }, close, place);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  load(place);
  return dialog;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select'));

/** Brings the search at a press of `/` or a click on its link, and folds "More" when one leaves it. */
export const watchSearch = (): void => {
  const ownPlace = one('[data-search]');
  if (ownPlace !== undefined) load(ownPlace);
  let dialog: HTMLDialogElement | undefined;
  const open = () => {
    if (ownPlace === undefined) {
      dialog ??= makeDialog();
      if (!dialog.open) dialog.showModal();
    }
    const input = one('input', ownPlace ?? dialog);
    input?.focus();
    if (input instanceof HTMLInputElement) input.select();
  };
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    event.preventDefault();
    open();
  });
  one('[data-search-link]')?.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  for (const more of all('[data-more]')) {
    if (!(more instanceof HTMLDetailsElement)) continue;
    const leave = (target: EventTarget | null) => {
      if (!(target instanceof Node) || !more.contains(target)) more.open = false;
    };
    document.addEventListener('click', ({ target }) => leave(target));
    more.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== null) leave(relatedTarget);
    });
    more.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      more.open = false;
      one('summary', more)?.focus();
    });
  }
};
