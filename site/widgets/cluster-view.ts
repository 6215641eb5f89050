import type { ClusterPicture } from '../../src/server/api.ts';
import { detailsButton } from './details-button.ts';
import { el } from './dom.ts';
import { groupView } from './group-view.ts';
import { keyedList, type View } from './keyed-list.ts';
import { groupsOf, type TaskGroup } from './task-groups.ts';
import type { Clock } from './task-view.ts';
import { zoneView } from './zone-view.ts';
import { type ZonePicture, zonesOf } from './zones-of.ts';

type Cluster = ClusterPicture['clusters'][number];

/** A cluster: its services with their tasks, and the zones with what stands in them. */
export const clusterView =
  (clock: Clock) =>
  ({ arn, name }: Cluster): View<Cluster> => {
    const region = arn.split(':')[3] ?? '';
    const empty = el(
      'p',
      { class: 'cluster-empty' },
      'No tasks. The cluster costs nothing while it is empty.',
    );
    const zones = el('ul', { class: 'zones', 'aria-label': `Availability Zones of ${name}` });
    const groups = el('div', { class: 'groups' });
    const title = detailsButton('cluster', arn, `cluster ${name}`);
    const element = el(
      'div',
      { class: 'cluster-one', 'data-arn': arn },
      el('h3', {}, title),
      empty,
      groups,
      zones,
    );
    const showGroups = keyedList<TaskGroup>(
      groups,
      ({ key }) => key,
      groupView(clock, name, region),
    );
    const showZones = keyedList<ZonePicture>(zones, (zone) => zone.name, zoneView(region));
    return {
      element,
      update: (cluster) => {
        const now = groupsOf(cluster);
        empty.hidden = now.length > 0;
        showGroups(now);
        const standing = zonesOf(cluster);
        showZones(standing);
        zones.hidden = standing.length === 0;
      },
    };
  };
