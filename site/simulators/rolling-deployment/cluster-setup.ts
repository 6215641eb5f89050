import { nameOf } from '../../../src/core/arn.ts';
import { DEFAULT_TIMES } from '../../../src/engines/simulated/behaviour.ts';
import { VirtualCluster } from '../../../src/engines/simulated/virtual-cluster.ts';
import { instancesFor, type SimulatedInstance } from './capacity.ts';
import type { Settings } from './settings.ts';

/** Seconds from the stop signal until a task is STOPPED. */
export const STOP_TIME = 2;

const CLUSTER = 'allthecats';
export const SERVICE = 'cats';
const TASK_CPU = 256;
const TASK_MEMORY = 512;
const USER = 'arn:aws:iam::000000000000:root';

export interface RegisteredInstance extends SimulatedInstance {
  /** Id of the container instance, as service events name it. */
  readonly id: string;
}

export interface RunningService {
  readonly cluster: VirtualCluster;
  readonly instances: readonly RegisteredInstance[];
  /** Index into `instances`, by the ARN of the container instance. */
  readonly instanceIndex: ReadonlyMap<string, number>;
  readonly clusterArn: string;
  readonly serviceArn: string;
}

/** A cluster with a service of revision 1, as steady as the capacity lets it become. */
export const runService = async (
  settings: Settings,
  mostInputs: number,
): Promise<RunningService> => {
  const cluster = await VirtualCluster.open({
    behaviours: behavioursFor(settings),
    seed: settings.seed,
    mostInputs,
  });
  const { clusterArn } = cluster.send('CreateCluster', { clusterName: CLUSTER });
  const registered = instancesFor(settings.capacity).map((instance) => ({
    ...instance,
    arn: register(cluster, instance),
  }));
  const instances = registered.map(({ arn, ...instance }) => ({ ...instance, id: nameOf(arn) }));
  const instanceIndex = new Map(registered.map(({ arn }, index) => [arn, index]));
  registerRevision(cluster, settings, 1);
  const { serviceArn } = cluster.send('CreateService', {
    cluster: CLUSTER,
    serviceName: SERVICE,
    taskDefinition: `${SERVICE}:1`,
    desiredCount: settings.desired,
    launchType: 'EC2',
    deploymentConfiguration: {
      minimumHealthyPercent: settings.minimumHealthyPercent,
      maximumPercent: settings.maximumPercent,
    },
    // A task moved to another zone at the end would be part of no deployment.
    availabilityZoneRebalancing: 'DISABLED',
    createdBy: USER,
  });
  // Nothing fails yet: what can become healthy is so by then.
  cluster.clock.advance((settings.startTime + settings.healthTime + 1) * 1000);
  return { cluster, instances, instanceIndex, clusterArn, serviceArn };
};

/** Registers revision 2 and gives it to the service: the deployment begins. */
export const updateService = ({ cluster }: RunningService, settings: Settings): void => {
  registerRevision(cluster, settings, 2);
  cluster.send('UpdateService', {
    cluster: CLUSTER,
    service: SERVICE,
    taskDefinition: `${SERVICE}:2`,
  });
};

const behavioursFor = ({ startTime, healthTime, failureRate }: Settings) => {
  const { provision, start, deprovision } = DEFAULT_TIMES;
  const well = {
    pull: startTime * 1000 - provision - start,
    start,
    stop: { after: STOP_TIME * 1000 - deprovision, code: 0 },
  };
  const crash = { rate: failureRate / 100, within: healthTime * 1000, code: 1 };
  return { [`${SERVICE}:1`]: well, [`${SERVICE}:2`]: { ...well, crash } };
};

const register = (
  cluster: VirtualCluster,
  { ec2InstanceId, availabilityZone, room }: SimulatedInstance,
): string =>
  cluster.send('RegisterContainerInstance', {
    cluster: CLUSTER,
    instanceIdentityDocument: JSON.stringify({
      instanceId: ec2InstanceId,
      region: 'us-east-1',
      availabilityZone,
    }),
    totalResources: [
      { name: 'CPU', integerValue: room * TASK_CPU },
      { name: 'MEMORY', integerValue: room * TASK_MEMORY },
    ],
  }).containerInstanceArn;

const registerRevision = (
  cluster: VirtualCluster,
  { healthTime }: Settings,
  revision: number,
): void => {
  cluster.send('RegisterTaskDefinition', {
    family: SERVICE,
    requiresCompatibilities: ['EC2'],
    networkMode: 'bridge',
    cpu: String(TASK_CPU),
    memory: String(TASK_MEMORY),
    containerDefinitions: [
      {
        name: 'web',
        image: `${SERVICE}:${revision}`,
        healthCheck: {
          command: ['CMD-SHELL', 'curl --fail http://localhost/ || exit 1'],
          interval: healthTime,
          timeout: 2,
          retries: 3,
        },
      },
    ],
    registeredBy: USER,
  });
};
