import type { Scope } from '../../arn.ts';
import { Refusal } from '../../errors.ts';
import { isOf } from './arn.ts';

/** AWS: default quotas, by account and region where nothing else is said. */
export const LIMITS = {
  loadBalancers: 50,
  targetGroups: 3000,
  /** Of a load balancer. */
  listeners: 50,
  /** Of a load balancer, default ones aside. */
  rules: 100,
  targetGroupsOfLoadBalancer: 100,
  targetGroupsOfAction: 5,
  /** Of a target group. */
  targets: 1000,
  /** Of a rule. */
  conditionValues: 5,
  conditionWildcards: 5,
} as const;

export function checkCount(code: string, what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new Refusal(code, `The maximum number of ${what} has been reached: ${most}.`);
}

/** How many of these the account has in its region. */
export const countOf = (scope: Scope, arns: Iterable<string>): number =>
  [...arns].filter((arn) => isOf(scope, arn)).length;
