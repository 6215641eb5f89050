import { el, setText } from '../widgets/dom.ts';
import { askAws } from './aws-api.ts';
import { type Json, listAt, member, textAt } from './json.ts';
import type { LogStream } from './log-streams.ts';
import { readable } from './readable.ts';

/** Lines that are asked for at first, and that are kept. */
const FIRST = 200;
const KEPT = 500;
/** Milliseconds between two looks. */
const EVERY = 1_000;

/** The end of a stream, and what comes behind it, until it is stopped. */
export const tail = ({
  container,
  group,
  stream,
  region,
}: LogStream): { readonly element: HTMLElement; stop(): void } => {
  const lines = el('div', {
    class: 'log',
    role: 'log',
    'aria-label': `Log of container ${container}`,
    'aria-live': 'off',
    tabindex: '0',
  });
  const note = el('p', { class: 'log-note' });
  let token: string | undefined;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const add = (events: readonly Json[]) => {
    const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 8;
    for (const event of events) {
      const at = member(event, 'timestamp');
      const time = typeof at === 'number' ? new Date(at).toLocaleTimeString() : '';
      const text = el('span', { dir: 'auto' }, readable(textAt(event, 'message')));
      lines.append(el('p', {}, el('time', {}, time), ' ', text));
    }
    while (lines.childElementCount > KEPT) lines.firstElementChild?.remove();
    // Who scrolled up to read is left there.
    if (atEnd && events.length > 0) lines.scrollTop = lines.scrollHeight;
  };

  const look = async () => {
    const answer = await askAws('logs', 'GetLogEvents', region, {
      logGroupName: group,
      logStreamName: stream,
      limit: token === undefined ? FIRST : KEPT,
      startFromHead: token !== undefined,
      nextToken: token,
    });
    if (stopped) return;
    if (answer.type === 'done') {
      add(listAt(answer.output, 'events'));
      token = textAt(answer.output, 'nextForwardToken') || undefined;
    }
    const empty = lines.childElementCount === 0 ? 'Nothing was written yet.' : '';
    setText(note, answer.type === 'done' ? empty : answer.message);
    note.hidden = note.textContent === '';
    timer = setTimeout(() => void look(), EVERY);
  };
  void look();
  const element = el('section', {}, el('h3', {}, `Log of ${container}`), note, lines);
  return {
    element,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
