import { type Cluster, DescribeClustersCommand } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

/** The cluster, ACTIVE. Symptom: `missing`. */
export const expectCluster = (
  context: CheckContext,
  name: string,
  patience: Patience = {},
): Promise<Cluster> =>
  eventually(patience, context, async () => {
    const { ecs, signal } = context;
    const answer = await ecs.send(new DescribeClustersCommand({ clusters: [name] }), {
      abortSignal: signal,
    });
    const cluster = answer.clusters?.[0];
    if (cluster?.status === 'ACTIVE') return cluster;
    throw new Unmet({
      expected: `a cluster ${name} with status ACTIVE`,
      observed: cluster === undefined ? 'no cluster of that name' : `status ${cluster.status}`,
      symptom: 'missing',
    });
  });
