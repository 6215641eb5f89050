import type { ServicePicture } from '../../src/server/api.ts';

/** What a gauge shows of a service. */
export type Counts = Pick<
  ServicePicture,
  'desiredCount' | 'runningCount' | 'pendingCount' | 'healthyCount' | 'floor' | 'ceiling'
>;

/** Where things stand on the gauge, in per cent of its length. */
export interface Gauge {
  readonly healthy: number;
  readonly running: number;
  readonly live: number;
  readonly floor: number;
  readonly desired: number;
  readonly ceiling: number;
}

/** From no task to the ceiling, or as far as there are tasks. */
export const gaugeOf = (counts: Counts): Gauge => {
  const { desiredCount, runningCount, pendingCount, healthyCount, floor, ceiling } = counts;
  const live = runningCount + pendingCount;
  const all = Math.max(1, ceiling, live, desiredCount);
  const part = (count: number) => Math.round((1000 * count) / all) / 10;
  return {
    healthy: part(Math.min(healthyCount, runningCount)),
    running: part(runningCount),
    live: part(live),
    floor: part(floor),
    desired: part(desiredCount),
    ceiling: part(ceiling),
  };
};
