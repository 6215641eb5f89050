import type { ClusterPicture } from '../../../../src/server/api.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { keyedList, type View } from '../../../widgets/keyed-list.ts';
import { onRuntime } from '../../../widgets/runtime.ts';
import { follow } from '../../../widgets/stream.ts';
import { shortened, shortId } from '../../short-ids.ts';
import { titled } from '../../widget/titled.ts';
import { ownCluster } from '../own-cluster.ts';
import { picture } from './picture.ts';
import { instanceTable, taskTable } from './tables.ts';

type Cluster = ClusterPicture['clusters'][number];

const clusterView = ({ name }: Cluster): View<Cluster> => {
  const boxes = picture(`Your cluster ${name}`);
  const empty = el('p', { class: 'sim-story' }, 'No instances and no tasks.');
  const said = el('ul', { class: 'net-said', 'aria-label': `What is in the way in ${name}` });
  const tasks = taskTable(`The tasks of ${name}, as a table`);
  const instances = instanceTable(`The instances of ${name}, as a table`);
  const element = el(
    'div',
    { class: 'net-cluster' },
    el('p', { class: 'net-cluster-name' }, `cluster ${name}`),
    empty,
    boxes.element,
    said,
    tasks.element,
    instances.element,
  );
  return {
    element,
    update: (cluster) => {
      const { hosts, waiting, refusals, stopped } = ownCluster(cluster);
      const sight = { hosts, waiting, roomOn: () => '' };
      boxes.show(sight);
      tasks.show(sight);
      instances.show(sight);
      empty.hidden = hosts.length + waiting > 0;
      boxes.element.hidden = hosts.length + waiting === 0;
      const lines = [
        ...refusals.map(shortened),
        ...stopped.map(({ id, reason }) => `task ${shortId(id)}… stopped: ${reason}`),
      ];
      if (said.dataset.lines !== lines.join('\n')) {
        said.dataset.lines = lines.join('\n');
        said.replaceChildren(...lines.map((line) => el('li', {}, line)));
      }
      said.hidden = lines.length === 0;
    },
  };
};

/** The student's own clusters in the same picture, for as long as the runtime is there. */
export const ownClusters = (id: string): HTMLElement => {
  const note = el('p', { class: 'sim-story' });
  const list = el('div');
  const show = keyedList<Cluster>(list, ({ arn }) => arn, clusterView);
  const section = titled(`${id}-own-title`, 'Your own cluster', 'net-part net-own', note, list);
  let seen = false;

  follow<ClusterPicture>('cluster', ({ clusters }) => {
    seen = true;
    show(clusters);
    list.hidden = clusters.length === 0;
    setText(
      note,
      clusters.length === 0 ? 'No cluster yet. It appears here as soon as there is one.' : '',
    );
  });
  onRuntime(({ type }) => {
    section.dataset.runtime = type;
    if (type === 'away') setText(note, 'The runtime is away; this is how it was last.');
    else if (!seen) {
      setText(
        note,
        'When the runtime is up (npm start), the same picture of your own cluster appears here: each task with its address and its ports, as DescribeTasks shows them.',
      );
    }
  });
  return section;
};
