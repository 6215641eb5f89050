import type {
  ElasticLoadBalancingV2Client,
  Listener,
  LoadBalancer,
  Rule,
  TargetGroup,
  TargetGroupAttribute,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { all } from './pages.ts';

export interface Elbv2Survey {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly rules: readonly { readonly listener: string; readonly rules: readonly Rule[] }[];
  readonly targetGroups: readonly {
    readonly group: TargetGroup;
    readonly health: readonly TargetHealthDescription[];
    readonly attributes: readonly TargetGroupAttribute[];
  }[];
}

export const surveyElbv2 = async (
  client: ElasticLoadBalancingV2Client,
  abortSignal: AbortSignal,
): Promise<Elbv2Survey> => {
  const {
    DescribeTargetGroupAttributesCommand,
    DescribeTargetHealthCommand,
    paginateDescribeListeners,
    paginateDescribeLoadBalancers,
    paginateDescribeRules,
    paginateDescribeTargetGroups,
  } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const options = { abortSignal };
  const [loadBalancers, groups] = await Promise.all([
    all(paginateDescribeLoadBalancers({ client }, {}, options), (page) => page.LoadBalancers),
    all(paginateDescribeTargetGroups({ client }, {}, options), (page) => page.TargetGroups),
  ]);
  const listeners = await Promise.all(
    loadBalancers.map(({ LoadBalancerArn }) =>
      all(
        paginateDescribeListeners({ client }, { LoadBalancerArn }, options),
        (page) => page.Listeners,
      ),
    ),
  );
  const rules = await Promise.all(
    listeners.flat().map(async ({ ListenerArn = '' }) => ({
      listener: ListenerArn,
      rules: await all(
        paginateDescribeRules({ client }, { ListenerArn }, options),
        (page) => page.Rules,
      ),
    })),
  );
  const targetGroups = await Promise.all(
    groups.map(async (group) => {
      const { TargetGroupArn } = group;
      const [health, attributes] = await Promise.all([
        client.send(new DescribeTargetHealthCommand({ TargetGroupArn }), options),
        client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }), options),
      ]);
      return {
        group,
        health: health.TargetHealthDescriptions ?? [],
        attributes: attributes.Attributes ?? [],
      };
    }),
  );
  return { loadBalancers, listeners: listeners.flat(), rules, targetGroups };
};
