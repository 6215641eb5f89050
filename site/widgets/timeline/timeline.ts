import type { ClusterPicture } from '../../../src/server/api.ts';
import { el, one, setText } from '../dom.ts';
import { plural } from '../plural.ts';
import { axisOf } from './axis.ts';
import { changeFrom, changesOf, isNotable, marksOf, whatHappened } from './changes.ts';
import { Fetched } from './fetched.ts';
import { Latest } from './latest.ts';
import { Player } from './player.ts';
import { markRow, momentList, timeOf, transport } from './view.ts';

/** Milliseconds between two looks for what is new, and between two pictures while nothing happens. */
const REFRESH = 1_000;
/** Changes that Page Up and Page Down pass over. */
const PAGE = 10;
const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -PAGE,
  PageUp: PAGE,
};

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** The time line of the panel, open; its button closes it, and then the picture is live again. */
export const mountTimeline = (panel: HTMLElement, place: HTMLElement): void => {
  const fetched = new Fetched();
  let axis = axisOf(0, [], 0);
  let changes: readonly number[] = [];
  /** The moment that is looked at; undefined: now. */
  let shown: number | undefined;
  /** What must be said of the picture beside its moment. */
  let note = '';

  const say = (text: string): void => setText(said, text);
  const step = (by: number): void => {
    pause();
    const at = changeFrom(changes, shown, by);
    if (at !== undefined) look(at);
    else if (by > 0) goLive();
  };
  const stepAndSay = (by: number): void => {
    step(by);
    say(`${slider.getAttribute('aria-valuetext')}.`);
  };
  const jump = (at: number): void => {
    pause();
    look(at);
  };

  const title = el('p', { class: 'timeline-when' });
  const what = el('p', { class: 'timeline-what' });
  const marks = markRow(jump);
  const slider = el('input', {
    type: 'range',
    min: '0',
    step: 'any',
    'aria-label': 'Moment shown',
  });
  const buttons = transport({
    previous: () => stepAndSay(-1),
    play: () => (player.isPlaying ? pause() : play()),
    next: () => stepAndSay(1),
    live: () => {
      goLive();
      say('Live.');
    },
  });
  const list = momentList(jump);
  const said = el('p', { class: 'visually-hidden', role: 'status' });
  const legend = el(
    'p',
    { class: 'timeline-legend', 'aria-hidden': 'true' },
    ...(['deployment', 'fault', 'failure'] as const).flatMap((kind) => [
      el('span', { 'data-kind': kind }),
      `${kind} `,
    ]),
    el('span', { 'data-kind': 'task' }),
    'other',
  );
  const line = el('div', { class: 'timeline-line' }, marks.element, slider);
  const content = el(
    'section',
    { class: 'timeline', 'aria-label': 'Time line' },
    title,
    line,
    legend,
    buttons.element,
    what,
    list.element,
    said,
  );

  const render = (): void => {
    const isLive = shown === undefined;
    const at = shown ?? fetched.to;
    slider.max = `${Math.max(1, axis.length)}`;
    slider.value = `${isLive ? slider.max : axis.position(at)}`;
    const happened = whatHappened(fetched.moments, changes, at);
    slider.setAttribute('aria-valuetext', isLive ? 'Now, live' : `${timeOf(at)}, ${happened}`);
    const since = fetched.moments.filter((moment) => moment.at > at).length;
    title.replaceChildren(
      ...(isLive
        ? ['Live. Move the slider to look back.']
        : [
            el('strong', {}, `As it was at ${timeOf(at)}`),
            ` ${plural(since, 'change')} since. ${note}`,
          ]),
    );
    setText(what, isLive ? '' : `${happened}.`);
    buttons.show({ isPlaying: player.isPlaying, isLive });
  };

  /** What happened has changed. */
  const renderAll = (): void => {
    changes = changesOf(fetched.moments);
    const times = fetched.moments.map(({ at }) => at);
    axis = axisOf(fetched.from, times, fetched.to);
    marks.show(marksOf(fetched.moments, axis));
    list.show(fetched.moments.filter(isNotable));
    render();
  };

  const showPast = (picture: ClusterPicture | null): void => {
    panel.dispatchEvent(new CustomEvent('cluster-past', { detail: picture }));
  };

  const fetching = new Latest<number>(async (at) => {
    const picture = await fetched.picture(at);
    if (shown === undefined) return;
    note = '';
    if (picture === undefined) note = 'The runtime is away, and no picture was fetched before.';
    else {
      if (picture.now !== at) note = `The nearest picture to be had is of ${timeOf(picture.now)}.`;
      showPast(withoutAddresses(picture));
    }
    render();
  });

  const look = (at: number): void => {
    shown = at;
    render();
    fetching.want(at);
  };

  const goLive = (): void => {
    player.pause();
    shown = undefined;
    note = '';
    showPast(null);
    render();
  };

  const player = new Player(buttons.speed, (position) => {
    if (position >= axis.length) return goLive();
    const at = axis.time(position);
    // Those who asked for less motion see one change after the other.
    const next = calm.matches ? (changes.findLast((one) => one <= at) ?? at) : at;
    const last = shown ?? 0;
    const isNew = fetched.moments.some((moment) => moment.at > last && moment.at <= next);
    if (isNew || next - last >= REFRESH) look(next);
  });
  const play = (): void => {
    const from = shown === undefined ? 0 : axis.position(shown);
    player.play(from);
    look(axis.time(from));
  };
  const pause = (): void => {
    player.pause();
    render();
  };

  slider.addEventListener('input', () => {
    pause();
    const position = slider.valueAsNumber;
    if (position >= Number(slider.max)) goLive();
    else look(axis.time(position));
  });
  slider.addEventListener('keydown', (event) => {
    const by = KEYS[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(by);
  });

  const refreshing = new Latest<void>(async () => {
    if (content.hidden) return;
    if (await fetched.refresh()) renderAll();
    await new Promise((resolve) => setTimeout(resolve, REFRESH));
  });
  panel.addEventListener('cluster-live', () => refreshing.want());

  const toggle = one('button', place);
  const open = (isOpen: boolean): void => {
    content.hidden = !isOpen;
    toggle?.setAttribute('aria-expanded', `${isOpen}`);
    setText(toggle, isOpen ? 'Close the time line' : 'Look back');
    if (isOpen) refreshing.want();
    else goLive();
  };
  toggle?.addEventListener('click', () => open(Boolean(content.hidden)));
  place.append(content);
  open(true);
};

/** Where a task answered then, another may answer now, or none. */
const withoutAddresses = (picture: ClusterPicture): ClusterPicture => ({
  ...picture,
  clusters: picture.clusters.map((cluster) => ({
    ...cluster,
    tasks: cluster.tasks.map((task) => ({ ...task, url: undefined })),
  })),
});
