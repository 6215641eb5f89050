import { invalidParameter } from '../errors.ts';
import type { DeploymentConfiguration, Service } from '../model/index.ts';
import { validateShift } from './shift/validate.ts';
import { shiftsTraffic } from './shift/weights.ts';

/** AWS: DeploymentConfiguration; a daemon never runs twice on an instance. */
export const DEFAULTS = {
  REPLICA: { minimumHealthyPercent: 100, maximumPercent: 200 },
  DAEMON: { minimumHealthyPercent: 0, maximumPercent: 100 },
};
/** AWS: DeploymentConfiguration, upper bound of both percentages. */
const MOST = 200;

/** What was given, over what was there before, over the defaults; checked. */
export function validateDeploymentConfiguration(
  given: DeploymentConfiguration | undefined,
  schedulingStrategy: Service['schedulingStrategy'],
  before?: Service['deploymentConfiguration'],
): Service['deploymentConfiguration'] {
  const defined = Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== undefined),
  );
  const merged = { ...DEFAULTS[schedulingStrategy], ...ofStrategy(before, given), ...defined };
  const { minimumHealthyPercent, maximumPercent, strategy } = merged;
  if (minimumHealthyPercent < 0 || minimumHealthyPercent > 100) {
    throw invalidParameter(
      `minimumHealthyPercent is ${minimumHealthyPercent}: expected a number from 0 to 100.`,
    );
  }
  if (maximumPercent < 100 || maximumPercent > MOST) {
    throw invalidParameter(
      `maximumPercent is ${maximumPercent}: expected a number from 100 to ${MOST}.`,
    );
  }
  if (schedulingStrategy === 'DAEMON' && maximumPercent !== 100) {
    throw invalidParameter(
      `maximumPercent is ${maximumPercent}: a service with the DAEMON scheduling strategy has at most one task on each container instance, so it can only be 100.`,
    );
  }
  validateBreaker(merged.deploymentCircuitBreaker);
  validateAlarms(merged.alarms);
  if (schedulingStrategy === 'DAEMON' && shiftsTraffic(merged)) {
    throw invalidParameter(
      `The deployment strategy ${strategy} is not supported with the DAEMON scheduling strategy. Use ROLLING.`,
    );
  }
  validateShift(merged);
  return merged;
}

/** What belongs to one strategy alone does not outlive it. */
function ofStrategy(
  before: Service['deploymentConfiguration'] | undefined,
  { strategy }: DeploymentConfiguration = {},
): Partial<Service['deploymentConfiguration']> {
  if (before === undefined || strategy === undefined || strategy === before.strategy)
    return before ?? {};
  const { linearConfiguration, canaryConfiguration, ...kept } = before;
  if (strategy !== 'ROLLING') return kept;
  const { lifecycleHooks, ...rolling } = kept;
  return rolling;
}

/** AWS: ThresholdConfiguration. */
function validateBreaker(breaker: DeploymentConfiguration['deploymentCircuitBreaker']): void {
  const threshold = breaker?.thresholdConfiguration;
  if (threshold === undefined) return;
  const { type = 'BOUNDED_PERCENT', value = 50 } = threshold;
  const most = type === 'COUNT' ? 5000 : 100;
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw invalidParameter(
      `The value of thresholdConfiguration is ${value}: expected a whole number from 1 to ${most} for ${type}.`,
    );
  }
}

/** AWS takes names of alarms that are not there (yet): they never go off. */
function validateAlarms(alarms: DeploymentConfiguration['alarms']): void {
  if (!alarms?.enable) return;
  const { alarmNames = [] } = alarms;
  if (alarmNames.length === 0 || alarmNames.includes('')) {
    throw invalidParameter(
      'The deployment alarms are enabled without naming any: give alarmNames, the names of CloudWatch alarms.',
    );
  }
}
