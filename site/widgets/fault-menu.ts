import type { FaultList } from '../../src/server/api.ts';
import { askForToken } from './ask-for-token.ts';
import { el } from './dom.ts';
import { causeFault, vocabulary } from './fault-requests.ts';
import { showsThePast } from './timeline/pictures.ts';

type Vocabulary = FaultList['vocabulary'];
type FaultName = keyof Vocabulary;

/** What faults are offered for. */
export interface FaultPlace {
  readonly kind: 'task' | 'instance' | 'zone';
  /** As people call it: "task 1a2b3c4d". */
  readonly name: string;
  /** Its id. */
  readonly target: string;
  readonly zone: string;
  readonly region: string;
}

/** A button that asks what shall go wrong there. */
export const faultButton = (place: () => FaultPlace | undefined): HTMLButtonElement => {
  const button = el('button', { type: 'button', class: 'quiet fault-button' }, 'Break it …');
  button.addEventListener('click', () => {
    const found = place();
    if (found !== undefined && !showsThePast()) void open(found);
  });
  return button;
};

/** The same dialog for all: one at a time. The browser gives the focus back when it closes. */
const dialog = el('dialog', { class: 'faults-dialog', 'aria-labelledby': 'faults-title' });
dialog.addEventListener('close', () => dialog.replaceChildren());

const open = async (place: FaultPlace): Promise<void> => {
  if (!dialog.isConnected) document.body.append(dialog);
  const known = await vocabulary();
  if (dialog.open) return;
  const close = el('button', { type: 'button', class: 'quiet' }, 'Close');
  close.addEventListener('click', () => dialog.close());
  const problem = el('div', { role: 'alert' });
  dialog.replaceChildren(
    el('h2', { id: 'faults-title' }, `What shall go wrong with ${place.name}?`),
    known === undefined
      ? el('p', {}, 'The runtime does not answer. Is npm start still running?')
      : el('ul', { class: 'fault-choices' }, ...choices(place, known, problem)),
    problem,
    close,
  );
  dialog.showModal();
};

const choices = (place: FaultPlace, known: Vocabulary, problem: HTMLElement): HTMLElement[] =>
  namesOf(known)
    .filter((name) => isFor(place, known, name))
    .map((name, index) => {
      const { summary, duration, undo } = known[name];
      const isOfZone = known[name].targets.includes('zone');
      const about = el(
        'span',
        { id: `fault-choice-${index}` },
        `${isOfZone ? `${place.zone}: ` : ''}${summary}. `,
        duration === null
          ? 'Over at once; it cannot be undone.'
          : `Ends by itself after ${duration / 1000} s, which ${undo}; you can undo it before.`,
      );
      const button = el('button', { type: 'button', 'aria-describedby': about.id }, name);
      const cause = async (): Promise<void> => {
        const { region } = place;
        const target = isOfZone ? place.zone : place.target;
        const answer = await causeFault({ fault: name, target, region });
        if (answer.type === 'done') dialog.close();
        else if (answer.type === 'refused') problem.replaceChildren(el('p', {}, answer.message));
        else problem.replaceChildren(askForToken(false, () => void cause()));
      };
      button.addEventListener('click', () => void cause());
      return el('li', {}, button, about);
    });

const namesOf = (known: Vocabulary): FaultName[] =>
  Object.keys(known).filter((name): name is FaultName => name in known);

const isFor = ({ kind }: FaultPlace, known: Vocabulary, name: FaultName): boolean => {
  // The list of what is in force has a button for that.
  if (name === 'agent-reconnect') return false;
  const { targets } = known[name];
  if (targets.includes('zone') || targets.includes(kind)) return true;
  return kind === 'task' && targets.includes('container');
};
