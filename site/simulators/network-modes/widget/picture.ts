import { el, setText } from '../../../widgets/dom.ts';
import { keyedList, type View } from '../../../widgets/keyed-list.ts';
import { plural } from '../../../widgets/plural.ts';
import type { Host } from '../hosts.ts';
import { hostView } from './host-view.ts';

/** What a picture shows. */
export interface Sight {
  readonly hosts: readonly Host[];
  /** What of the room on a host is to be said. */
  readonly roomOn: (host: Host) => string;
  /** Tasks that have no place. */
  readonly waiting: number;
}

interface Zone {
  readonly name: string;
  readonly hosts: readonly ShownHost[];
}

export interface ShownHost {
  readonly host: Host;
  readonly room: string;
}

const zoneView = (): View<Zone> => {
  const name = el('p', { class: 'sim-zone-name' });
  const hosts = el('div', { class: 'net-hosts' });
  const showHosts = keyedList<ShownHost>(hosts, ({ host }) => host.key, hostView);
  return {
    element: el('div', { class: 'sim-zone' }, name, hosts),
    update: (zone) => {
      setText(name, zone.name);
      showHosts(zone.hosts);
    },
  };
};

const zonesOf = ({ hosts, roomOn }: Sight): Zone[] =>
  [...new Set(hosts.map(({ availabilityZone }) => availabilityZone))].map((name) => ({
    name,
    hosts: hosts
      .filter(({ availabilityZone }) => availabilityZone === name)
      .map((host) => ({ host, room: roomOn(host) })),
  }));

const inWords = (what: string, { hosts, waiting }: Sight): string => {
  const instances = hosts.filter(({ instance }) => instance !== undefined).length;
  const tasks = hosts.reduce((sum, host) => sum + host.tasks.length, 0);
  const where = instances === 0 ? 'on Fargate' : `on ${plural(instances, 'instance')}`;
  return `${what}: ${plural(tasks, 'cat')} in boxes ${where}, ${waiting} without a place. Addresses and ports stand in a table below.`;
};

/** Cats in their boxes, on instances in zones, with what they are reached at; `what`: of what. */
export const picture = (what: string): { element: HTMLElement; show(sight: Sight): void } => {
  const zones = el('div', { class: 'net-zones' });
  const boxes = el('div', { class: 'sim-slots' });
  const waiting = el(
    'div',
    { class: 'sim-zone net-waiting' },
    el('p', { class: 'sim-zone-name' }, 'no place'),
    boxes,
  );
  const element = el('div', { class: 'net-picture', role: 'img' }, zones, waiting);
  const showZones = keyedList<Zone>(zones, ({ name }) => name, zoneView);
  const emptyBox = () =>
    el('div', { class: 'net-task', 'data-waiting': '' }, el('span', { class: 'sim-box' }));
  return {
    element,
    show: (sight) => {
      showZones(zonesOf(sight));
      waiting.hidden = sight.waiting === 0;
      boxes.replaceChildren(...Array.from({ length: sight.waiting }, emptyBox));
      element.setAttribute('aria-label', inWords(what, sight));
    },
  };
};
