import { describe, expect, test } from 'vitest';
import { interleave, median } from '../../src/cli/bench/measurement.ts';
import { ReplacingWorld } from '../../src/cli/bench/steps.ts';

describe('step', () => {
  test('costs no more with 5,000 tasks than with 100, which it does not touch', async () => {
    const large = new ReplacingWorld(5_000);
    const small = new ReplacingWorld(100);
    const { ours, baseline } = await interleave(
      7,
      () => large.microsecondsAStep(100),
      () => small.microsecondsAStep(100),
    );
    // Looking at every task would be fifty times as much; what is left is noise of the machine.
    expect(median(ours) / median(baseline)).toBeLessThan(5);
  });
});
