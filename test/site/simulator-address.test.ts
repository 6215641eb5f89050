import { describe, expect, test } from 'vitest';
import { hashOf, placeIn } from '../../site/simulators/rolling-deployment/address.ts';
import { DEFAULT_GOAL } from '../../site/simulators/rolling-deployment/goal.ts';
import { PRESETS } from '../../site/simulators/rolling-deployment/presets.ts';

const [example1, example2] = PRESETS;
const own = {
  settings: {
    desired: 9,
    minimumHealthyPercent: 35,
    maximumPercent: 145,
    capacity: 17,
    startTime: 3,
    healthTime: 45,
    failureRate: 25,
    seed: 12,
  },
  goal: { within: 90, floor: 2 },
  at: 7,
};

test('an address of own settings leads back to them, to the goal and to the moment', () => {
  expect(placeIn(hashOf('one', own), 'one')).toEqual(own);
});

test('an address of an example names it', () => {
  const place = { settings: example2?.settings ?? own.settings, goal: DEFAULT_GOAL, at: 0 };
  const hash = hashOf('rolling-deployment', place);
  expect(hash).toBe('#simulator=rolling-deployment&preset=example-2');
  expect(placeIn(hash, 'rolling-deployment')).toEqual(place);
});

test('an address that speaks of something else is not for this simulator', () => {
  for (const hash of ['', '#clean-up', '#token=abcdefgh', '#simulator=two&desired=3']) {
    expect(placeIn(hash, 'one'), hash).toBeUndefined();
  }
});

describe('an address that was changed by hand', () => {
  const settings = (query: string) => placeIn(`#simulator=one&${query}`, 'one')?.settings;

  test('what it does not say is as in the first example', () => {
    expect(settings('')).toEqual(example1.settings);
    expect(settings('preset=example-9&desired=x')).toEqual(example1.settings);
  });

  test('values out of range become the nearest', () => {
    expect(settings('desired=999&min=-5&max=133&health=7&capacity=1e9&failures=NaN')).toEqual({
      ...example1.settings,
      desired: 20,
      minimumHealthyPercent: 0,
      maximumPercent: 135,
      healthTime: 5,
      capacity: 40,
    });
  });

  test('a moment that is none is the first', () => {
    for (const at of ['-3', 'soon', '', 'NaN']) {
      expect(placeIn(`#simulator=one&at=${at}`, 'one')?.at, at).toBe(0);
    }
  });
});
