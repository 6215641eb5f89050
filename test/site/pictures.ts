import type { GradeReport } from '../../grader/result.ts';
import type {
  ClusterPicture,
  FaultPicture,
  Flow,
  InstancePicture,
  ServicePicture,
  TaskPicture,
} from '../../src/server/api.ts';

/** A task as the runtime shows it: running and well, unless told otherwise. */
export const task = (number: number, changes: Partial<TaskPicture> = {}): TaskPicture => ({
  id: number.toString(16).padStart(8, '0').repeat(4),
  family: 'containerofcats',
  revision: 1,
  isOld: false,
  launchType: 'FARGATE',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  healthStatus: 'HEALTHY',
  availabilityZone: 'us-east-1a',
  network: { networkMode: 'awsvpc', ports: [] },
  createdAt: 1_800_000_000_000 + number,
  startedAt: 1_800_000_000_000 + number,
  containers: [
    {
      name: 'web',
      runtimeId: number.toString(16).padStart(12, 'c'),
      lastStatus: 'RUNNING',
      healthStatus: 'HEALTHY',
    },
  ],
  ...changes,
});

/** A container that is frozen for another half a minute. */
export const fault = (): FaultPicture => ({
  faultId: 'fault-1',
  fault: 'pause-container',
  targetArn: `arn:aws:ecs:us-east-1:000000000000:task/allthecats/${task(1).id}`,
  taskArns: [],
  description: `Container web of task ${task(1).id} is frozen.`,
  look: 'It answers no request.',
  undo: 'lets it go on where it was',
  beganAt: 1_800_000_060_000,
  endsAt: 1_800_000_120_000,
  endedAt: null,
  failure: null,
});

/** A c5.large with one of its two interfaces taken, unless told otherwise. */
export const instance = (id: string, changes: Partial<InstancePicture> = {}): InstancePicture => ({
  id,
  ec2InstanceId: `i-${id}`,
  instanceType: 'c5.large',
  availabilityZone: 'us-east-1a',
  privateIpAddress: '172.31.0.4',
  networkInterfaces: { taken: 1, registered: 2 },
  trunked: false,
  cpu: { taken: 128, registered: 2048 },
  memoryMiB: { taken: 256, registered: 3891 },
  status: 'ACTIVE',
  agentConnected: true,
  ...changes,
});

export const service = (changes: Partial<ServicePicture> = {}): ServicePicture => ({
  name: 'cats',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  healthyCount: 2,
  floor: 2,
  ceiling: 4,
  strategy: 'ROLLING',
  deployments: [
    {
      id: 'ecs-svc/1234567890123456789',
      status: 'PRIMARY',
      taskDefinition: 'containerofcats:1',
      desiredCount: 2,
      runningCount: 2,
      pendingCount: 0,
      failedTasks: 0,
      rolloutState: 'COMPLETED',
      rolloutStateReason: 'ECS deployment ecs-svc/1234567890123456789 completed.',
    },
  ],
  events: [{ at: 1_800_000_000_000, message: '(service cats) has reached a steady state.' }],
  ...changes,
});

/** One cluster, a minute and a half after its first task. */
export const picture = (
  tasks: readonly TaskPicture[],
  services: readonly ServicePicture[] = [],
  name = 'allthecats',
  instances: ClusterPicture['clusters'][number]['instances'] = [],
  faults: readonly FaultPicture[] = [],
  loadBalancers: ClusterPicture['loadBalancers'] = [],
): ClusterPicture => ({
  now: 1_800_000_090_000,
  faults,
  loadBalancers,
  clusters: [
    {
      arn: `arn:aws:ecs:us-east-1:000000000000:cluster/${name}`,
      name,
      services,
      instances,
      tasks,
    },
  ],
});

