/** One lab of the course as the index lists it, written or still to come. */
export interface CourseEntry {
  /** The lab's folder under `labs/`. */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
}

export interface CoursePart {
  readonly title: string;
  readonly entries: readonly CourseEntry[];
}

const parts: [string, [id: string, title: string, summary: string][]][] = [
  [
    'Containers',
    [
      [
        'container-of-cats',
        'Container of cats',
        'Build an image, look into its layers, run it, push it, and then let ECS run it for you.',
      ],
      [
        'what-is-a-container',
        'What is a container?',
        'Take a container apart into namespaces and cgroups, and see what chroot alone leaves open.',
      ],
      [
        'one-host-is-not-enough',
        'One host is not enough',
        'Kill a web app on its only host and watch nothing bring it back.',
      ],
    ],
  ],
  [
    'Running on ECS',
    [
      [
        'ecs-on-ec2',
        'ECS on EC2',
        'Join two instances to a cluster, run a service on them, then take a task and an instance away.',
      ],
      [
        'ecs-on-fargate',
        'ECS on Fargate',
        'Run tasks without owning a server: sizes, network interfaces, and who looks after what.',
      ],
      [
        'fargate-vs-ec2',
        'Fargate against EC2',
        'The same workload on both, the bill of each, and the point where the lines cross.',
      ],
      [
        'task-definitions',
        'Task definitions',
        'Side-cars, start order, limits and revisions: everything a task is told before it starts.',
      ],
      [
        'health-checks',
        'Health checks',
        'Write the check that finds the sick container, and meet the check that lies.',
      ],
    ],
  ],
  [
    'Releasing',
    [
      [
        'rolling-deployments',
        'Rolling deployments',
        'Replace every task without going below the floor or above the ceiling, and measure it.',
      ],
      [
        'blue-green',
        'Blue/green',
        'Two versions side by side, traffic shifted in steps, and a quick way back.',
      ],
      [
        'placement-and-schedulers',
        'Placement and schedulers',
        'Spread for resilience, pack to save, constrain, run daemons, and write a scheduler of your own.',
      ],
    ],
  ],
  [
    'Traffic and scale',
    [
      [
        'network-modes',
        'Network modes',
        'host, bridge and awsvpc, tried out until the ports or the interfaces run out.',
      ],
      [
        'load-balancing',
        'Load balancing',
        'Four copies behind one address; kill one and the other three go on serving.',
      ],
      [
        'service-discovery',
        'Service discovery',
        'Internal load balancers, Cloud Map and its stale records, and Service Connect.',
      ],
      [
        'auto-scaling',
        'Auto scaling',
        'Put load on a service and watch it follow a target, out and back in.',
      ],
    ],
  ],
  [
    'Around the tasks',
    [
      [
        'roles-and-secrets',
        'Roles and secrets',
        'Three roles, what breaks without each of them, and where a password belongs.',
      ],
      [
        'registries',
        'Registries',
        'Private images, the credentials that pull them, scanning, and copies in other regions.',
      ],
      [
        'storage',
        'Storage',
        'One volume that all tasks share and one that each task has for itself.',
      ],
      [
        'logs-and-metrics',
        'Logs and metrics',
        'Follow a log, plot a metric, and set an alarm that goes off.',
      ],
      [
        'batch-and-events',
        'Batch and events',
        'Run a task by hand, by the clock and by an event, and have coffee delivered.',
      ],
    ],
  ],
  [
    'Money, places and what is next',
    [
      [
        'buying-capacity',
        'Buying capacity',
        'Capacity providers, a Spot interruption, savings plans, and an estimate right to the cent.',
      ],
      [
        'where-to-run',
        'Where to run',
        'Local Zones, Wavelength and Outposts, and your own machine through ECS Anywhere.',
      ],
      [
        'from-ecs-to-kubernetes',
        'From ECS to Kubernetes',
        'The same application in the words of the other orchestrator.',
      ],
      ['capstone', 'Capstone', 'The whole assignment from an empty account, graded end to end.'],
    ],
  ],
];

let number = 0;

/** The whole course, in the order in which it is taken. */
export const course: readonly CoursePart[] = parts.map(([title, labs]) => ({
  title,
  entries: labs.map(([id, labTitle, summary]) => ({
    id,
    number: ++number,
    title: labTitle,
    summary,
  })),
}));
