import {
  type DeregisterTargetsInput,
  type DeregisterTargetsOutput,
  type DescribeTargetHealthInput,
  type DescribeTargetHealthOutput,
  type RegisterTargetsInput,
  type RegisterTargetsOutput,
  type TargetHealthDescription,
  TargetHealthReasonEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { targetKey } from '../../core/load-balancers/apply.ts';
import { findTargetGroup } from '../../core/load-balancers/commands/find.ts';
import { targetsOf } from '../../core/load-balancers/find.ts';
import {
  type DescribedHealth,
  describedHealth,
  NOT_REGISTERED,
} from '../../core/load-balancers/target-health.ts';
import type { Target, TargetGroup } from '../../core/model/index.ts';
import type { Context } from '../operation.ts';

export const registerTargets = (
  { controlPlane, scope }: Context,
  input: RegisterTargetsInput,
): Promise<RegisterTargetsOutput> => controlPlane.execute('RegisterTargets', scope, input);

export const deregisterTargets = (
  { controlPlane, scope }: Context,
  input: DeregisterTargetsInput,
): Promise<DeregisterTargetsOutput> => controlPlane.execute('DeregisterTargets', scope, input);

/** Of the targets named, registered or not, else of all that are registered. */
export function describeTargetHealth(
  { controlPlane: { state }, scope }: Context,
  { TargetGroupArn, Targets: wanted = [] }: DescribeTargetHealthInput,
): DescribeTargetHealthOutput {
  const group = findTargetGroup(state, scope, TargetGroupArn);
  const { targetGroupArn } = group;
  const targets =
    wanted.length === 0
      ? targetsOf(state, targetGroupArn)
      : wanted.map(({ Id: id = '', Port: port = group.port }) => {
          const named = { targetGroupArn, id, port };
          return state.targets.get(targetKey(named)) ?? named;
        });
  return {
    TargetHealthDescriptions: targets.map((target) =>
      'health' in target
        ? render(group, target, describedHealth(state, target))
        : render(group, target, NOT_REGISTERED),
    ),
  };
}

/** AWS: an instance's zone is known from the instance, and not shown. */
const render = (
  { targetType, healthCheck }: TargetGroup,
  { id, port, availabilityZone }: Pick<Target, 'id' | 'port'> & Partial<Target>,
  { state, reason, description }: DescribedHealth,
): TargetHealthDescription => ({
  Target: {
    Id: id,
    Port: port,
    AvailabilityZone: targetType === 'ip' ? availabilityZone : undefined,
  },
  HealthCheckPort: healthCheck.port === 'traffic-port' ? String(port) : healthCheck.port,
  TargetHealth: {
    State: state,
    Reason: Object.values(TargetHealthReasonEnum).find((known) => known === reason),
    Description: description,
  },
});
