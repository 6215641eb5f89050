import type { ClusterPicture, Flow } from '../../src/server/api.ts';

type LoadBalancer = ClusterPicture['loadBalancers'][number];
type FlowOfOne = Flow['loadBalancers'][number];

/** How quickly it flows, in steps that the eye can tell: 0 nothing to 4 a torrent. */
export const paceOf = (perSecond: number): number =>
  perSecond <= 0 ? 0 : Math.min(4, Math.max(1, 1 + Math.ceil(Math.log10(perSecond))));

/** What comes to a target group: all of its targets together. */
export const flowOfGroup = (
  flow: FlowOfOne | undefined,
  arn: string,
): { readonly perSecond: number; readonly errors: number } => {
  const targets = flow?.targets.filter(({ targetGroupArn }) => targetGroupArn === arn) ?? [];
  const sum = (value: (target: (typeof targets)[number]) => number) =>
    Math.round(10 * targets.reduce((total, target) => total + value(target), 0)) / 10;
  return {
    perSecond: sum(({ perSecond }) => perSecond),
    errors: sum(({ errors4xx, errors5xx }) => errors4xx + errors5xx),
  };
};

/** "12.5 requests a second; 300 since it started, 2 answered 4xx, none 5xx" */
export const flowWords = (
  { type }: Pick<LoadBalancer, 'type'>,
  { perSecond, requests, errors4xx, errors5xx }: FlowOfOne,
): string =>
  type === 'application'
    ? `${perSecond} requests a second; ${requests} so far, ${errors4xx} answered 4xx, ${errors5xx} 5xx`
    : `${perSecond} connections a second; ${requests} so far`;

/** "3 healthy, 1 draining" */
export const healthWords = (targets: readonly { readonly state: string }[]): string => {
  const counts = new Map<string, number>();
  for (const { state } of targets) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ') || 'no targets';
};
