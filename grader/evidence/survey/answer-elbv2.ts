import {
  type DescribeListenersCommandInput,
  type DescribeLoadBalancersCommandInput,
  type DescribeRulesCommandInput,
  type DescribeTargetGroupAttributesCommandInput,
  type DescribeTargetGroupsCommandInput,
  type DescribeTargetHealthCommandInput,
  LoadBalancerNotFoundException,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { answer, type SurveyAnswer } from './answer.ts';
import type { Elbv2Survey } from './elbv2.ts';

/** An answer from what is in Elastic Load Balancing. */
const elbv2 = <Input extends object>(
  members: readonly (keyof Input & string)[],
  from: (elbv2: Elbv2Survey, input: Input) => object | undefined,
): SurveyAnswer =>
  answer<Input>(members, ({ elbv2 }, input) =>
    elbv2 === undefined ? undefined : from(elbv2, input),
  );

const among = (names: readonly string[] | undefined, name: string | undefined): boolean =>
  names === undefined || (name !== undefined && names.includes(name));

export const ELBV2_ANSWERS: Readonly<Record<string, SurveyAnswer>> = {
  DescribeLoadBalancers: elbv2<DescribeLoadBalancersCommandInput>(
    ['Names', 'LoadBalancerArns'],
    ({ loadBalancers }, { Names, LoadBalancerArns }) => {
      const found = loadBalancers.filter(
        ({ LoadBalancerName, LoadBalancerArn }) =>
          among(Names, LoadBalancerName) && among(LoadBalancerArns, LoadBalancerArn),
      );
      const wanted = Names ?? LoadBalancerArns;
      if (wanted !== undefined && found.length < wanted.length) {
        throw new LoadBalancerNotFoundException({
          message: `Load balancers '[${wanted.join(', ')}]' not found`,
          $metadata: {},
        });
      }
      return { LoadBalancers: found };
    },
  ),

  DescribeListeners: elbv2<DescribeListenersCommandInput>(
    ['LoadBalancerArn'],
    ({ loadBalancers, listeners }, { LoadBalancerArn }) =>
      loadBalancers.some((one) => one.LoadBalancerArn === LoadBalancerArn)
        ? { Listeners: listeners.filter((one) => one.LoadBalancerArn === LoadBalancerArn) }
        : undefined,
  ),

  DescribeRules: elbv2<DescribeRulesCommandInput>(['ListenerArn'], (survey, { ListenerArn }) => {
    const found = survey.rules.find(({ listener }) => listener === ListenerArn);
    return found && { Rules: found.rules };
  }),

  DescribeTargetGroups: elbv2<DescribeTargetGroupsCommandInput>(
    ['Names', 'TargetGroupArns', 'LoadBalancerArn'],
    ({ targetGroups }, { Names, TargetGroupArns, LoadBalancerArn }) => {
      const found = targetGroups
        .map(({ group }) => group)
        .filter(
          ({ TargetGroupName, TargetGroupArn, LoadBalancerArns = [] }) =>
            among(Names, TargetGroupName) &&
            among(TargetGroupArns, TargetGroupArn) &&
            (LoadBalancerArn === undefined || LoadBalancerArns.includes(LoadBalancerArn)),
        );
      const wanted = Names ?? TargetGroupArns;
      if (wanted !== undefined && found.length < wanted.length) {
        throw new TargetGroupNotFoundException({
          message: 'One or more target groups not found',
          $metadata: {},
        });
      }
      return { TargetGroups: found };
    },
  ),

  DescribeTargetHealth: elbv2<DescribeTargetHealthCommandInput>(
    ['TargetGroupArn'],
    (survey, { TargetGroupArn }) => {
      const found = groupOf(survey, TargetGroupArn);
      return found && { TargetHealthDescriptions: found.health };
    },
  ),

  DescribeTargetGroupAttributes: elbv2<DescribeTargetGroupAttributesCommandInput>(
    ['TargetGroupArn'],
    (survey, { TargetGroupArn }) => {
      const found = groupOf(survey, TargetGroupArn);
      return found && { Attributes: found.attributes };
    },
  ),
};

const groupOf = ({ targetGroups }: Elbv2Survey, arn: string | undefined) =>
  targetGroups.find(({ group }) => group.TargetGroupArn === arn);
