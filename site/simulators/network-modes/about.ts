import type { Mode } from './settings.ts';

export interface AboutMode {
  readonly title: string;
  readonly what: string;
  readonly merits: readonly string[];
  readonly drawbacks: readonly string[];
}

const EC2_ONLY = 'EC2 only: Fargate has no instance whose network could be used.';

/** What the course says of each. */
export const ABOUT: Readonly<Record<Mode, AboutMode>> = {
  host: {
    title: 'host',
    what: 'The containers use the network of their instance as any program on it does.',
    merits: [
      'Nothing stands between the container and the network, so nothing costs time.',
      'It reaches what else runs on the instance at localhost.',
    ],
    drawbacks: [
      'One copy an instance for a given port, and the port is the one the program chose.',
      'No wall between the container’s network and the instance’s, nor between two tasks’.',
      EC2_ONLY,
    ],
  },
  'bridge-static': {
    title: 'bridge, static port',
    what: 'Docker’s own network on the instance; a fixed host port is passed on to the container’s port.',
    merits: [
      'The program may listen where it likes; the task definition says where it is found.',
      'The address is known beforehand, so a firewall rule can name the port.',
    ],
    drawbacks: [
      'Still one copy an instance for a given host port.',
      'An update needs a free instance, or must stop the old copy first.',
      EC2_ONLY,
    ],
  },
  'bridge-dynamic': {
    title: 'bridge, dynamic port',
    what: 'Docker’s own network on the instance; for each copy Docker chooses a free host port.',
    merits: [
      'As many copies an instance as its CPU and memory can take.',
      'A load balancer’s target group or Cloud Map keeps track of the ports.',
    ],
    drawbacks: [
      'Firewall rules must open the whole range from which Docker chooses.',
      'Traffic on ports that nobody knows beforehand is hard to watch.',
      EC2_ONLY,
    ],
  },
  awsvpc: {
    title: 'awsvpc',
    what: 'Each task has an elastic network interface with a private address of its own.',
    merits: [
      'Static ports everywhere: every copy listens on the same one, each at its own address.',
      'Security groups and flow logs for each task. The same on EC2 and on Fargate.',
    ],
    drawbacks: [
      'On EC2 an instance has few interfaces, and they run out before CPU and memory do. ENI trunking helps, on the types that have it.',
      'Attaching an interface takes time before a task can start, and an address of the subnet.',
    ],
  },
  none: {
    title: 'none',
    what: 'The containers have a loopback interface only.',
    merits: ['Nothing reaches the task and it reaches nothing: right for work without a network.'],
    drawbacks: [
      'No port mappings, no load balancer, no service discovery.',
      'The program cannot ask for credentials, secrets or data while it runs.',
      EC2_ONLY,
    ],
  },
};
