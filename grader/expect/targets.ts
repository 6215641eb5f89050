import type {
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

export interface TargetExpectation extends Patience {
  /** How many at least; default 1. */
  readonly count?: number | undefined;
  /** In words: `four healthy targets`. */
  readonly expected: string;
  /** Default: those that `isHealthyTarget`. */
  readonly where?: ((target: TargetHealthDescription) => boolean) | undefined;
}

/** Does the load balancer send it requests, since its health checks succeed? */
export const isHealthyTarget = ({ TargetHealth }: TargetHealthDescription): boolean =>
  TargetHealth?.State === 'healthy';

/** The targets of a group that match. Symptoms: `missing` (no group, or no target), `differs`. */
export const expectTargets = (
  context: CheckContext,
  targetGroup: string,
  { count = 1, expected, where = isHealthyTarget, ...patience }: TargetExpectation,
): Promise<TargetHealthDescription[]> =>
  eventually(patience, context, async () => {
    const group = await describeTargetGroup(context, targetGroup);
    const targets = await describeTargets(context, group);
    const matching = targets.filter(where);
    if (matching.length >= count) return matching;
    throw new Unmet({
      expected,
      observed: targets.length === 0 ? 'no target' : targets.map(inWords).join('; '),
      symptom: targets.length === 0 ? 'missing' : 'differs',
    });
  });

/** The target group of that name. Symptom: `missing`. */
export const describeTargetGroup = async (
  { elbv2, signal }: CheckContext,
  name: string,
): Promise<TargetGroup> => {
  const { DescribeTargetGroupsCommand, TargetGroupNotFoundException } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  );
  const client = await elbv2();
  try {
    const command = new DescribeTargetGroupsCommand({ Names: [name] });
    const [group] = (await client.send(command, { abortSignal: signal })).TargetGroups ?? [];
    if (group !== undefined) return group;
  } catch (error) {
    if (!(error instanceof TargetGroupNotFoundException)) throw error;
  }
  throw new Unmet({
    expected: `a target group ${name}`,
    observed: 'none',
    symptom: 'missing',
  });
};

/** All targets of the group, with their health. */
export const describeTargets = async (
  { elbv2, signal }: CheckContext,
  { TargetGroupArn }: TargetGroup,
): Promise<TargetHealthDescription[]> => {
  const { DescribeTargetHealthCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await elbv2();
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  return (await client.send(command, { abortSignal: signal })).TargetHealthDescriptions ?? [];
};

/** The attributes of the group, such as `deregistration_delay.timeout_seconds`. */
export const targetGroupAttributes = async (
  { elbv2, signal }: CheckContext,
  { TargetGroupArn }: TargetGroup,
): Promise<ReadonlyMap<string, string>> => {
  const { DescribeTargetGroupAttributesCommand } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  );
  const client = await elbv2();
  const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
  const { Attributes = [] } = await client.send(command, { abortSignal: signal });
  return new Map(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
};

/** `i-0123456789abcdef0:32768 is unhealthy (Target.Timeout)` */
const inWords = ({ Target, TargetHealth }: TargetHealthDescription): string => {
  const why = TargetHealth?.Reason === undefined ? '' : ` (${TargetHealth.Reason})`;
  return `${Target?.Id}:${Target?.Port} is ${TargetHealth?.State}${why}`;
};
