import type { ClusterPicture } from '../../src/server/api.ts';
import { announce } from './announce.ts';
import { el, one, setText } from './dom.ts';
import { faultList } from './fault-list.ts';
import { groupView } from './group-view.ts';
import { instanceView } from './instance-view.ts';
import { keyedList, type View } from './keyed-list.ts';
import { onRuntime } from './runtime.ts';
import { groupsOf, summary, type TaskGroup } from './task-groups.ts';
import type { Clock } from './task-view.ts';
import { followPictures } from './timeline/pictures.ts';

type Cluster = ClusterPicture['clusters'][number];
type Instance = Cluster['instances'][number];

const clusterView =
  (clock: Clock) =>
  ({ arn, name }: Cluster): View<Cluster> => {
    const region = arn.split(':')[3] ?? '';
    const empty = el(
      'p',
      { class: 'cluster-empty' },
      'No tasks. The cluster costs nothing while it is empty.',
    );
    const instances = el('ul', { class: 'instances', 'aria-label': `Instances of ${name}` });
    const groups = el('div', { class: 'groups' });
    const element = el(
      'div',
      { class: 'cluster-one' },
      el('h3', {}, `cluster ${name}`),
      instances,
      empty,
      groups,
    );
    const showGroups = keyedList<TaskGroup>(
      groups,
      ({ key }) => key,
      groupView(clock, name, region),
    );
    const showInstances = keyedList<Instance>(instances, ({ id }) => id, instanceView(region));
    return {
      element,
      update: (cluster) => {
        const now = groupsOf(cluster);
        empty.hidden = now.length > 0;
        showGroups(now);
        showInstances(cluster.instances);
        instances.hidden = cluster.instances.length === 0;
      },
    };
  };

/** The live picture of the account's clusters; the same in all places of the site. */
export const watchCluster = (): void => {
  const panel = one('[data-cluster]');
  const place = one('[data-cluster-picture]');
  const empty = one('[data-cluster-empty]');
  const speed = one('[data-cluster-clock]');
  if (panel === undefined || place === undefined || empty === undefined) return;
  const unread = [...empty.childNodes];
  const clock: Clock = { now: () => shown.now() };
  const show = keyedList<Cluster>(place, ({ arn }) => arn, clusterView(clock));
  const faults = faultList(clock);
  place.before(faults.element);
  let last: ClusterPicture | undefined;
  let said: string | undefined;

  const draw = (picture: ClusterPicture) => {
    last = picture;
    show(picture.clusters);
    faults.update(picture.faults);
    place.hidden = picture.clusters.length === 0;
    empty.hidden = picture.clusters.length > 0;
    setText(empty, 'No cluster yet. It appears here as soon as there is one.');
    const sentence = summary(picture);
    if (said !== undefined && said !== sentence) announce('cluster', sentence);
    said = sentence;
  };

  const shown = followPictures(panel, draw);
  onRuntime((state) => {
    const { type } = state;
    const scale = state.type === 'up' ? state.status.timeScale : 1;
    if (speed !== undefined) speed.hidden = scale === 1;
    setText(speed, `Time runs ${scale} times as fast as on AWS.`);
    place.toggleAttribute('data-stale', type === 'away');
    if (last === undefined && type !== 'up') empty.replaceChildren(...unread);
  });
  // Ages go on while nothing else changes.
  setInterval(() => {
    if (last === undefined || document.visibilityState !== 'visible') return;
    show(last.clusters);
    faults.update(last.faults);
  }, 1_000);
};
