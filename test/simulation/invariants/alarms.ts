import type { DeploymentAlarms, Service } from '../../../src/core/model/index.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';

/**
 * The alarms that failed a deployment of that service in this step; undefined: none did. They must
 * have gone off since it began.
 */
export function alarmsThatFailed(
  { state, records }: Pick<Stepped, 'state' | 'records'>,
  { serviceArn, serviceName }: Service,
): DeploymentAlarms | undefined {
  for (const record of records) {
    if (record.type !== 'ServiceDeploymentPut') continue;
    const { alarms, deploymentConfiguration, startedAt, ...story } = record.serviceDeployment;
    if (story.serviceArn !== serviceArn || !alarms || alarms.triggeredAlarmNames.length === 0)
      continue;
    for (const { alarmName, stateValue, stateTransitionedAt } of state.alarms.values()) {
      insist(
        !alarms.triggeredAlarmNames.includes(alarmName) ||
          (stateValue === 'ALARM' && stateTransitionedAt >= startedAt),
        'alarms',
        () => `${serviceName} fails by ${alarmName}, which is ${stateValue} or was in ALARM before`,
      );
    }
    return deploymentConfiguration.alarms;
  }
  return undefined;
}
