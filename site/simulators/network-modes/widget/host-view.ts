import { catPicture } from '../../../widgets/cat-picture.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { keyedList, type View } from '../../../widgets/keyed-list.ts';
import { shortId } from '../../short-ids.ts';
import type { Host, PicturedTask } from '../hosts.ts';
import { addressLines, interfacesInWords } from '../words.ts';
import type { ShownHost } from './picture.ts';

/** An instance with its tasks, or the tasks that Fargate runs in a zone. */
export const hostView = (): View<ShownHost> => {
  const tasks = el('div', { class: 'sim-slots net-slots' });
  const name = el('p', { class: 'net-host-name' });
  const sockets = el('p', { class: 'net-sockets' });
  const interfaces = el('p', { class: 'sim-instance-name' });
  const full = el('p', { class: 'net-room' });
  const showTasks = keyedList<PicturedTask>(tasks, ({ id }) => id, taskView, true);
  const element = el(
    'div',
    { class: 'sim-instance net-host' },
    name,
    tasks,
    sockets,
    interfaces,
    full,
  );
  return {
    element,
    update: ({ host, room }) => {
      const { instance } = host;
      setText(name, nameOf(host));
      showTasks(host.tasks);
      tasks.hidden = host.tasks.length === 0;
      if (instance !== undefined) {
        showSockets(sockets, instance.networkInterfaces);
        setText(
          interfaces,
          `container instance ${shortId(instance.id)}… · ${interfacesInWords(instance)}`,
        );
      }
      sockets.hidden = instance === undefined;
      interfaces.hidden = instance === undefined;
      setText(full, room);
      full.hidden = room === '';
      element.dataset.full = String(room.startsWith('Full'));
    },
  };
};

const nameOf = ({ instance }: Host): string =>
  instance === undefined
    ? 'Fargate'
    : [instance.instanceType, instance.ec2InstanceId, instance.privateIpAddress]
        .filter((part) => part !== undefined)
        .join(' · ');

/** A square for each interface: the instance's own, those that tasks have, and free ones. */
const showSockets = (
  place: HTMLElement,
  { taken, registered }: NonNullable<Host['instance']>['networkInterfaces'],
): void => {
  const kinds = [
    'own',
    ...Array.from({ length: registered }, (_, index) => (index < taken ? 'taken' : 'free')),
  ];
  place.replaceChildren(...kinds.map((kind) => el('span', { 'data-kind': kind })));
};

const taskView = (): View<PicturedTask> => {
  const cat = el('img', { alt: '', width: '64', height: '64' });
  const label = el('span', { class: 'sim-label' });
  const lines = el('span', { class: 'net-lines' });
  const element = el(
    'div',
    { class: 'net-task' },
    el('span', { class: 'sim-cat' }, cat),
    el('span', { class: 'sim-box' }, label),
    lines,
  );
  return {
    element,
    update: (task) => {
      element.dataset.state = task.lastStatus === 'RUNNING' ? 'running' : 'pending';
      element.dataset.mode = task.network.networkMode ?? '';
      const source = catPicture(task.cat);
      if (cat.getAttribute('src') !== source) cat.setAttribute('src', source);
      setText(label, task.lastStatus === 'RUNNING' ? task.family : task.lastStatus.toLowerCase());
      const words = addressLines(task);
      if (lines.textContent !== words.join('')) {
        lines.replaceChildren(...words.map((line) => el('span', {}, line)));
      }
    },
  };
};
