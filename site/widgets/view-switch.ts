import { el } from './dom.ts';
import { recall, remember } from './storage.ts';

export type ViewName = 'picture' | 'table';

const KEY = 'cluster-view';

/** Two buttons, of which one is pressed: what the reader prefers, kept in the browser. */
export const viewSwitch = (
  onChange: () => void,
): { readonly element: HTMLElement; readonly view: () => ViewName } => {
  let view: ViewName = recall(KEY) === 'table' ? 'table' : 'picture';
  const buttons = (['picture', 'table'] as const).map((name) => {
    const text = name === 'picture' ? 'Picture' : 'Table';
    const button = el('button', { type: 'button', class: 'quiet' }, text);
    button.addEventListener('click', () => {
      view = name;
      remember(KEY, name);
      press();
      onChange();
    });
    return { name, button };
  });
  const press = () => {
    for (const { name, button } of buttons)
      button.setAttribute('aria-pressed', String(name === view));
  };
  press();
  const label = { class: 'view-switch', role: 'group', 'aria-label': 'Show your cluster as' };
  return { element: el('div', label, ...buttons.map(({ button }) => button)), view: () => view };
};
