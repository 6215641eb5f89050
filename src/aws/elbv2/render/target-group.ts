import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { loadBalancersLeadingTo } from '../../../core/load-balancers/find.ts';
import type * as model from '../../../core/model/index.ts';
import type { State } from '../../../core/state.ts';

export const renderTargetGroup = (state: State, group: model.TargetGroup): TargetGroup => ({
  TargetGroupArn: group.targetGroupArn,
  TargetGroupName: group.name,
  Protocol: group.protocol,
  ProtocolVersion: group.protocol === 'HTTP' ? 'HTTP1' : undefined,
  Port: group.port,
  VpcId: group.vpcId,
  HealthCheckProtocol: group.healthCheck.protocol,
  HealthCheckPort: group.healthCheck.port,
  HealthCheckEnabled: group.healthCheck.enabled,
  HealthCheckPath: group.healthCheck.path,
  HealthCheckIntervalSeconds: group.healthCheck.intervalSeconds,
  HealthCheckTimeoutSeconds: group.healthCheck.timeoutSeconds,
  HealthyThresholdCount: group.healthCheck.healthyThreshold,
  UnhealthyThresholdCount: group.healthCheck.unhealthyThreshold,
  Matcher:
    group.healthCheck.matcher === undefined ? undefined : { HttpCode: group.healthCheck.matcher },
  LoadBalancerArns: loadBalancersLeadingTo(state, group.targetGroupArn),
  TargetType: group.targetType,
  IpAddressType: 'ipv4',
});
