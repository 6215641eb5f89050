import { type Check, check } from '../check.ts';
import { expectCluster } from './cluster.ts';

/** The check with which most labs begin: `cluster`, that it is there and ACTIVE. */
export const clusterCheck = (
  cluster: string,
  {
    title,
    points,
    advice,
  }: {
    readonly title: string;
    readonly points: number;
    /** Added to the hint, which names the command. */
    readonly advice?: string | undefined;
  },
): Check =>
  check({
    id: 'cluster',
    title,
    points,
    run: async (context) => {
      await expectCluster(context, cluster);
      return `the cluster ${cluster} is ACTIVE`;
    },
    hint: `Create it: aws ecs create-cluster --cluster-name ${cluster}${advice === undefined ? '' : `. ${advice}`}`,
  });
