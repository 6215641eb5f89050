import type { Health } from '../health/health.ts';

/**
 * Who may get new requests: the healthy ones, or everyone who is not draining while none is healthy
 * (AWS: with fewer healthy targets than minimum_healthy_targets.count, by default 1, traffic goes to
 * all targets, including unhealthy ones; see Target group health).
 */
export const usableTargets = <
  T extends { readonly draining: boolean; readonly health: Pick<Health, 'state'> },
>(
  targets: readonly T[],
): T[] => {
  const staying = targets.filter(({ draining }) => !draining);
  const healthy = staying.filter(({ health }) => health.state === 'healthy');
  return healthy.length > 0 ? healthy : staying;
};
