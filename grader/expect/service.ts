import {
  ClusterNotFoundException,
  DescribeServicesCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { differences, inWords, type Wanted } from '../differences.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

/** The ACTIVE service, as wanted. Symptoms: `missing`, `differs`. */
export const expectService = (
  context: CheckContext,
  cluster: string,
  name: string,
  wanted: Wanted<Service> = {},
  patience: Patience = {},
): Promise<Service> =>
  eventually(patience, context, async () => {
    const service = await find(context, cluster, name);
    if (service?.status !== 'ACTIVE') {
      throw new Unmet({
        expected: `a service ${name} in the cluster ${cluster}`,
        observed: service === undefined ? 'no service of that name' : `status ${service.status}`,
        symptom: 'missing',
      });
    }
    const found = differences(wanted, service);
    if (found.length === 0) return service;
    throw new Unmet({
      expected: `the service ${name} with ${inWords(found, 'expected')}`,
      observed: inWords(found, 'observed'),
      members: found.map(({ member }) => member),
    });
  });

const find = async (
  { ecs, signal }: CheckContext,
  cluster: string,
  name: string,
): Promise<Service | undefined> => {
  try {
    const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }), {
      abortSignal: signal,
    });
    return answer.services?.[0];
  } catch (error) {
    if (error instanceof ClusterNotFoundException) return undefined;
    throw error;
  }
};
