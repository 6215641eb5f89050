import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { callEcs, EcsError } from './call-ecs.ts';
import { readPairs } from './ecs-config.ts';
import type { InstanceDescription, Surroundings } from './instance.ts';

const MEMORY = '/var/lib/ecs/data/agent.json';
const DEFAULT_CLUSTER = 'default';
const AGENT_VERSION = '1.89.2';

/** What the agent remembers from one start to the next. */
interface Registration {
  readonly cluster: string;
  readonly containerInstanceArn: string;
}

/**
 * Registers with the cluster that the configuration names, as the container instance it was before
 * if it was one. Rejects with `EcsError` when ECS refuses.
 */
export const register = async (
  surroundings: Surroundings,
  config: Readonly<Record<string, string>>,
): Promise<Registration> => {
  const cluster = config.ECS_CLUSTER || DEFAULT_CLUSTER;
  const before = recall();
  const input = registrationOf(surroundings.instance, config, cluster);
  const containerInstanceArn =
    before?.cluster === cluster
      ? await again(surroundings, input, before.containerInstanceArn)
      : await send(surroundings, input);
  mkdirSync(dirname(MEMORY), { recursive: true });
  writeFileSync(MEMORY, JSON.stringify({ cluster, containerInstanceArn }));
  return { cluster, containerInstanceArn };
};

/** As the same container instance, or as a new one where that was deregistered. */
const again = async (surroundings: Surroundings, input: object, containerInstanceArn: string) => {
  try {
    return await send(surroundings, { ...input, containerInstanceArn });
  } catch (error) {
    if (!(error instanceof EcsError)) throw error;
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
      set('PORTS', TAKEN_PORTS),
      set('PORTS_UDP', []),
    ],
    versionInfo: {
      agentVersion: AGENT_VERSION,
      dockerVersion: `DockerVersion: ${instance.dockerVersion}`,
    },
    attributes: readPairs(config.ECS_INSTANCE_ATTRIBUTES).map(([name, value]) => ({ name, value })),
    tags: readPairs(config.ECS_CONTAINER_INSTANCE_TAGS).map(([key, value]) => ({ key, value })),
  };
};

const recall = (): Registration | undefined => {
  try {
    return JSON.parse(readFileSync(MEMORY, 'utf8'));
  } catch {
    return undefined;
  }
};
