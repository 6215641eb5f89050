import type { DeploymentConfiguration, ServiceDeployment, Shift } from '../../model/index.ts';
import { isBefore } from './stages.ts';

/** AWS: LinearConfiguration and CanaryConfiguration. */
export const DEFAULTS = { stepPercent: 10, stepBake: 6, canaryPercent: 5, canaryBake: 10 };

export const shiftsTraffic = ({ strategy = 'ROLLING' }: DeploymentConfiguration): boolean =>
  strategy !== 'ROLLING';

/** How much of production traffic the target has after each step, in per cent; the last is 100. */
export function productionSteps(configuration: DeploymentConfiguration): readonly number[] {
  const { strategy, linearConfiguration, canaryConfiguration } = configuration;
  if (strategy === 'CANARY') {
    const { canaryPercent = DEFAULTS.canaryPercent } = canaryConfiguration ?? {};
    return canaryPercent < 100 ? [canaryPercent, 100] : [100];
  }
  if (strategy !== 'LINEAR') return [100];
  const { stepPercent = DEFAULTS.stepPercent } = linearConfiguration ?? {};
  // In tenths of a per cent, which are whole numbers.
  const tenths = Math.round(stepPercent * 10);
  const count = Math.ceil(1000 / tenths);
  return Array.from({ length: count }, (_, n) => Math.min(1000, tenths * (n + 1)) / 10);
}

/** Minutes for which that stage lasts at least, its hooks aside. Nothing is waited for after a first deployment. */
export function bakeMinutes(
  configuration: DeploymentConfiguration,
  { stage, step, sourceDeploymentId }: Pick<Shift, 'stage' | 'step' | 'sourceDeploymentId'>,
): number {
  if (sourceDeploymentId === null) return 0;
  if (stage === 'BAKE_TIME') return configuration.bakeTimeInMinutes ?? 0;
  const isLast = step + 1 >= productionSteps(configuration).length;
  if (stage !== 'PRODUCTION_TRAFFIC_SHIFT' || isLast) return 0;
  return configuration.strategy === 'LINEAR'
    ? (configuration.linearConfiguration?.stepBakeTimeInMinutes ?? DEFAULTS.stepBake)
    : (configuration.canaryConfiguration?.canaryBakeTimeInMinutes ?? DEFAULTS.canaryBake);
}

/** In per cent, 0 to 100. */
export interface Shares {
  readonly production: number;
  readonly test: number;
}

const NONE: Shares = { production: 0, test: 0 };
const ALL: Shares = { production: 100, test: 100 };

/** What the target revision of that service deployment has of the traffic, the others the rest. */
export function sharesOfTarget({
  shift,
  status,
  rollback,
  deploymentConfiguration,
}: ServiceDeployment): Shares {
  if (shift === undefined || shift.sourceDeploymentId === null) return ALL;
  if (rollback !== undefined || status === 'STOPPED') return NONE;
  const { stage, step } = shift;
  const test = isBefore(stage, 'TEST_TRAFFIC_SHIFT') ? 0 : 100;
  if (isBefore(stage, 'PRE_PRODUCTION_TRAFFIC_SHIFT')) return { production: 0, test };
  // Before a step traffic is where the last one left it.
  const done = stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? step - 1 : step;
  return { production: productionSteps(deploymentConfiguration)[done] ?? 0, test };
}

/**
 * Weights of two target groups that give the first so many per cent of the traffic. They add up to
 * 100, or where that is no whole number to 1000: a weight is at most 999.
 */
export const weightsFor = (percent: number): readonly [number, number] =>
  Number.isInteger(percent)
    ? [percent, 100 - percent]
    : [Math.round(percent * 10), 1000 - Math.round(percent * 10)];
