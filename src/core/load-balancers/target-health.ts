import { instanceArn, scopeOf } from '../arn.ts';
import type { LoadBalancer, Target } from '../model/index.ts';
import type { State } from '../state.ts';
import { loadBalancersLeadingTo } from './find.ts';

/** As DescribeTargetHealth says it; healthy targets have neither reason nor description. */
export interface DescribedHealth {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';
  /** AWS: TargetHealthReasonEnum. */
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
}

export const NOT_REGISTERED: DescribedHealth = {
  state: 'unused',
  reason: 'Target.NotRegistered',
  description: 'Target is not registered to the target group',
};

const unused = (reason: string, description: string): DescribedHealth => ({
  state: 'unused',
  reason,
  description,
});

/** What is known of a target at this moment, in AWS's words. */
export function describedHealth(state: State, target: Target): DescribedHealth {
  if (target.drainsUntil !== null) {
    return {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    };
  }
  const [loadBalancerArn = ''] = loadBalancersLeadingTo(state, target.targetGroupArn);
  const loadBalancer = state.loadBalancers.get(loadBalancerArn);
  if (loadBalancer === undefined) {
    return unused(
      'Target.NotInUse',
      'Target group is not configured to receive traffic from the load balancer',
    );
  }
  if (isDown(state, target))
    return unused('Target.InvalidState', 'Target is in the stopped or terminated state');
  return target.health ?? initial(loadBalancer);
}

function isDown(state: State, { id, targetGroupArn }: Target): boolean {
  if (state.targetGroups.get(targetGroupArn)?.targetType !== 'instance') return false;
  const instance = state.instances.get(instanceArn(scopeOf(targetGroupArn), id));
  return instance?.state !== 'running' && instance?.state !== 'pending';
}

const initial = ({ state }: LoadBalancer): DescribedHealth =>
  state === 'active'
    ? {
        state: 'initial',
        reason: 'Elb.InitialHealthChecking',
        description: 'Initial health checks in progress',
      }
    : {
        state: 'initial',
        reason: 'Elb.RegistrationInProgress',
        description: 'Target registration is in progress',
      };
