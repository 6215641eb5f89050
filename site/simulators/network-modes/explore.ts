import { nameOf } from '../../../src/core/arn.ts';
import { IMAGES } from '../../../src/core/ec2/images.ts';
import { instanceTypeOf } from '../../../src/core/ec2/instance-types.ts';
import { Refusal } from '../../../src/core/errors.ts';
import type { NetworkConfiguration, TaskDefinitionInput } from '../../../src/core/model/index.ts';
import { defaultSubnets } from '../../../src/core/network/default-vpc.ts';
import { instanceNetworkOf } from '../../../src/core/network/instance-network.ts';
import { taskNetworkOf } from '../../../src/core/network/task-network.ts';
import { VirtualCluster } from '../../../src/engines/simulated/virtual-cluster.ts';
import { FAMILY, taskDefinitionFor } from './definition.ts';
import { type Host, hostsOf } from './hosts.ts';
import type { Settings } from './settings.ts';

const CLUSTER = 'allthecats';
const SERVICE = FAMILY;
const USER = 'arn:aws:iam::000000000000:root';
/** Milliseconds of virtual time in which instances boot, and in which tasks start. */
const LONG_ENOUGH = 10_000;
/** Far more than the largest choice takes. */
const MOST_INPUTS = 20_000;
/** AWS: RunTask.count. */
const MOST_AT_ONCE = 10;

/** What ECS makes of the settings. */
export type Exploration =
  /** An API call was refused: nothing runs. */
  { readonly type: 'refused'; readonly operation: string; readonly message: string } | Explored;

export interface Explored {
  readonly type: 'explored';
  readonly settings: Settings;
  /** CPU units and MiB that each task reserves. */
  readonly task: { readonly cpu: number; readonly memoryMiB: number };
  readonly hosts: readonly Host[];
  /** Copies that run, and copies that have no place. */
  readonly running: number;
  readonly waiting: number;
  /** By the id of the container instance; undefined: on Fargate there is no end. */
  readonly room: ReadonlyMap<string, Room> | undefined;
  /** Oldest first. */
  readonly events: readonly string[];
}

/** What else would fit on a container instance. */
export interface Room {
  /** Such tasks. */
  readonly more: number;
  /** What is in the way of the next, in ECS's words (`RESOURCE:PORTS`), as RunTask answers it. */
  readonly reason: string;
}

/**
 * Has the core start instances and a service of so many copies on them, and looks at what became of
 * it. Deterministic: the same settings give the same answer.
 */
export const explore = async (settings: Settings): Promise<Exploration> => {
  const cluster = await VirtualCluster.open({
    behaviours: { [FAMILY]: {} },
    seed: 1,
    mostInputs: MOST_INPUTS,
  });
  let operation = 'CreateCluster';
  const send: VirtualCluster['send'] = (name, input) => {
    operation = name;
    return cluster.send(name, input);
  };
  try {
    const { clusterArn } = send('CreateCluster', { clusterName: CLUSTER });
    if (settings.launchType === 'EC2') {
      startInstances(send, settings);
      cluster.clock.advance(LONG_ENOUGH);
    }
    const definition = taskDefinitionFor(settings);
    send('RegisterTaskDefinition', { ...definition, registeredBy: USER });
    const networkConfiguration = networkConfigurationFor(definition);
    const { serviceArn } = send('CreateService', {
      cluster: CLUSTER,
      serviceName: SERVICE,
      taskDefinition: FAMILY,
      desiredCount: settings.copies,
      launchType: settings.launchType,
      networkConfiguration,
      availabilityZoneRebalancing: 'DISABLED',
      createdBy: USER,
    });
    cluster.clock.advance(LONG_ENOUGH);
    const seen = lookAt(cluster, settings, definition, clusterArn, serviceArn);
    if (settings.launchType === 'FARGATE') return seen;
    return { ...seen, room: fillUp(cluster, networkConfiguration) };
  } catch (error) {
    if (error instanceof Refusal)
      return { type: 'refused', operation, message: `${error.code}: ${error.message}` };
    throw error;
  }
};

const startInstances = (
  send: VirtualCluster['send'],
  { instanceType, instances, trunking }: Settings,
): void => {
  // It counts for instances that register afterwards.
  if (trunking) {
    send('PutAccountSetting', { name: 'awsvpcTrunking', value: 'enabled', principalArn: null });
  }
  const { architectures = [] } = instanceTypeOf(instanceType) ?? {};
  const image = IMAGES.find(
    ({ ecsOptimized, architecture }) => ecsOptimized && architectures.includes(architecture),
  );
  for (let started = 0; started < instances; started += 1) {
    // One call each: EC2 chooses the emptiest zone for all of a call.
    send('RunInstances', {
      ImageId: image?.imageId,
      InstanceType: instanceType,
      MinCount: 1,
      MaxCount: 1,
      userData: `#!/bin/bash\necho ECS_CLUSTER=${CLUSTER} >> /etc/ecs/ecs.config\n`,
    });
  }
};

const networkConfigurationFor = ({
  networkMode,
}: TaskDefinitionInput): NetworkConfiguration | undefined =>
  networkMode === 'awsvpc'
    ? {
        awsvpcConfiguration: {
          subnets: defaultSubnets('us-east-1').map(({ subnetId }) => subnetId),
        },
      }
    : undefined;

const lookAt = (
  { state }: VirtualCluster,
  settings: Settings,
  { cpu, memory }: TaskDefinitionInput,
  clusterArn: string,
  serviceArn: string,
): Explored => {
  const tasks = [...(state.tasksByCluster.get(clusterArn) ?? [])].flatMap((arn) => {
    const task = state.tasks.get(arn);
    if (task === undefined) return [];
    const { taskArn, lastStatus, availabilityZone } = task;
    const id = nameOf(taskArn);
    const network = taskNetworkOf(state, task);
    return { id, cat: id, family: FAMILY, lastStatus, availabilityZone, network };
  });
  const instances = [...(state.containerInstancesByCluster.get(clusterArn) ?? [])].flatMap(
    (arn) => {
      const instance = state.containerInstances.get(arn);
      return instance === undefined ? [] : instanceNetworkOf(state, instance);
    },
  );
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  return {
    type: 'explored',
    settings,
    task: { cpu: Number(cpu), memoryMiB: Number(memory) },
    hosts: hostsOf(instances, tasks),
    running,
    waiting: settings.copies - running,
    room: undefined,
    events: (state.services.get(serviceArn)?.events ?? [])
      .map(({ message }) => message)
      .toReversed(),
  };
};

/** Runs such tasks until none fits: how many there were on each instance, and why not one more. */
const fillUp = (
  cluster: VirtualCluster,
  networkConfiguration: NetworkConfiguration | undefined,
): Map<string, Room> => {
  const more = new Map<string, number>();
  for (;;) {
    const { taskArns, failures } = cluster.send('RunTask', {
      cluster: CLUSTER,
      taskDefinition: FAMILY,
      count: MOST_AT_ONCE,
      launchType: 'EC2',
      networkConfiguration,
    });
    for (const arn of taskArns) {
      const { containerInstanceArn = '' } = cluster.state.tasks.get(arn) ?? {};
      more.set(containerInstanceArn, (more.get(containerInstanceArn) ?? 0) + 1);
    }
    if (failures.length === 0) continue;
    return new Map(
      failures.map(({ arn = '', reason }) => [nameOf(arn), { more: more.get(arn) ?? 0, reason }]),
    );
  }
};
