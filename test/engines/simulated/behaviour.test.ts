import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthTransitions } from '../../../src/engines/simulated/behaviour.ts';

const check = { command: ['CMD', 'true'], interval: 10, timeout: 5, retries: 3, startPeriod: 0 };

/** The slow, obvious version: every probe, one after the other. */
function probeByProbe(
  { interval, retries, startPeriod }: typeof check,
  healthyAfter: number,
  sickAfter: number,
) {
  const transitions: { at: number; status: string }[] = [];
  let status = 'UNKNOWN';
  let failures = 0;
  let hasSucceeded = false;
  for (let at = interval; at <= 2000; at += interval) {
    const succeeds = at >= healthyAfter && at < sickAfter;
    hasSucceeded ||= succeeds;
    if (succeeds) failures = 0;
    else if (hasSucceeded || at >= startPeriod) failures++;
    const next = succeeds ? 'HEALTHY' : failures >= retries ? 'UNHEALTHY' : status;
    if (next !== status) transitions.push({ at, status: next });
    status = next;
  }
  return transitions;
}

describe('health of a simulated container', () => {
  it('changes when probes would tell', () => {
    const upTo = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        upTo(100),
        upTo(200),
        upTo(400),
        (interval, retries, startPeriod, healthyAfter, sickAfter) => {
          const spec = { ...check, interval, retries, startPeriod };
          expect(healthTransitions(spec, { healthyAfter, sickAfter })).toEqual(
            probeByProbe(spec, healthyAfter, sickAfter),
          );
        },
      ),
    );
  });

  it('stays healthy without a reason to change', () => {
    expect(healthTransitions(check, {})).toEqual([{ at: 10, status: 'HEALTHY' }]);
  });
});
