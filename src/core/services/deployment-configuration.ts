import { invalidParameter, Refusal } from '../errors.ts';
import type { DeploymentConfiguration, Service } from '../model/index.ts';

/** AWS: defaults of a REPLICA service. */
const DEFAULTS = { minimumHealthyPercent: 100, maximumPercent: 200 };
/** AWS: DeploymentConfiguration, upper bound of both percentages. */
const MOST = 200;

/** What was given, over what was there before, over the defaults; checked. */
export function validateDeploymentConfiguration(
  given: DeploymentConfiguration | undefined,
  before?: Service['deploymentConfiguration'],
): Service['deploymentConfiguration'] {
  const defined = Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== undefined),
  );
  const merged = { ...DEFAULTS, ...before, ...defined };
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
  if (strategy !== undefined && strategy !== 'ROLLING') {
    throw new Refusal(
      'UnsupportedFeatureException',
      `The deployment strategy ${strategy} is not supported by this runtime yet. Use ROLLING.`,
    );
  }
  return merged;
}
