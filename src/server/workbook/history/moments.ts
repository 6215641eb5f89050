import { nameOf, scopeOf } from '../../../core/arn.ts';
import type { ContainerInstance } from '../../../core/model/container-instance.ts';
import type { Fault } from '../../../core/model/fault.ts';
import type { Service } from '../../../core/model/service.ts';
import type { Task } from '../../../core/model/task.ts';
import type { StateRecord } from '../../../core/records.ts';
import type { State } from '../../../core/state.ts';
import type { MomentKind } from '../../api.ts';

/** What a record tells people. */
export interface Happening {
  readonly account: string;
  readonly kind: MomentKind;
  readonly text: string;
}

/** What happens to an account's clusters with a record; `state` is as it was before. */
export const happenings = (state: State, record: StateRecord): Happening[] => {
  switch (record.type) {
    case 'ClusterPut': {
      const { clusterArn, clusterName, status } = record.cluster;
      const before = state.clusters.get(clusterArn)?.status ?? 'INACTIVE';
      if (before === status) return [];
      const verb = status === 'ACTIVE' ? 'created' : 'deleted';
      return [of(clusterArn, 'cluster', `Cluster ${clusterName} was ${verb}`)];
    }
    case 'ServiceCreated': {
      const { service } = record;
      const { serviceArn, serviceName, desiredCount } = service;
      const text = `Service ${serviceName} was created, ${desiredCount} desired`;
      return [of(serviceArn, 'service', text), ...rollouts(undefined, service)];
    }
    case 'ServiceChanged': {
      const before = state.services.get(record.serviceArn);
      return before === undefined ? [] : serviceChange(before, { ...before, ...record.change });
    }
    case 'ServiceEventAdded':
      return [of(record.serviceArn, 'service', record.event.message)];
    case 'TaskChanged': {
      const before = state.tasks.get(record.taskArn);
      return before === undefined ? [] : taskChange(before, { ...before, ...record.change });
    }
    case 'FaultPut':
      return faultChange(state.faults.get(record.fault.faultId), record.fault);
    case 'ContainerInstancePut':
      return instanceChange(undefined, record.containerInstance);
    case 'ContainerInstanceChanged': {
      const before = state.containerInstances.get(record.containerInstanceArn);
      return before === undefined ? [] : instanceChange(before, { ...before, ...record.change });
    }
    case 'InstancePut': {
      const { instanceArn, instanceId, state: now } = record.instance;
      if (state.instances.get(instanceArn)?.state === now) return [];
      return [of(instanceArn, 'instance', `Instance ${instanceId} is ${now}`)];
    }
    default:
      return [];
  }
};

const of = (arn: string, kind: MomentKind, text: string): Happening => ({
  account: scopeOf(arn).account,
  kind,
  text: inShort(text),
});

/** Ids as the pages show them, and no full stop. */
const inShort = (text: string): string =>
  text.replace(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, '$1').replace(/\.$/, '');

const serviceChange = (before: Service, now: Service): Happening[] => {
  const { serviceArn, serviceName, desiredCount, status } = now;
  const told = rollouts(before, now);
  if (desiredCount !== before.desiredCount) {
    const text = `Service ${serviceName}: ${before.desiredCount} desired becomes ${desiredCount}`;
    told.push(of(serviceArn, 'service', text));
  }
  if (status !== before.status) {
    const text = `Service ${serviceName} is ${status}`;
    told.push(of(serviceArn, 'service', text));
  }
  return told;
};

const rollouts = (
  before: Service | undefined,
  { serviceArn, serviceName, deployments }: Service,
): Happening[] =>
  deployments.flatMap(({ id, taskDefinition, rolloutState, rolloutStateReason }) => {
    const was = before?.deployments.find((one) => one.id === id);
    const told = (kind: MomentKind, verb: string) => {
      const text = `Service ${serviceName}: deployment of ${nameOf(taskDefinition)} ${verb}`;
      return [of(serviceArn, kind, text)];
    };
    if (was === undefined) return told('deployment', 'began');
    if (was.rolloutState === rolloutState) return [];
    if (rolloutState === 'COMPLETED') return told('deployment', 'completed');
    return rolloutState === 'FAILED' ? told('failure', `failed. ${rolloutStateReason}`) : [];
  });

const taskChange = (before: Task, now: Task): Happening[] => {
  const { taskArn, serviceArn, lastStatus, healthStatus, stoppedReason = '' } = now;
  const name = `Task ${nameOf(taskArn)}${serviceArn === undefined ? '' : ` of ${nameOf(serviceArn)}`}`;
  if (lastStatus !== before.lastStatus && lastStatus === 'RUNNING')
    return [of(taskArn, 'task', `${name} is RUNNING`)];
  if (lastStatus !== before.lastStatus && lastStatus === 'STOPPED') {
    const kind = failed(now) ? 'failure' : 'task';
    return [of(taskArn, kind, `${name} is STOPPED. ${stoppedReason}`.trimEnd())];
  }
  if (healthStatus !== before.healthStatus && healthStatus === 'UNHEALTHY')
    return [of(taskArn, 'failure', `${name} is UNHEALTHY`)];
  return [];
};

/** Nobody wanted it to stop. */
const failed = ({ stopCode, healthStatus, containers }: Task): boolean =>
  stopCode === 'TaskFailedToStart' ||
  stopCode === 'SpotInterruption' ||
  healthStatus === 'UNHEALTHY' ||
  (stopCode === 'EssentialContainerExited' &&
    containers.some(({ exitCode }) => exitCode !== undefined && exitCode !== 0));

const faultChange = (before: Fault | undefined, now: Fault): Happening[] => {
  const { account, fault, description, endedAt, failure } = now;
  const told = (text: string): Happening => ({ account, kind: 'fault', text: inShort(text) });
  if (failure !== null && before?.failure !== failure) {
    return [told(`Fault ${fault} could not be caused. ${failure}`)];
  }
  if (before === undefined) return [told(`Fault ${fault}: ${description}`)];
  return before.endedAt === null && endedAt !== null ? [told(`Fault ${fault} ended`)] : [];
};

const instanceChange = (
  before: ContainerInstance | undefined,
  { containerInstanceArn, ec2InstanceId, agentConnected, status }: ContainerInstance,
): Happening[] => {
  const told = (kind: MomentKind, text: string) => [
    of(containerInstanceArn, kind, `Instance ${ec2InstanceId} ${text}`),
  ];
  if (before === undefined) return told('instance', 'registered as a container instance');
  if (status !== before.status) return told('instance', `is ${status}`);
  if (agentConnected === before.agentConnected) return [];
  return agentConnected ? told('instance', 'is back') : told('failure', 'lost its agent');
};
