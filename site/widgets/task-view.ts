import { describeCat } from '../../labs/images/cats/cat.mjs';
import type { TaskPicture } from '../../src/server/api.ts';
import { age } from './age.ts';
import { catPicture } from './cat-picture.ts';
import { el, setText } from './dom.ts';
import { type FaultPlace, faultButton } from './fault-menu.ts';
import { keyedList, type View } from './keyed-list.ts';

type Container = TaskPicture['containers'][number];

/** Whole milliseconds that the runtime's clock is ahead of the browser's. */
export interface Clock {
  now(): number;
}

const statusWord = ({ lastStatus, desiredStatus }: TaskPicture) =>
  desiredStatus === 'STOPPED' && lastStatus === 'RUNNING' ? 'RUNNING, to stop' : lastStatus;

const mood = ({ lastStatus, healthStatus, desiredStatus }: TaskPicture): string => {
  if (lastStatus === 'STOPPED') return 'stopped';
  if (desiredStatus === 'STOPPED') return 'leaving';
  if (lastStatus !== 'RUNNING') return 'arriving';
  return healthStatus === 'UNHEALTHY' ? 'sick' : 'well';
};

/** Why it ended: the task's reason, or the first container's. */
const reasonOf = ({ stoppedReason, containers }: TaskPicture): string => {
  const ended = containers.find(({ reason }) => reason !== undefined);
  const code = containers.find(({ exitCode }) => exitCode !== undefined)?.exitCode;
  return [
    stoppedReason,
    ended?.reason !== stoppedReason && ended?.reason,
    code !== undefined && `exit code ${code}`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
};

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
export const taskView = (clock: Clock, region: string) => (): View<TaskPicture> => {
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
  const element = el(
    'li',
    { class: 'task' },
    box,
    name,
    el('span', { class: 'badges' }, status, ' ', health),
    el('span', { class: 'task-facts' }, since, ' ', zone),
    reason,
    described,
    fault,
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
      task = next;
      element.dataset.mood = mood(next);
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
      fault.setAttribute('aria-label', `Break it …: task ${next.id.slice(0, 8)}`);
      tick();
    },
  };
};

const faultPlace = ({ id, availabilityZone }: TaskPicture, region: string): FaultPlace => ({
  kind: 'task',
  name: `task ${id.slice(0, 8)}`,
  target: id,
  zone: availabilityZone,
  region,
});

const showName = (place: HTMLElement, { id, family, url }: TaskPicture) => {
  const address = pageAddress(url);
  const short = id.slice(0, 8);
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
