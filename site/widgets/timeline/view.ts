import type { Moment } from '../../../src/server/api.ts';
import { el, setText } from '../dom.ts';
import { keyedList, type View } from '../keyed-list.ts';
import type { Mark } from './changes.ts';

/** How many the list of what happened shows, newest first. */
const LISTED = 50;
const SPEEDS = [1, 2, 5, 10, 30, 60];
const USUAL_SPEED = 10;

export const timeOf = (at: number): string =>
  new Date(at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

const button = (text: string, act: () => void): HTMLButtonElement => {
  const element = el('button', { type: 'button', class: 'quiet' }, text);
  element.addEventListener('click', act);
  return element;
};

/** The marks above the line: of failures, faults and deployments signs of their own, else a stroke. */
export const markRow = (look: (at: number) => void) => {
  const element = el('div', { class: 'timeline-marks', 'aria-hidden': 'true' });
  const markView = ({ kind, at }: Mark): View<Mark> => {
    const mark = el('span', { 'data-kind': kind });
    mark.addEventListener('click', () => look(at));
    return {
      element: mark,
      update: ({ place }) => {
        mark.style.left = `${place * 100}%`;
      },
    };
  };
  const show = keyedList<Mark>(element, ({ at, kind }) => `${at} ${kind}`, markView);
  return { element, show };
};

/** What happened, for those who would rather read than scrub; each line leads there. */
export const momentList = (look: (at: number) => void) => {
  const list = el('ol');
  const element = el('details', {}, el('summary', {}, 'All that happened'), list);
  const momentView = ({ at, kind, text }: Moment): View<Moment> => {
    const time = el('time', { datetime: new Date(at).toISOString() }, timeOf(at));
    const open = el('button', { type: 'button', 'data-kind': kind }, time, ` ${text}`);
    open.addEventListener('click', () => look(at));
    return { element: el('li', {}, open), update: () => {} };
  };
  const show = keyedList<Moment>(list, ({ sequence, text }) => `${sequence} ${text}`, momentView);
  return {
    element,
    show: (moments: readonly Moment[]) => {
      element.hidden = moments.length === 0;
      show(moments.slice(-LISTED).reverse());
    },
  };
};

/** The buttons, and how fast it is played. */
export const transport = (acts: {
  readonly previous: () => void;
  readonly play: () => void;
  readonly next: () => void;
  readonly live: () => void;
}) => {
  const previous = button('Previous', acts.previous);
  previous.setAttribute('aria-label', 'Previous change');
  const next = button('Next', acts.next);
  next.setAttribute('aria-label', 'Next change');
  const play = button('Play', acts.play);
  const live = button('Live', acts.live);
  const speed = el(
    'select',
    { 'aria-label': 'Speed' },
    ...SPEEDS.map((times) => el('option', { value: `${times}` }, `${times}×`)),
  );
  speed.value = `${USUAL_SPEED}`;
  const element = el(
    'div',
    { class: 'timeline-buttons', role: 'group', 'aria-label': 'Playback' },
    previous,
    play,
    next,
    speed,
    live,
  );
  return {
    element,
    speed: () => Number(speed.value),
    show: (state: { readonly isPlaying: boolean; readonly isLive: boolean }) => {
      setText(play, state.isPlaying ? 'Pause' : 'Play');
      live.setAttribute('aria-pressed', `${state.isLive}`);
    },
  };
};
