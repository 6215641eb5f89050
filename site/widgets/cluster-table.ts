import type { ClusterPicture, Flow } from '../../src/server/api.ts';
import { detailsButton } from './details-button.ts';
import { el, setText } from './dom.ts';
import { keyedList, type View } from './keyed-list.ts';
import { type Line, type Table, tablesOf } from './tables-of.ts';

const lineView = ({ kind, id, name, cells }: Line): View<Line> => {
  const columns = cells.map(() => el('td'));
  return {
    element: el('tr', {}, el('th', { scope: 'row' }, detailsButton(kind, id, name)), ...columns),
    update: (line) => {
      for (const [index, column] of columns.entries()) setText(column, line.cells[index] ?? '');
    },
  };
};

const tableView = ({ caption, columns, arn = '' }: Table): View<Table> => {
  const body = el('tbody');
  const head = columns.map((column) => el('th', { scope: 'col' }, column));
  const show = keyedList<Line>(
    body,
    ({ kind, id, cells }) => (kind === 'target-group' ? `${id} ${cells[1]}` : `${kind} ${id}`),
    lineView,
  );
  const table = el('table', {}, el('caption', {}, caption), el('thead', {}, el('tr', {}, ...head)));
  table.append(body);
  return {
    // What is wider than the page is scrolled by itself, by keyboard too.
    element: el(
      'div',
      {
        class: 'cluster-table',
        tabindex: '0',
        role: 'region',
        'aria-label': caption,
        'data-arn': arn,
      },
      table,
    ),
    update: ({ lines }) => show(lines),
  };
};

/** The picture as tables. What stays keeps its place, its focus and its reader's. */
export const clusterTables = (
  place: HTMLElement,
): ((picture: ClusterPicture, flow?: Flow) => void) => {
  const show = keyedList<Table>(place, ({ caption }) => caption, tableView);
  return (picture, flow) => show(tablesOf(picture, flow));
};
