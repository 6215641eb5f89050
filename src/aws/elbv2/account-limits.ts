import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LIMITS } from '../../core/load-balancers/commands/limits.ts';
import type { Context } from '../operation.ts';
import { page } from './pages.ts';

/** AWS's names of the limits that are kept here. */
const NAMES: Readonly<Record<string, number>> = {
  'application-load-balancers': LIMITS.loadBalancers,
  'target-groups': LIMITS.targetGroups,
  'listeners-per-application-load-balancer': LIMITS.listeners,
  'listeners-per-network-load-balancer': LIMITS.listeners,
  'rules-per-application-load-balancer': LIMITS.rules,
  'target-groups-per-application-load-balancer': LIMITS.targetGroupsOfLoadBalancer,
  'target-groups-per-action-on-application-load-balancer': LIMITS.targetGroupsOfAction,
  'targets-per-application-load-balancer': LIMITS.targets,
  'condition-values-per-alb-rule': LIMITS.conditionValues,
  'condition-wildcards-per-alb-rule': LIMITS.conditionWildcards,
};

export function describeAccountLimits(
  _context: Context,
  input: DescribeAccountLimitsInput,
): DescribeAccountLimitsOutput {
  const { items, NextMarker } = page(Object.entries(NAMES), ([name]) => name, input);
  return { Limits: items.map(([Name, most]) => ({ Name, Max: String(most) })), NextMarker };
}
