import { shortId } from '../../../simulators/short-ids.ts';
import { table } from '../../widget/table.ts';
import type { Host, PicturedTask } from '../hosts.ts';
import { interfacesInWords } from '../words.ts';
import type { Sight } from './picture.ts';

interface SightTable {
  readonly element: HTMLElement;
  show(sight: Sight): void;
}

const portsOf = (
  { network }: PicturedTask,
  port: (one: PicturedTask['network']['ports'][number]) => string,
): string => network.ports.map(port).join(', ') || '–';

/** The tasks of a picture, for those who do not see it. */
export const taskTable = (title: string): SightTable => {
  const { element, show } = table(title, [
    'Task',
    'Status',
    'Where',
    'Zone',
    'Network mode',
    'Private address',
    'Host port',
    'Container port',
    'Interface',
  ]);
  return {
    element,
    show: ({ hosts }) =>
      show(() =>
        hosts.flatMap((host) =>
          host.tasks.map((task) => [
            shortId(task.id),
            task.lastStatus,
            whereOf(host),
            task.availabilityZone,
            task.network.networkMode ?? '–',
            task.network.privateIpv4Address ?? '–',
            portsOf(task, ({ hostPort, protocol }) => `${hostPort}/${protocol}`),
            portsOf(task, ({ containerPort, protocol }) => `${containerPort}/${protocol}`),
            task.network.networkInterface?.networkInterfaceId ?? '–',
          ]),
        ),
      ),
  };
};

const whereOf = ({ instance }: Host): string => instance?.ec2InstanceId ?? 'Fargate';

/** The instances of a picture and what is left on them. */
export const instanceTable = (title: string): SightTable => {
  const { element, show } = table(title, [
    'Instance',
    'Container instance',
    'Type',
    'Zone',
    'Private address',
    'Tasks',
    'Interfaces',
    'CPU units left',
    'MiB left',
    'Room',
  ]);
  return {
    element,
    show: ({ hosts, roomOn }) =>
      show(() =>
        hosts.flatMap((host) => {
          const { instance, tasks } = host;
          if (instance === undefined) return [];
          const { cpu, memoryMiB } = instance;
          return [
            [
              instance.ec2InstanceId,
              shortId(instance.id),
              instance.instanceType ?? '–',
              instance.availabilityZone,
              instance.privateIpAddress ?? '–',
              tasks.length,
              interfacesInWords(instance),
              cpu.registered - cpu.taken,
              memoryMiB.registered - memoryMiB.taken,
              roomOn(host) || '–',
            ],
          ];
        }),
      ),
  };
};
