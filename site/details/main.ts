import { el, setText } from '../widgets/dom.ts';
import { keyedList } from '../widgets/keyed-list.ts';
import { DETAILS_EVENT, type DetailsRequest } from '../widgets/open-details.ts';
import { showsThePast } from '../widgets/timeline/pictures.ts';
import { askAws } from './aws-api.ts';
import { factList } from './fact-list.ts';
import { member } from './json.ts';
import { streamsOf } from './log-streams.ts';
import { tail } from './logs.ts';
import { readable } from './readable.ts';
import { readSheet, type Sheet } from './sheet.ts';

type Event = Sheet['events'][number];

/** Milliseconds between two looks at what is open. */
const EVERY = 1_000;

/** An event that names hundreds of tasks is not read to its end. */
const LONGEST_EVENT = 400;

/** One at a time; the browser gives the focus back when it closes, and closes it on Escape. */
const dialog = el('dialog', { class: 'details', 'aria-labelledby': 'details-title' });
document.body.append(dialog);

let close = (): void => undefined;
dialog.addEventListener('close', () => close());
// A click beside it closes it too.
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog) dialog.close();
});

const open = (request: DetailsRequest): void => {
  close();
  const title = el('h2', { id: 'details-title' });
  const closeButton = el('button', { type: 'button', class: 'quiet' }, 'Close');
  closeButton.addEventListener('click', () => dialog.close());
  const note = el('p', { role: 'status' });
  const command = el('code');
  const facts = factList();
  const eventList = el('ol', { class: 'events' });
  const events = el('section', {}, el('h3', {}, 'Events'), eventList);
  const logs = el('div');
  let sheet: Sheet | undefined;
  const faults = request.faultButton(() => sheet?.place);
  const showEvents = keyedList<Event>(
    eventList,
    ({ at, message }) => `${at} ${message}`,
    ({ at, message }) => {
      const time = el('time', {}, new Date(at).toLocaleTimeString());
      return {
        element: el('li', {}, time, ' ', readable(message, LONGEST_EVENT)),
        update: () => undefined,
      };
    },
  );
  const pre = el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Command' }, command);
  dialog.replaceChildren(
    el(
      'div',
      { class: 'details-body' },
      el('header', {}, title, faults, closeButton),
      note,
      el('p', { class: 'details-command' }, 'The same in a terminal:'),
      pre,
      logs,
      events,
      el('h3', {}, 'Facts'),
      facts.element,
    ),
  );

  let isOpen = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stops: (() => void)[] = [];
  close = () => {
    isOpen = false;
    clearTimeout(timer);
    for (const stop of stops) stop();
    dialog.replaceChildren();
    close = () => undefined;
  };

  const show = (now: Sheet): void => {
    const isFirst = sheet === undefined;
    sheet = now;
    setText(title, readable(now.title));
    setText(command, now.command);
    setText(note, now.missing ?? '');
    note.hidden = now.missing === undefined;
    faults.hidden = now.place === undefined || showsThePast();
    showEvents(now.events.slice(0, 100));
    events.hidden = now.events.length === 0;
    // What is gone is shown as it was last.
    if (now.facts.length > 0) facts.update(now.facts);
    if (isFirst && now.taskDefinition !== undefined) void showLogs(now.taskDefinition);
  };

  const showLogs = async ({ arn, region }: NonNullable<Sheet['taskDefinition']>) => {
    const answer = await askAws('ecs', 'DescribeTaskDefinition', region, { taskDefinition: arn });
    if (!isOpen || answer.type === 'failed') return;
    const streams = streamsOf(member(answer.output, 'taskDefinition'), request.id);
    if (streams.length === 0) {
      const words = 'Its task definition sends no log to CloudWatch Logs (logDriver awslogs).';
      logs.append(el('p', { class: 'log-note' }, words));
    }
    for (const stream of streams) {
      const { element, stop } = tail(stream);
      stops.push(stop);
      logs.append(element);
    }
  };

  const look = async (): Promise<void> => {
    const picture = request.picture();
    if (picture !== undefined && document.visibilityState === 'visible') {
      const { kind, id, cluster } = request;
      const now = await readSheet({ kind, id, cluster, picture, flow: request.flow() });
      if (!isOpen) return;
      show(now);
      if (!dialog.open) dialog.showModal();
    }
    if (isOpen) timer = setTimeout(() => void look(), EVERY);
  };
  void look();
};

document.addEventListener(DETAILS_EVENT, (event) => {
  if (!(event instanceof CustomEvent)) return;
  const request: DetailsRequest = event.detail;
  open(request);
});
