import { traitsOf } from '../../labs/images/cats/cat.mjs';
import type { TaskPicture } from '../../src/server/api.ts';
import { leadsToDetails } from './details-button.ts';
import { el } from './dom.ts';
import { keyedList, type View } from './keyed-list.ts';
import { moodOf, shortId, statusWord } from './task-state.ts';

const smallTask = ({ id }: TaskPicture): View<TaskPicture> => {
  const button = el('button', { type: 'button', class: 'small-task', tabindex: '-1' });
  leadsToDetails(button, 'task', id);
  let shown = '';
  return {
    element: el('li', {}, button),
    update: (task) => {
      const look = moodOf(task);
      const cat = task.containers.find(({ runtimeId }) => runtimeId !== undefined)?.runtimeId;
      const health = task.healthStatus === 'UNKNOWN' ? '' : `, ${task.healthStatus}`;
      const words = `task ${shortId(task)}, ${task.family}:${task.revision}, ${statusWord(task)}${health}`;
      // Of many most are as they were: only what changed costs anything.
      const now = `${look} ${task.isOld} ${cat} ${words}`;
      if (now === shown) return;
      shown = now;
      button.dataset.look = look;
      button.toggleAttribute('data-old', task.isOld);
      if (cat !== undefined) button.style.setProperty('--fur', traitsOf(cat).coat.fur);
      button.title = words;
      button.setAttribute('aria-label', words);
    },
  };
};

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/**
 * Many tasks as small boxes. The list is one stop of the Tab key, however many there are; arrow keys
 * go from box to box.
 */
export const smallTasks = (
  label: string,
): { readonly element: HTMLElement; update(tasks: readonly TaskPicture[]): void } => {
  const list = el('ul', { class: 'small-tasks', 'aria-label': label });
  const show = keyedList<TaskPicture>(list, ({ id }) => id, smallTask);
  const boxes = () => [...list.querySelectorAll<HTMLElement>('li:not([inert]) > button')];
  const stopAt = (box: HTMLElement | undefined) => {
    for (const other of list.querySelectorAll('[tabindex="0"]')) {
      if (other !== box) other.setAttribute('tabindex', '-1');
    }
    box?.setAttribute('tabindex', '0');
  };
  list.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) stopAt(target);
  });
  list.addEventListener('keydown', (event) => {
    const all = boxes();
    const { target } = event;
    const at = target instanceof HTMLElement ? all.indexOf(target) : -1;
    const to =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? all.length - 1
          : at + (STEPS[event.key] ?? 0);
    if (at === -1 || to === at || all[to] === undefined) return;
    event.preventDefault();
    all[to].focus();
  });
  return {
    element: list,
    update: (tasks) => {
      show(tasks);
      list.hidden = tasks.length === 0;
      if (list.querySelector('li:not([inert]) > [tabindex="0"]') === null) stopAt(boxes()[0]);
    },
  };
};
