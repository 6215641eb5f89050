import type {
  HealthCheckConfiguration,
  TargetHealth,
} from '../../../core/load-balancers/configuration.ts';

/** What is known of a target's health. */
export interface Health {
  readonly state: 'initial' | TargetHealth['state'];
  readonly reason?: TargetHealth['reason'];
  readonly description?: string | undefined;
  /** Checks in a row that passed, or failed: one of them is 0. */
  readonly passed: number;
  readonly failed: number;
}

export type CheckResult =
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly reason: NonNullable<TargetHealth['reason']>;
      readonly description: string;
    };

/** In AWS's words (Health check reason codes). */
export const FAILED: CheckResult = {
  passed: false,
  reason: 'Target.FailedHealthChecks',
  description: 'Health checks failed',
};
export const TIMED_OUT: CheckResult = {
  passed: false,
  reason: 'Target.Timeout',
  description: 'Request timed out',
};
export const mismatch = (code: number): CheckResult => ({
  passed: false,
  reason: 'Target.ResponseCodeMismatch',
  description: `Health checks failed with these codes: [${code}]`,
});

export const INITIAL: Health = { state: 'initial', passed: 0, failed: 0 };

/**
 * AWS: a newly registered target must pass one check to be healthy, an unhealthy one as many in a
 * row as the healthy threshold; one that is not unhealthy becomes so by as many failures in a row as
 * the unhealthy threshold. An unhealthy target shows why its last check failed.
 */
export const afterCheck = (
  health: Health,
  result: CheckResult,
  limits: Pick<HealthCheckConfiguration, 'healthyThreshold' | 'unhealthyThreshold'>,
): Health => {
  if (result.passed) {
    const passed = health.passed + 1;
    const needed = health.state === 'unhealthy' ? limits.healthyThreshold : 1;
    return passed >= needed
      ? { state: 'healthy', passed, failed: 0 }
      : { ...health, passed, failed: 0 };
  }
  const failed = health.failed + 1;
  const { reason, description } = result;
  return health.state === 'unhealthy' || failed >= limits.unhealthyThreshold
    ? { state: 'unhealthy', reason, description, passed: 0, failed }
    : { ...health, passed: 0, failed };
};

/** Is the code one of `200`, `200,202` or `200-299`? */
export const matchesCode = (matcher: string, code: number): boolean =>
  matcher.split(',').some((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    return code >= from && code <= to;
  });
