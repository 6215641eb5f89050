import type { Presets } from '../preset.ts';
import type { Settings } from './settings.ts';

const common = {
  launchType: 'EC2',
  instanceType: 'c5.large',
  instances: 2,
  memoryMiB: 256,
  trunking: false,
} as const;

/** The examples of the course. */
export const PRESETS: Presets<Settings, 'network-modes'> = [
  {
    id: 'host',
    title: 'host',
    story:
      'Three copies, two instances. A container in host mode listens on the instance’s own port, and an instance has each port once: the third copy waits for a third instance.',
    settings: { ...common, mode: 'host', copies: 3 },
  },
  {
    id: 'bridge-static',
    title: 'bridge, static port',
    story:
      'Docker passes host port 80 on to the container’s 8080. The container no longer cares which port the outside world asks for, and yet there is still one copy an instance.',
    settings: { ...common, mode: 'bridge-static', copies: 3 },
  },
  {
    id: 'bridge-dynamic',
    title: 'bridge, dynamic port',
    story:
      'Host port 0: Docker chooses one, another for each copy. Now memory is what runs out, and somebody has to find out where each copy listens.',
    settings: { ...common, mode: 'bridge-dynamic', copies: 6 },
  },
  {
    id: 'awsvpc',
    title: 'awsvpc',
    story:
      'Every task has a network interface, an address and all ports to itself. A c5.large has three interfaces and keeps one: two tasks, however small they are.',
    settings: { ...common, instances: 1, mode: 'awsvpc', copies: 3 },
  },
  {
    id: 'trunking',
    title: 'awsvpc, trunking',
    story:
      'The account setting awsvpcTrunking was on when the instance registered: its tasks share one trunk interface, each on a branch of its own, and ten fit where two did.',
    settings: { ...common, instances: 1, mode: 'awsvpc', trunking: true, copies: 12 },
  },
  {
    id: 'fargate',
    title: 'Fargate',
    story:
      'No instance in sight, so none whose ports or interfaces could run out. It is always awsvpc: choose another mode and see what ECS answers.',
    settings: { ...common, launchType: 'FARGATE', mode: 'awsvpc', copies: 6 },
  },
  {
    id: 'none',
    title: 'none',
    story:
      'The containers have a loopback interface and nothing else. Nobody reaches them and they reach nobody, which suits a job that only computes.',
    settings: { ...common, mode: 'none', copies: 4 },
  },
];
