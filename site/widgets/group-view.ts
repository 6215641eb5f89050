import type { DeploymentPicture, ServicePicture, TaskPicture } from '../../src/server/api.ts';
import { deploymentView } from './deployment-view.ts';
import { detailsButton } from './details-button.ts';
import { el, setText } from './dom.ts';
import { gaugeView } from './gauge-view.ts';
import { keyedList, type View } from './keyed-list.ts';
import { smallTasks } from './small-tasks.ts';
import { counts, type TaskGroup } from './task-groups.ts';
import { type Clock, taskView } from './task-view.ts';

type Event = ServicePicture['events'][number];

/** Characters: of hundreds of tasks that were started the first ones will do. */
const LONGEST_EVENT = 400;

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
    ` ${message.length > LONGEST_EVENT ? `${message.slice(0, LONGEST_EVENT)} …` : message}`,
  ),
  update: () => {},
});

/** More are drawn as small boxes. */
const MOST_LARGE = 60;

/** A service (or the tasks on their own): counts, deployments, its boxes and what happened last. */
export const groupView =
  (clock: Clock, cluster: string, region: string) =>
  (first: TaskGroup): View<TaskGroup> => {
    const title =
      first.service === undefined ? 'Tasks on their own' : `service ${first.service.name}`;
    const numbers = el('p', { class: 'counts' });
    const deployments = el('ul', { class: 'deployments', 'aria-label': 'Deployments' });
    const label =
      first.service === undefined
        ? `Tasks on their own in ${cluster}`
        : `Tasks of ${title} in ${cluster}`;
    const boxes = el('ul', { class: 'boxes', 'aria-label': label });
    const small = smallTasks(label);
    const gauge = gaugeView();
    const eventList = el('ol', { class: 'events' });
    const events = el('details', {}, el('summary', {}, 'What happened'), eventList);
    events.open = true;
    const element = el(
      'div',
      { class: 'group' },
      el(
        'h4',
        {},
        first.service === undefined ? title : detailsButton('service', first.service.name, title),
      ),
      numbers,
      gauge.element,
      deployments,
      boxes,
      small.element,
      events,
    );
    const showDeployments = keyedList<DeploymentPicture>(
      deployments,
      ({ id }) => id,
      deploymentView,
    );
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
        const isRolling = service !== undefined && service.strategy === 'ROLLING';
        gauge.element.hidden = !isRolling;
        if (isRolling) gauge.update(service);
        const isMany = tasks.length > MOST_LARGE;
        showTasks(isMany ? [] : tasks);
        small.update(isMany ? tasks : []);
        boxes.hidden = isMany || tasks.length === 0;
        showEvents(service?.events.slice(0, 5) ?? []);
        events.hidden = (service?.events.length ?? 0) === 0;
      },
    };
  };
