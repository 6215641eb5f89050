import type { FaultPicture } from '../../src/server/api.ts';
import { askForToken } from './ask-for-token.ts';
import { el, setText } from './dom.ts';
import { undoFault } from './fault-requests.ts';
import { keyedList, type View } from './keyed-list.ts';
import type { Clock } from './task-view.ts';
import { showsThePast } from './timeline/pictures.ts';

/** What is in force, with the time that is left and a button that ends it. */
export const faultList = (
  clock: Clock,
): { readonly element: HTMLElement; update(faults: readonly FaultPicture[]): void } => {
  const list = el('ul', { class: 'faults', 'aria-label': 'Faults in force' });
  list.hidden = true;
  const show = keyedList<FaultPicture>(list, ({ faultId = '' }) => faultId, faultView(clock), true);
  return {
    element: list,
    update: (faults) => {
      list.hidden = faults.length === 0;
      show(faults);
    },
  };
};

const faultView =
  (clock: Clock) =>
  (fault: FaultPicture): View<FaultPicture> => {
    const left = el('span', { class: 'fault-left' });
    const undo = el('button', { type: 'button', class: 'quiet' }, 'Undo');
    undo.setAttribute('aria-label', `Undo ${fault.fault}: ${fault.description}`);
    const problem = el('div', { role: 'alert' });
    const end = async (): Promise<void> => {
      const answer = await undoFault(fault);
      if (answer.type === 'refused') problem.replaceChildren(el('p', {}, answer.message));
      else if (answer.type === 'unauthorized')
        problem.replaceChildren(askForToken(false, () => void end()));
    };
    undo.addEventListener('click', () => {
      if (!showsThePast()) void end();
    });
    const text = el('span', {}, el('strong', {}, fault.fault), ` ${fault.description} `, left);
    return {
      element: el('li', {}, text, undo, problem),
      update: ({ endsAt }) => {
        const seconds = Math.max(0, Math.ceil((endsAt - clock.now()) / 1000));
        setText(left, `${seconds} s left.`);
      },
    };
  };
