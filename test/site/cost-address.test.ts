import { describe, expect, test } from 'vitest';
import { hashOf, settingsIn } from '../../site/simulators/cost/address.ts';
import { dayOf, PATTERN_NAMES, patternOf } from '../../site/simulators/cost/patterns.ts';
import { PRESETS } from '../../site/simulators/cost/presets.ts';
import type { Settings } from '../../site/simulators/cost/settings.ts';
import { SIMULATOR_PRESETS } from '../../src/workbook/lab.ts';

const [bill] = PRESETS;
const own: Settings = {
  vCpu: 0.1875,
  memoryGB: 2.125,
  architecture: 'ARM64',
  day: Array.from({ length: 24 }, (_, hour) => (hour * 7) % 11),
  days: 12.345,
  instanceType: 'm6g.large',
  fleet: 'follows-load',
  minimumInstances: 3,
  networkMode: 'awsvpc',
  spotShare: 35,
  spotDiscount: 60,
  commitment: 0.125,
  planFargate: 11,
  planEc2: 42,
  over: 'utilisation',
};

test('an address of own settings leads back to them', () => {
  for (const settings of [own, { ...own, day: dayOf('peaks', 7) }])
    expect(settingsIn(hashOf('one', settings), 'one')).toEqual(settings);
});

test.each(PRESETS)('an address of the example $id names it', ({ id, settings }) => {
  const hash = hashOf('cost', settings);
  expect(hash).toBe(`#simulator=cost&preset=${id}`);
  expect(settingsIn(hash, 'cost')).toEqual(settings);
});

test('labs may name each example', () => {
  expect(PRESETS.map(({ id }) => id)).toEqual(SIMULATOR_PRESETS.cost);
});

test.each(PATTERN_NAMES)('the pattern %s is known again, whatever its copies', (pattern) => {
  for (let copies = 1; copies <= 64; copies += 1)
    expect(patternOf(dayOf(pattern, copies)), String(copies)).toBe(pattern);
});

describe('an address that was changed by hand', () => {
  const settings = (query: string) => settingsIn(`#simulator=one&${query}`, 'one');

  test('what it does not say is as in the first example, or the one it names', () => {
    expect(settings('')).toEqual(bill.settings);
    expect(settings('preset=steady-web&copies=3')).toMatchObject({ day: dayOf('flat', 3) });
    expect(settings('preset=steady-web&pattern=office')?.day).toEqual(dayOf('office', 12));
  });

  test('what makes no sense is as if it were not there, and numbers become the nearest', () => {
    const query =
      'vcpu=x&memory=1e9&day=1-2-3&pattern=sometimes&days=-3&type=c5.gigantic&fleet=none&network=x&spot=52&over=all';
    expect(settings(query)).toEqual({ ...bill.settings, memoryGB: 120, days: 0, spotShare: 50 });
    expect(settings(`day=${'9-'.repeat(23)}99`)).toEqual(bill.settings);
  });

  test('an instance type that cannot run its images gives way', () => {
    expect(settings('arch=ARM64&type=m5.large')?.instanceType).toBe('t4g.medium');
    expect(settings('preset=arm&arch=X86_64')?.instanceType).toBe('t3.medium');
    expect(settings('arch=ARM64&type=m6g.large')?.instanceType).toBe('m6g.large');
  });
});

test('an address that speaks of something else is not for this simulator', () => {
  for (const hash of ['', '#clean-up', '#token=abcdefgh', '#simulator=two&copies=3'])
    expect(settingsIn(hash, 'one'), hash).toBeUndefined();
});
