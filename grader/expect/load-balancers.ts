import type {
  Action,
  Listener,
  LoadBalancer,
  Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CheckContext } from '../check.ts';
import { differences, inWords, type Wanted } from '../differences.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

export type { Rule };

/** The active load balancer of that name, as wanted. Symptoms: `missing`, `differs`. */
export const expectLoadBalancer = (
  context: CheckContext,
  name: string,
  wanted: Wanted<LoadBalancer> = {},
  patience: Patience = {},
): Promise<LoadBalancer> =>
  eventually(patience, context, async () => {
    const loadBalancer = await find(context, name);
    if (loadBalancer?.State?.Code !== 'active') {
      throw new Unmet({
        expected: `an active load balancer ${name}`,
        observed: loadBalancer === undefined ? 'none' : `it is ${loadBalancer.State?.Code}`,
        symptom: loadBalancer === undefined ? 'missing' : 'differs',
      });
    }
    const found = differences(wanted, loadBalancer);
    if (found.length === 0) return loadBalancer;
    throw new Unmet({
      expected: `the load balancer ${name} with ${inWords(found, 'expected')}`,
      observed: inWords(found, 'observed'),
      members: found.map(({ member }) => member),
    });
  });

const find = async (
  { elbv2, signal }: CheckContext,
  name: string,
): Promise<LoadBalancer | undefined> => {
  const { DescribeLoadBalancersCommand, LoadBalancerNotFoundException } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  );
  const client = await elbv2();
  try {
    const command = new DescribeLoadBalancersCommand({ Names: [name] });
    return (await client.send(command, { abortSignal: signal })).LoadBalancers?.[0];
  } catch (error) {
    if (error instanceof LoadBalancerNotFoundException) return undefined;
    throw error;
  }
};

/** The listener on that port. Symptom: `missing`. */
export const describeListener = async (
  { elbv2, signal }: CheckContext,
  { LoadBalancerArn, LoadBalancerName }: LoadBalancer,
  port = 80,
): Promise<Listener> => {
  const { DescribeListenersCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await elbv2();
  const command = new DescribeListenersCommand({ LoadBalancerArn });
  const { Listeners = [] } = await client.send(command, { abortSignal: signal });
  const listener = Listeners.find(({ Port }) => Port === port);
  if (listener !== undefined) return listener;
  throw new Unmet({
    expected: `a listener of the load balancer ${LoadBalancerName} on port ${port}`,
    observed: Listeners.map(({ Port }) => `one on port ${Port}`).join(', ') || 'none',
    symptom: 'missing',
  });
};

/** The rules of a listener in the order of their priorities, the default one last. */
export const rulesOf = async (
  { elbv2, signal }: CheckContext,
  { ListenerArn }: Listener,
): Promise<Rule[]> => {
  const { DescribeRulesCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await elbv2();
  const command = new DescribeRulesCommand({ ListenerArn });
  const { Rules = [] } = await client.send(command, { abortSignal: signal });
  const order = ({ Priority, IsDefault }: Rule) =>
    IsDefault === true ? Number.POSITIVE_INFINITY : Number(Priority);
  return Rules.toSorted((a, b) => order(a) - order(b));
};

/** Where forward actions lead: target group ARNs with their weights; 1 where none is given. */
export const weightsOf = (actions: readonly Action[] = []): ReadonlyMap<string, number> =>
  new Map(
    actions.flatMap(({ ForwardConfig, TargetGroupArn }) =>
      (ForwardConfig?.TargetGroups ?? [{ TargetGroupArn, Weight: 1 }]).flatMap(
        ({ TargetGroupArn: arn, Weight = 1 }) => (arn === undefined ? [] : [[arn, Weight]]),
      ),
    ),
  );

/** `forward to web (3) and beta (1)`, `fixed-response 200` */
export const actionsInWords = (actions: readonly Action[] = []): string =>
  actions
    .map((action) => {
      if (action.Type !== 'forward')
        return `${action.Type} ${action.FixedResponseConfig?.StatusCode ?? ''}`.trim();
      const weights = [...weightsOf([action])];
      const name = (arn: string) => arn.split('/')[1] ?? arn;
      return `forward to ${weights.map(([arn, weight]) => `${name(arn)} (${weight})`).join(' and ')}`;
    })
    .join(', ');
