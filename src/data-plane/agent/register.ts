import { callEcs, EcsError } from './call-ecs.ts';
import { readList, readPairs } from './ecs-config.ts';
import type { InstanceDescription, Surroundings } from './instance.ts';

const DEFAULT_CLUSTER = 'default';

/**
 * Registers with the cluster that the configuration names; `default` is made if there is none. An
 * instance that is registered there already stays what it is. Answers the ARN; rejects with
 * `EcsError` when ECS refuses.
 */
export const register = async (
  surroundings: Surroundings,
  config: Readonly<Record<string, string>>,
): Promise<string> => {
  const cluster = config.ECS_CLUSTER || DEFAULT_CLUSTER;
  const input = registrationOf(surroundings.instance, config, cluster);
  try {
    return await send(surroundings, input);
  } catch (error) {
    const missing = error instanceof EcsError && error.type === 'ClusterNotFoundException';
    if (!missing || cluster !== DEFAULT_CLUSTER) throw error;
    await callEcs(surroundings, 'CreateCluster', { clusterName: DEFAULT_CLUSTER });
    return send(surroundings, input);
  }
};

const send = async (surroundings: Surroundings, input: object): Promise<string> => {
  const answer = await callEcs(surroundings, 'RegisterContainerInstance', input);
  const { containerInstance } = answer;
  if (
    typeof containerInstance === 'object' &&
    containerInstance !== null &&
    'containerInstanceArn' in containerInstance
  )
    return String(containerInstance.containerInstanceArn);
  throw new Error(`RegisterContainerInstance answered ${JSON.stringify(answer)}`);
};

/** Ports that the system and the agent have taken, as the agent of AWS lists them. */
const TAKEN_PORTS = ['22', '2375', '2376', '51678', '51679', '51680'];

const registrationOf = (
  instance: InstanceDescription,
  config: Readonly<Record<string, string>>,
  cluster: string,
) => {
  const [, , , region, accountId] = instance.instanceArn.split(':');
  const { availabilityZone, imageId, instanceId, instanceType, privateIp } = instance;
  const document = { accountId, availabilityZone, imageId, instanceId, instanceType, privateIp };
  const integer = (name: string, integerValue: number) => ({ name, type: 'INTEGER', integerValue });
  const set = (name: string, stringSetValue: string[]) => ({
    name,
    type: 'STRINGSET',
    stringSetValue,
  });
  const reserved = Number(config.ECS_RESERVED_MEMORY) || 0;
  return {
    cluster,
    instanceIdentityDocument: JSON.stringify({ ...document, region, version: '2017-09-30' }),
    totalResources: [
      integer('CPU', instance.vcpus * 1024),
      integer('MEMORY', instance.memoryMiB - reserved),
      set('PORTS', readList(config.ECS_RESERVED_PORTS) ?? TAKEN_PORTS),
      set('PORTS_UDP', readList(config.ECS_RESERVED_PORTS_UDP) ?? []),
    ],
    versionInfo: { agentVersion: instance.agentVersion, dockerVersion: instance.dockerVersion },
    attributes: readPairs(config.ECS_INSTANCE_ATTRIBUTES).map(([name, value]) => ({ name, value })),
    tags: readPairs(config.ECS_CONTAINER_INSTANCE_TAGS).map(([key, value]) => ({ key, value })),
  };
};