/** One of everything that a cluster can show. */
export const busyPicture = (): ClusterPicture =>
  picture(
    [
      task(1, { service: 'cats', url: 'http://localhost:1/' }),
      task(2, { service: 'cats', healthStatus: 'UNHEALTHY' }),
      task(3, { service: 'cats', lastStatus: 'PENDING', startedAt: undefined, containers: [] }),
      task(4, { desiredStatus: 'STOPPED', lastStatus: 'DEACTIVATING', healthStatus: 'UNKNOWN' }),
      task(5, {
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        healthStatus: 'UNKNOWN',
        stoppedReason: 'Essential container in task exited',
        containers: [
          {
            name: 'web',
            runtimeId: 'eeeeeeeeeeee',
            lastStatus: 'STOPPED',
            healthStatus: 'UNKNOWN',
            exitCode: 137,
          },
        ],
      }),
    ],
    [service({ pendingCount: 1, desiredCount: 3 })],
    'allthecats',
    [instance('0ca7')],
    [fault()],
  );

/** One check passed, one not yet. */
export const report = (taskRuns = false): GradeReport => ({
  lab: 'container-of-cats',
  account: '000000000000',
  region: 'us-east-1',
  target: 'local',
  gradedAt: '2027-01-15T08:00:00.000Z',
  earned: taskRuns ? 30 : 10,
  possible: 30,
  results: [
    {
      id: 'cluster',
      title: 'The cluster allthecats is active',
      points: 10,
      status: 'pass',
      observed: 'allthecats is ACTIVE',
    },
    {
      id: 'task',
      title: 'A task of containerofcats is running',
      points: 20,
      ...(taskRuns
        ? { status: 'pass', observed: '1 task is RUNNING' }
        : {
            status: 'fail',
            expected: 'a task with lastStatus RUNNING',
            observed: 'no task at all',
            hint: 'Run one with aws ecs run-task.',
            symptom: 'missing',
            earned: 0,
          }),
    },
  ],
});

/** One that shares its requests between two target groups. */
export const loadBalancer = (): ClusterPicture['loadBalancers'][number] => {
  const arn = (what: string) => `arn:aws:elasticloadbalancing:us-east-1:000000000000:${what}`;
  const group = (name: string, targets: readonly [task: number, state: string][]) => ({
    arn: arn(`targetgroup/${name}/73e2d6bc24d8a067`),
    name,
    protocol: 'HTTP',
    port: 80,
    targetType: 'ip',
    targets: targets.map(([number, state]) => ({
      id: `172.31.0.${number}`,
      port: 8080,
      availabilityZone: 'us-east-1a',
      task: task(number).id,
      state,
    })),
  });
  const targetGroups = [
    group('blue', [
      [1, 'healthy'],
      [2, 'unhealthy'],
    ]),
    group('green', [[3, 'initial']]),
  ];
  const forwards = targetGroups.map((one, index) => ({
    targetGroupArn: one.arn,
    weight: index === 0 ? 95 : 5,
  }));
  const defaultRule = { arn: arn('listener-rule/app/front/1/2/0'), priority: null, conditions: [] };
  return {
    arn: arn('loadbalancer/app/front/50dc6c495c0c9188'),
    name: 'front',
    type: 'application',
    state: 'active',
    dnsName: 'front-1234567890.elb.localhost',
    listeners: [
      {
        arn: arn('listener/app/front/1/2'),
        port: 80,
        protocol: 'HTTP',
        url: 'http://front-1234567890.elb.localhost:1/',
        rules: [
          {
            arn: arn('listener-rule/app/front/1/2/3'),
            priority: 10,
            conditions: ['path-pattern /old*'],
            action: 'fixed-response',
            forwards: [],
          },
          { ...defaultRule, action: 'forward', forwards },
        ],
      },
    ],
    targetGroups,
  };
};

/** Twenty requests a second through it, all to its one healthy target. */
export const flow = (): Flow => {
  const { arn, targetGroups } = loadBalancer();
  const counts = { requests: 100, errors4xx: 2, errors5xx: 1, perSecond: 20 };
  const targets = [
    { ...counts, targetGroupArn: targetGroups[0]?.arn ?? '', id: '172.31.0.1', port: 8080 },
  ];
  return { loadBalancers: [{ arn, ...counts, targets }] };
};
