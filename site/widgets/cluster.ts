import type { ClusterPicture } from '../../src/server/api.ts';
import { announce } from './announce.ts';
import { el, one, setText } from './dom.ts';
import { groupView } from './group-view.ts';
import { keyedList, type View } from './keyed-list.ts';
import { onRuntime } from './runtime.ts';
import { follow } from './stream.ts';
import { groupsOf, summary, type TaskGroup } from './task-groups.ts';
import type { Clock } from './task-view.ts';

type Cluster = ClusterPicture['clusters'][number];

const clusterView =
  (clock: Clock) =>
  ({ name }: Cluster): View<Cluster> => {
    const empty = el(
      'p',
      { class: 'cluster-empty' },
      'No tasks. The cluster costs nothing while it is empty.',
    );
    const groups = el('div', { class: 'groups' });
    const element = el(
      'div',
      { class: 'cluster-one' },
      el('h3', {}, `cluster ${name}`),
      empty,
      groups,
    );
    const showGroups = keyedList<TaskGroup>(groups, ({ key }) => key, groupView(clock, name));
    return {
      element,
      update: (cluster) => {
        const now = groupsOf(cluster);
        empty.hidden = now.length > 0;
        showGroups(now);
      },
    };
  };

/** The live picture of the account's clusters; the same in all places of the site. */
export const watchCluster = (): void => {
  const place = one('[data-cluster-picture]');
  const empty = one('[data-cluster-empty]');
  const speed = one('[data-cluster-clock]');
  if (place === undefined || empty === undefined) return;
  const unread = [...empty.childNodes];
  let ahead = 0;
  const clock: Clock = { now: () => Date.now() + ahead };
  const show = keyedList<Cluster>(place, ({ arn }) => arn, clusterView(clock));
  let last: ClusterPicture | undefined;
  let said: string | undefined;

  const draw = (picture: ClusterPicture) => {
    last = picture;
    ahead = picture.now - Date.now();
    show(picture.clusters);
    place.hidden = picture.clusters.length === 0;
    empty.hidden = picture.clusters.length > 0;
    setText(empty, 'No cluster yet. It appears here as soon as there is one.');
    const sentence = summary(picture);
    if (said !== undefined && said !== sentence) announce('cluster', sentence);
    said = sentence;
  };

  follow<ClusterPicture>('cluster', draw);
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
    if (last !== undefined && document.visibilityState === 'visible') show(last.clusters);
  }, 1_000);
};
