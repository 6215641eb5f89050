import { el } from '../../widgets/dom.ts';

const row = (cells: readonly (string | number)[], cell: 'td' | 'th'): HTMLElement =>
  el(
    'tr',
    {},
    ...cells.map((text, index) =>
      index === 0 && cell === 'td'
        ? el('th', { scope: 'row' }, String(text))
        : el(cell, cell === 'th' ? { scope: 'col' } : {}, String(text)),
    ),
  );

/** A table that is filled while it is open. */
export const table = (title: string, heads: readonly string[]) => {
  const body = el('tbody');
  const caption = el('caption', { class: 'visually-hidden' }, title);
  const details = el(
    'details',
    { class: 'sim-table' },
    el('summary', {}, title),
    el(
      'div',
      { class: 'table', tabindex: '0', role: 'group', 'aria-label': title },
      el('table', {}, caption, el('thead', {}, row(heads, 'th')), body),
    ),
  );
  let fill: (() => readonly (readonly (string | number)[])[]) | undefined;
  const refresh = () => {
    if (details.open && fill !== undefined) {
      body.replaceChildren(...fill().map((cells) => row(cells, 'td')));
    }
  };
  details.addEventListener('toggle', refresh);
  return {
    element: details,
    show: (rows: () => readonly (readonly (string | number)[])[]) => {
      fill = rows;
      refresh();
    },
  };
};
