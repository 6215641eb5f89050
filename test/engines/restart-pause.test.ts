import { expect, it } from 'vitest';
import { RestartPause } from '../../src/engines/restart-pause.ts';

it('starts again at once what ran for long, and waits the longer the more often it ends at once', () => {
  const pause = new RestartPause();
  const after = (...ranFor: number[]) => ranFor.map((each) => pause.after(each));
  expect(after(60_000, 60_000)).toEqual([0, 0]);
  expect(after(0, 9_999, 0, 0)).toEqual([100, 200, 400, 800]);
  expect(after(0, 0, 0, 0, 0, 0)).toEqual([1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
  expect(after(10_000, 0)).toEqual([0, 100]);
});
