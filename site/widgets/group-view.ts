import type { ServicePicture, TaskPicture } from '../../src/server/api.ts';
import { el, setText } from './dom.ts';
import { keyedList, type View } from './keyed-list.ts';
import { counts, type TaskGroup } from './task-groups.ts';
import { type Clock, taskView } from './task-view.ts';

type Deployment = ServicePicture['deployments'][number];
type Event = ServicePicture['events'][number];

const deploymentView = (): View<Deployment> => {
  const element = el('li');
  return {
    element,
    update: ({ status, taskDefinition, runningCount, rolloutState }) =>
      setText(
        element,
        `${status} ${taskDefinition}: ${runningCount} running${rolloutState === '' ? '' : `, ${rolloutState}`}`,
      ),
  };
};

const timeOf = (at: number) =>
  new Date(at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

const eventView = ({ at, message }: Event): View<Event> => ({
  element: el(
    'li',
    {},
    el('time', { datetime: new Date(at).toISOString() }, timeOf(at)),
    ` ${message}`,
  ),
  update: () => {},
});

/** A service (or the tasks on their own): counts, deployments, its boxes and what happened last. */
export const groupView =
  (clock: Clock, cluster: string, region: string) =>
  (first: TaskGroup): View<TaskGroup> => {
    const title =
      first.service === undefined ? 'Tasks on their own' : `service ${first.service.name}`;
    const numbers = el('p', { class: 'counts' });
    const deployments = el('ul', { class: 'deployments', 'aria-label': 'Deployments' });
    const boxes = el('ul', {
      class: 'boxes',
      'aria-label':
        first.service === undefined
          ? `Tasks on their own in ${cluster}`
          : `Tasks of ${title} in ${cluster}`,
    });
    const eventList = el('ol', { class: 'events' });
    const events = el('details', {}, el('summary', {}, 'What happened'), eventList);
    events.open = true;
    const element = el(
      'div',
      { class: 'group' },
      el('h4', {}, title),
      numbers,
      deployments,
      boxes,
      events,
    );
    const showDeployments = keyedList<Deployment>(deployments, ({ id }) => id, deploymentView);
    const showTasks = keyedList<TaskPicture>(boxes, ({ id }) => id, taskView(clock, region), true);
    const showEvents = keyedList<Event>(
      eventList,
      ({ at, message }) => `${at} ${message}`,
      eventView,
    );
    return {
      element,
      update: ({ service, tasks }) => {
        setText(numbers, service === undefined ? 'No service keeps these alive' : counts(service));
        showDeployments(service?.deployments ?? []);
        deployments.hidden = service === undefined || service.deployments.length === 0;
        showTasks(tasks);
        boxes.hidden = tasks.length === 0;
        showEvents(service?.events.slice(0, 5) ?? []);
        events.hidden = (service?.events.length ?? 0) === 0;
      },
    };
  };
