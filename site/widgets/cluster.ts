import type { ClusterPicture, Flow } from '../../src/server/api.ts';
import { announce } from './announce.ts';
import { clusterTables } from './cluster-table.ts';
import { clusterView } from './cluster-view.ts';
import { el, one, setText } from './dom.ts';
import { faultList } from './fault-list.ts';
import { keyedList } from './keyed-list.ts';
import { type Flowing, loadBalancerView } from './load-balancer-view.ts';
import { openDetailsFrom } from './open-details.ts';
import { onRuntime } from './runtime.ts';
import { summary } from './task-groups.ts';
import type { Clock } from './task-view.ts';
import { followPictures } from './timeline/pictures.ts';
import { viewSwitch } from './view-switch.ts';

/** Once in a frame at most, and then the newest: who draws slower than pictures come skips some. */
const newest = <T>(draw: (value: T) => void): ((value: T) => void) => {
  let waiting: { readonly value: T } | undefined;
  return (value) => {
    if (waiting === undefined) {
      requestAnimationFrame(() => {
        const found = waiting;
        waiting = undefined;
        if (found !== undefined) draw(found.value);
      });
    }
    waiting = { value };
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
  const balancers = el('div', { class: 'load-balancers' });
  const clusters = el('div');
  place.append(balancers, clusters);
  const tables = el('div', { class: 'cluster-tables' });
  const showBalancers = keyedList<Flowing>(
    balancers,
    ({ loadBalancer }) => loadBalancer.arn,
    loadBalancerView,
  );
  const showClusters = keyedList(clusters, ({ arn }) => arn, clusterView(clock));
  const showTables = clusterTables(tables);
  const faults = faultList(clock);
  const views = viewSwitch(() => show());
  // Until there is something to be shown.
  views.element.hidden = true;
  place.before(faults.element, views.element);
  place.after(tables);
  let last: ClusterPicture | undefined;
  let flow: Flow | undefined;
  let said: string | undefined;

  /** Only what is looked at is brought up to date. */
  const show = () => {
    const isTable = views.view() === 'table';
    const isEmpty = last === undefined || last.clusters.length + last.loadBalancers.length === 0;
    views.element.hidden = isEmpty;
    place.hidden = isEmpty || isTable;
    tables.hidden = isEmpty || !isTable;
    if (last === undefined) return;
    faults.update(last.faults);
    if (isTable) return showTables(last, flow);
    showBalancers(
      last.loadBalancers.map((loadBalancer) => ({
        loadBalancer,
        flow: flow?.loadBalancers.find(({ arn }) => arn === loadBalancer.arn),
      })),
    );
    showClusters(last.clusters);
  };

  const draw = (picture: ClusterPicture) => {
    last = picture;
    show();
    empty.hidden = picture.clusters.length > 0;
    setText(empty, 'No cluster yet. It appears here as soon as there is one.');
    const sentence = summary(picture);
    if (said !== undefined && said !== sentence) announce('cluster', sentence);
    said = sentence;
  };

  const drawFlow = (now: Flow | undefined) => {
    flow = now;
    show();
  };

  openDetailsFrom(panel, { picture: () => last, flow: () => flow });
  const shown = followPictures(panel, newest(draw), drawFlow);
  onRuntime((state) => {
    const { type } = state;
    const scale = state.type === 'up' ? state.status.timeScale : 1;
    if (speed !== undefined) speed.hidden = scale === 1;
    setText(speed, `Time runs ${scale} times as fast as on AWS.`);
    for (const view of [place, tables]) view.toggleAttribute('data-stale', type === 'away');
    if (last === undefined && type !== 'up') empty.replaceChildren(...unread);
  });
  // Ages go on while nothing else changes.
  setInterval(() => {
    if (document.visibilityState === 'visible') show();
  }, 1_000);
};
