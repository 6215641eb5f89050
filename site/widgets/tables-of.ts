import type { ClusterPicture, Flow } from '../../src/server/api.ts';
import type { DetailsKind } from './details-kind.ts';
import { deploymentWords, groupsOf } from './task-groups.ts';
import { reasonOf, shortId, statusWord } from './task-state.ts';
import { roomOf } from './zones-of.ts';

type Cluster = ClusterPicture['clusters'][number];

/** A line of a table: what it is about, and a text for each column behind that. */
export interface Line {
  readonly kind: DetailsKind;
  readonly id: string;
  readonly name: string;
  readonly cells: readonly string[];
}

export interface Table {
  readonly caption: string;
  /** Of the cluster that its lines belong to. */
  readonly arn?: string | undefined;
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
}

const SERVICES = [
  'Service',
  'Status',
  'Desired',
  'Running',
  'Pending',
  'Ready',
  'Floor',
  'Ceiling',
];
const DEPLOYMENTS = ['Deployment', 'Service', 'Status', 'Tasks and rollout'];
const INSTANCES = ['Instance', 'Type', 'Zone', 'Status', 'Free'];
const TASKS = [
  'Task',
  'Service',
  'Runs',
  'Status',
  'Health',
  'Zone',
  'On',
  'Started',
  'Why it ended',
];
const TARGETS = ['Target group', 'Load balancer', 'Target', 'Health', 'Why', 'Requests a second'];

/** All that the picture shows, in tables; those without lines are left out. */
export const tablesOf = ({ clusters, loadBalancers }: ClusterPicture, flow?: Flow): Table[] =>
  [
    ...clusters.flatMap(tablesOfCluster),
    {
      caption: 'Targets of load balancers',
      columns: TARGETS,
      lines: targetLines(loadBalancers, flow),
    },
  ].filter(({ lines }) => lines.length > 0);

const tablesOfCluster = (cluster: Cluster): Table[] => {
  const { arn, name, services, instances } = cluster;
  const ec2Ids = new Map(instances.map(({ id, ec2InstanceId }) => [id, ec2InstanceId]));
  const table = (what: string, columns: readonly string[], lines: readonly Line[]): Table => ({
    caption: `${what} of cluster ${name}`,
    arn,
    columns,
    lines,
  });
  return [
    table(
      'Services',
      SERVICES,
      services.map((service) => {
        const { status, desiredCount, runningCount, pendingCount } = service;
        const { healthyCount, floor, ceiling } = service;
        const numbers = [desiredCount, runningCount, pendingCount, healthyCount, floor, ceiling];
        const cells = [status, ...numbers.map(String)];
        return { kind: 'service', id: service.name, name: service.name, cells };
      }),
    ),
    table(
      'Deployments',
      DEPLOYMENTS,
      services.flatMap((service) =>
        service.deployments.map((deployment) => {
          const { id, taskDefinition, status } = deployment;
          const cells = [service.name, status, deploymentWords(deployment)];
          return { kind: 'deployment', id, name: taskDefinition, cells };
        }),
      ),
    ),
    table(
      'Instances',
      INSTANCES,
      instances.map((instance) => {
        const { id, ec2InstanceId, instanceType = '', availabilityZone, status } = instance;
        const state = instance.agentConnected ? status : `${status}, agent away`;
        const cells = [instanceType, availabilityZone, state, roomOf(instance)];
        return { kind: 'instance', id, name: ec2InstanceId, cells };
      }),
    ),
    table(
      'Tasks',
      TASKS,
      groupsOf(cluster).flatMap(({ service, tasks }) =>
        tasks.map((task) => {
          const { id, family, revision, healthStatus, availabilityZone, network } = task;
          const { containerInstance } = network;
          const cells = [
            service?.name ?? 'none',
            `${family}:${revision}`,
            statusWord(task),
            healthStatus,
            availabilityZone,
            containerInstance === undefined
              ? 'Fargate'
              : (ec2Ids.get(containerInstance) ?? containerInstance),
            task.startedAt === undefined ? '' : new Date(task.startedAt).toLocaleTimeString(),
            reasonOf(task),
          ];
          return { kind: 'task', id, name: shortId(task), cells };
        }),
      ),
    ),
  ];
};

const targetLines = (loadBalancers: ClusterPicture['loadBalancers'], flow?: Flow): Line[] =>
  loadBalancers.flatMap((loadBalancer) => {
    const counted = flow?.loadBalancers.find(({ arn }) => arn === loadBalancer.arn);
    return loadBalancer.targetGroups.flatMap((group) =>
      group.targets.map(({ id, port, task, state, reason = '' }) => {
        const own = counted?.targets.find(
          (one) => one.targetGroupArn === group.arn && one.id === id && one.port === port,
        );
        const target = `${id}:${port}${task === undefined ? '' : `, task ${shortId({ id: task })}`}`;
        const rate = counted === undefined ? '' : String(own?.perSecond ?? 0);
        const cells = [loadBalancer.name, target, state, reason, rate];
        return { kind: 'target-group', id: group.arn, name: group.name, cells };
      }),
    );
  });
