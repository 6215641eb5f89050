import { nameOf, scopeOf } from '../../core/arn.ts';
import { inForce } from '../../core/faults/in-force.ts';
import type { Task } from '../../core/model/task.ts';
import { instanceNetworkOf } from '../../core/network/instance-network.ts';
import { taskNetworkOf } from '../../core/network/task-network.ts';
import type { State } from '../../core/state.ts';
import type { ClusterPicture, TaskPicture } from '../api.ts';
import { reachablePorts } from '../tasks/find-target.ts';
import { faultPicture } from './fault-picture.ts';
import { loadBalancerPicture } from './load-balancer-picture.ts';
import { servicePicture } from './service-picture.ts';

/** Milliseconds that a stopped task stays in the picture. */
export const STOPPED_STAYS = 60_000;

/** What the page shows of an account's clusters, in all regions; `port` is the runtime's. */
export const pictureOf = (
  state: State,
  account: string,
  now: number,
  port: number,
): ClusterPicture => ({
  now,
  faults: inForce(state)
    .filter((fault) => fault.account === account)
    .map(faultPicture),
  loadBalancers: [...state.loadBalancers.values()]
    .filter(({ loadBalancerArn }) => scopeOf(loadBalancerArn).account === account)
    .map((loadBalancer) => loadBalancerPicture(state, loadBalancer, port)),
  clusters: [...state.clusters.values()]
    .filter(
      ({ clusterArn, status }) => status === 'ACTIVE' && scopeOf(clusterArn).account === account,
    )
    .map(({ clusterArn, clusterName }) => ({
      arn: clusterArn,
      name: clusterName,
      services: found(state.servicesByCluster.get(clusterArn), state.services)
        .filter(({ status }) => status !== 'INACTIVE')
        .map((service) => servicePicture(state, service)),
      instances: found(state.containerInstancesByCluster.get(clusterArn), state.containerInstances)
        .filter(({ status }) => status !== 'INACTIVE')
        .map((instance) => ({
          ...instanceNetworkOf(state, instance),
          status: instance.status,
          agentConnected: instance.agentConnected,
        })),
      tasks: found(state.tasksByCluster.get(clusterArn), state.tasks)
        .filter((task) => isShown(task, now))
        .map((task) => taskPicture(state, task, port)),
    })),
});

/** When the picture changes by itself next, since a stopped task leaves it; undefined: it does not. */
export const nextChange = (state: State, account: string, now: number): number | undefined => {
  let next: number | undefined;
  for (const [clusterArn, tasks] of state.tasksByCluster) {
    if (scopeOf(clusterArn).account !== account) continue;
    for (const { stoppedAt } of found(tasks, state.tasks)) {
      if (stoppedAt === undefined || stoppedAt + STOPPED_STAYS <= now) continue;
      next = Math.min(next ?? Number.POSITIVE_INFINITY, stoppedAt + STOPPED_STAYS);
    }
  }
  return next;
};

/** Stopped tasks are, for a while. */
export const isShown = ({ lastStatus, stoppedAt }: Task, now: number): boolean =>
  lastStatus !== 'STOPPED' || (stoppedAt ?? 0) + STOPPED_STAYS > now;

const found = <T>(arns: ReadonlySet<string> | undefined, by: ReadonlyMap<string, T>): T[] =>
  [...(arns ?? [])].flatMap((arn) => by.get(arn) ?? []);

const taskPicture = (state: State, task: Task, port: number): TaskPicture => {
  const service = state.services.get(task.serviceArn ?? '');
  const newest = service?.deployments[0];
  const id = nameOf(task.taskArn);
  const [family = '', revision = '0'] = nameOf(task.taskDefinitionArn).split(':');
  const reachable = task.lastStatus === 'RUNNING' && reachablePorts(state, '', task).length > 0;
  return {
    id,
    family,
    revision: Number(revision),
    ...(task.serviceArn === undefined
      ? {}
      : { service: service?.serviceName ?? nameOf(task.serviceArn) }),
    isOld: newest !== undefined && newest.id !== task.deploymentId,
    launchType: task.launchType,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.healthStatus,
    availabilityZone: task.availabilityZone,
    network: taskNetworkOf(state, task),
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    stoppedReason: task.stoppedReason,
    url: reachable ? `http://${id}.task.localhost:${port}/` : undefined,
    containers: task.containers.map((container) => ({
      name: container.name,
      runtimeId: container.runtimeId?.slice(0, 12),
      lastStatus: container.lastStatus,
      healthStatus: container.healthStatus,
      exitCode: container.exitCode,
      reason: container.reason,
    })),
  };
};
