import { plural } from '../../widgets/plural.ts';
import type { Exploration, Explored, Room } from './explore.ts';
import type { Host, PicturedTask } from './hosts.ts';

/** The copies in a sentence: how many run, how many have no place. */
export const copiesInWords = ({ running, waiting }: Explored): string => {
  const copies = plural(running + waiting, 'copy', 'copies');
  if (waiting === 0) return running === 1 ? 'The one copy runs.' : `All ${copies} run.`;
  const without = waiting === 1 ? '1 has no place' : `${waiting} have no place`;
  return `${running} of ${copies} ${running === 1 ? 'runs' : 'run'}; ${without}.`;
};

/** How many such tasks fit in all, and what is in the way of the next. */
export const roomInWords = ({ settings, running, room, task }: Explored): string => {
  if (room === undefined) {
    return `Fargate finds ${task.cpu} CPU units and ${task.memoryMiB} MiB for each; only the quotas of the account set a limit.`;
  }
  const rooms = [...room.values()];
  const all = rooms.reduce((sum, { more }) => sum + more, running);
  const reasons = [...new Set(rooms.map(({ reason }) => reason))].join(', ');
  const { instances, instanceType } = settings;
  return `${instances} ${instanceType} can take ${all} such ${all === 1 ? 'task' : 'tasks'} in all; the next is refused with ${reasons}.`;
};

/** The setting was chosen, and the instances that registered have no trunk. */
const trunkInWords = ({ settings, hosts }: Explored): string =>
  settings.trunking && hosts.some(({ instance }) => instance?.trunked === false)
    ? ` awsvpcTrunking changes nothing: ${settings.instanceType} is not among the types that have it.`
    : '';

/** What ECS made of the settings. */
export const verdictOf = (exploration: Exploration): string =>
  exploration.type === 'refused'
    ? `Nothing runs: ${exploration.operation} is refused. ${exploration.message}`
    : `${copiesInWords(exploration)} ${roomInWords(exploration)}${trunkInWords(exploration)}`;

/** "Full: RESOURCE:ENI. Both …", or how many more an instance takes and what stops the next. */
export const roomOnHost = (
  { instance, tasks }: Host,
  { more, reason }: Room,
  task: Explored['task'],
): string => {
  if (more > 0) return `Room for ${more} more, then ${reason}`;
  const why = instance === undefined ? '' : causeOf(reason, instance, tasks, task);
  return `Full: ${reason}${why}`;
};

const causeOf = (
  reason: string,
  { networkInterfaces, memoryMiB, cpu }: NonNullable<Host['instance']>,
  tasks: readonly PicturedTask[],
  task: Explored['task'],
): string => {
  switch (reason) {
    case 'RESOURCE:PORTS': {
      const [port] = tasks.flatMap(({ network }) => network.ports);
      return port === undefined ? '' : `, port ${port.hostPort} is taken`;
    }
    case 'RESOURCE:ENI':
      return `, ${networkInterfaces.taken} of ${networkInterfaces.registered} interfaces for tasks are taken`;
    case 'RESOURCE:MEMORY':
      return `, ${memoryMiB.registered - memoryMiB.taken} MiB are left and a task takes ${task.memoryMiB}`;
    case 'RESOURCE:CPU':
      return `, ${cpu.registered - cpu.taken} CPU units are left and a task takes ${task.cpu}`;
    default:
      return '';
  }
};

/** Interfaces of an instance that tasks have, of those there are for them. */
export const interfacesInWords = ({
  networkInterfaces: { taken, registered },
  trunked,
}: NonNullable<Host['instance']>): string =>
  `${taken} of ${registered} ${trunked ? 'branch interfaces of its trunk' : 'interfaces for tasks'} taken, beside its own`;

/** Where a task is reached, line by line: address, ports, interface. */
export const addressLines = ({ network }: PicturedTask): string[] => {
  const { networkMode, networkInterface, privateIpv4Address: address, ports } = network;
  if (networkMode === 'none') return ['no network'];
  const own = networkInterface === undefined ? [] : [shortInterface(networkInterface)];
  if (address === undefined && networkInterface !== undefined) return [...own, 'no address yet'];
  if (ports.length === 0) return [...own, address === undefined ? 'no ports yet' : address];
  return [...own, ...ports.map((port) => portInWords(address, port))];
};

const shortInterface = ({ networkInterfaceId }: { readonly networkInterfaceId: string }): string =>
  `${networkInterfaceId.slice(0, 12)}…`;

/** "172.31.0.4:80 → 8080". */
const portInWords = (
  address: string | undefined,
  { hostPort, containerPort, protocol }: PicturedTask['network']['ports'][number],
): string =>
  [
    `${address ?? ''}:${hostPort}`,
    ...(hostPort === containerPort ? [] : [`→\u00a0${containerPort}`]),
    ...(protocol === 'tcp' ? [] : [protocol]),
  ].join(' ');
