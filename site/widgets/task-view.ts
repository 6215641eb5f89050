import { describeCat } from '../../labs/images/cats/cat.mjs';
import type { TaskPicture } from '../../src/server/api.ts';
import { age } from './age.ts';
import { catPicture } from './cat-picture.ts';
import { detailsButton } from './details-button.ts';
import { el, setText } from './dom.ts';
import { type FaultPlace, faultButton } from './fault-menu.ts';
import { keyedList, type View } from './keyed-list.ts';
import { moodOf, reasonOf, shortId, statusWord } from './task-state.ts';

type Container = TaskPicture['containers'][number];

/** Whole milliseconds that the runtime's clock is ahead of the browser's. */
export interface Clock {
  now(): number;
}

/** Only pages: an address from the runtime is text until it proves to be one. */
const pageAddress = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return ['http:', 'https:'].includes(new URL(url).protocol) ? url : undefined;
};

const catsInWords = ({ containers }: TaskPicture): string =>
  containers
    .flatMap(({ name, runtimeId }) =>
      runtimeId === undefined ? [] : [`Container ${name}: ${describeCat(runtimeId)}.`],
    )
    .join(' ');

const cat = (): View<Container> => {
  const element = el('img', { alt: '', width: '96', height: '96' });
  return {
    element,
    update: ({ runtimeId }) => {
      const source = catPicture(runtimeId ?? '');
      if (element.getAttribute('src') !== source) element.setAttribute('src', source);
    },
  };
};

/** A task: its cats in their box, and beside it in words what the box shows. */
export const taskView =
  (clock: Clock, region: string) =>
  ({ id }: TaskPicture): View<TaskPicture> => {
    const cats = el('span', { class: 'cats' });
    const family = el('span');
    const revision = el('span');
    const label = el('span', { class: 'box-label' }, family, revision);
    const box = el(
      'span',
      { class: 'box', 'aria-hidden': 'true' },
      cats,
      el('span', { class: 'box-front' }, label),
    );
    const name = el('span', { class: 'task-name' });
    const status = el('span', { class: 'badge' });
    const health = el('span', { class: 'badge' });
    const since = el('span');
    const zone = el('span');
    const described = el('span', { class: 'visually-hidden' });
    const reason = el('span', { class: 'task-reason' });
    const fault = faultButton(() => task && faultPlace(task, region));
    const details = detailsButton('task', id, 'Details');
    details.setAttribute('aria-label', `Details of task ${shortId({ id })}`);
    const element = el(
      'li',
      { class: 'task' },
      box,
      name,
      el('span', { class: 'badges' }, status, ' ', health),
      el('span', { class: 'task-facts' }, since, ' ', zone),
      reason,
      described,
      el('span', { class: 'task-buttons' }, details, fault),
    );
    const showCats = keyedList<Container>(
      cats,
      ({ name, runtimeId }) => `${name} ${runtimeId}`,
      cat,
      true,
    );
    let task: TaskPicture | undefined;

    const tick = () => {
      if (task === undefined) return;
      setText(
        since,
        `revision ${task.revision}, ${age(clock.now() - (task.startedAt ?? task.createdAt))}`,
      );
    };

    return {
      element,
      update: (next) => {
        // Then only its age has changed.
        if (next === task) return tick();
        task = next;
        element.dataset.mood = moodOf(next);
        element.toggleAttribute('data-old', next.isOld);
        showCats(next.containers.filter(({ runtimeId }) => runtimeId !== undefined).slice(0, 3));
        setText(family, next.family);
        setText(revision, `:${next.revision}`);
        setText(zone, next.availabilityZone);
        setText(described, catsInWords(next));
        showName(name, next);
        setText(status, statusWord(next));
        setText(health, next.healthStatus === 'UNKNOWN' ? '' : next.healthStatus);
        health.hidden = next.healthStatus === 'UNKNOWN' || next.lastStatus === 'STOPPED';
        health.dataset.health = next.healthStatus;
        setText(reason, reasonOf(next));
        fault.hidden = next.lastStatus !== 'RUNNING' || next.desiredStatus === 'STOPPED';
        fault.setAttribute('aria-label', `Break it …: task ${shortId(next)}`);
        tick();
      },
    };
  };

const faultPlace = ({ id, availabilityZone }: TaskPicture, region: string): FaultPlace => ({
  kind: 'task',
  name: `task ${shortId({ id })}`,
  target: id,
  zone: availabilityZone,
  region,
});

const showName = (place: HTMLElement, { id, family, url }: TaskPicture) => {
  const address = pageAddress(url);
  const short = shortId({ id });
  if (address === undefined) {
    if (place.firstElementChild !== null) place.replaceChildren();
    return setText(place, `task ${short}`);
  }
  let link = place.querySelector('a');
  if (link === null) {
    link = el('a', { target: '_blank', rel: 'noreferrer' });
    place.replaceChildren(link);
  }
  if (link.href !== address) link.href = address;
  setText(link, `task ${short}`);
  link.title = `Open the page of this ${family} task in a new tab`;
};
