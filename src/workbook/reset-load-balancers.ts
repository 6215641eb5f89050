import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

/** Deletes those load balancers, with their listeners and rules, then those target groups. Safe to repeat. */
export const removeLoadBalancers = async (
  client: ElasticLoadBalancingV2Client,
  {
    loadBalancers,
    targetGroups,
  }: { readonly loadBalancers: readonly string[]; readonly targetGroups: readonly string[] },
): Promise<void> => {
  const elbv2 = await import('@aws-sdk/client-elastic-load-balancing-v2');
  for (const name of loadBalancers) {
    const found = await orNone(
      elbv2.LoadBalancerNotFoundException,
      client.send(new elbv2.DescribeLoadBalancersCommand({ Names: [name] })),
    );
    for (const { LoadBalancerArn } of found?.LoadBalancers ?? [])
      await client.send(new elbv2.DeleteLoadBalancerCommand({ LoadBalancerArn }));
  }
  for (const name of targetGroups) {
    const found = await orNone(
      elbv2.TargetGroupNotFoundException,
      client.send(new elbv2.DescribeTargetGroupsCommand({ Names: [name] })),
    );
    for (const { TargetGroupArn } of found?.TargetGroups ?? [])
      await client.send(new elbv2.DeleteTargetGroupCommand({ TargetGroupArn }));
  }
};

/** Undefined where it fails because there is no such thing. */
const orNone = async <T>(
  notFound: abstract new (...args: never[]) => Error,
  work: Promise<T>,
): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof notFound) return undefined;
    throw error;
  }
};
