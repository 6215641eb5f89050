import {
  ClusterNotFoundException,
  type ContainerInstance,
  DescribeContainerInstancesCommand,
  ListContainerInstancesCommand,
} from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

export interface ContainerInstanceExpectation extends Patience {
  /** How many at least; default 1. */
  readonly count?: number | undefined;
  /** In words: `two container instances, ACTIVE and with their agents connected`. */
  readonly expected: string;
  /** Default: those that `isReady`. */
  readonly where?: ((instance: ContainerInstance) => boolean) | undefined;
}

/** The container instances that match. Symptoms: `missing` (no instance at all), `differs`. */
export const expectContainerInstances = (
  context: CheckContext,
  cluster: string,
  { count = 1, expected, where = isReady, ...patience }: ContainerInstanceExpectation,
): Promise<ContainerInstance[]> =>
  eventually(patience, context, async () => {
    const instances = await describeContainerInstances(context, cluster);
    const matching = instances.filter(where);
    if (matching.length >= count) return matching;
    throw new Unmet({
      expected,
      observed: instances.length === 0 ? 'none' : instances.map(inWords).join('; '),
      symptom: instances.length === 0 ? 'missing' : 'differs',
    });
  });

/**
 * The container instances of the cluster that are not INACTIVE, in the order of registration; none
 * where there is no such cluster.
 */
export const describeContainerInstances = async (
  { ecs, signal }: CheckContext,
  cluster: string,
): Promise<ContainerInstance[]> => {
  const options = { abortSignal: signal };
  const instances: ContainerInstance[] = [];
  try {
    let nextToken: string | undefined;
    do {
      const page = await ecs.send(
        new ListContainerInstancesCommand({ cluster, nextToken }),
        options,
      );
      nextToken = page.nextToken;
      const { containerInstanceArns: containerInstances = [] } = page;
      if (containerInstances.length === 0) continue;
      const described = await ecs.send(
        new DescribeContainerInstancesCommand({ cluster, containerInstances }),
        options,
      );
      instances.push(...(described.containerInstances ?? []));
    } while (nextToken !== undefined);
  } catch (error) {
    if (error instanceof ClusterNotFoundException) return [];
    throw error;
  }
  return instances.sort((a, b) => registeredAt(a) - registeredAt(b));
};

/** ACTIVE, and its agent is connected. */
export const isReady = ({ status, agentConnected }: ContainerInstance): boolean =>
  status === 'ACTIVE' && agentConnected === true;

/** The value of an attribute, built-in or custom; empty: it has no value; undefined: not there. */
export const attributeOf = (
  { attributes }: ContainerInstance,
  name: string,
): string | undefined => {
  const attribute = attributes?.find((one) => one.name === name);
  return attribute && (attribute.value ?? '');
};

/** Such as `us-east-1a`; of an instance outside of AWS: `unknown`. */
export const zoneOf = (instance: ContainerInstance): string =>
  attributeOf(instance, 'ecs.availability-zone') ?? 'unknown';

/** `i-0123456789abcdef0 (t3.small, us-east-1a)` */
export const nameInWords = (instance: ContainerInstance): string => {
  const type = attributeOf(instance, 'ecs.instance-type');
  const where = [type, zoneOf(instance)].filter((word) => word !== undefined).join(', ');
  return `${instance.ec2InstanceId ?? 'an instance'} (${where})`;
};

const registeredAt = (instance: ContainerInstance): number => instance.registeredAt?.getTime() ?? 0;

const inWords = (instance: ContainerInstance): string => {
  const agent = instance.agentConnected === true ? '' : ', its agent not connected';
  return `${nameInWords(instance)} is ${instance.status}${agent}`;
};
