import { describe, expect, test } from 'vitest';
import { hashOf, settingsIn } from '../../site/simulators/network-modes/address.ts';
import { PRESETS } from '../../site/simulators/network-modes/presets.ts';
import type { Settings } from '../../site/simulators/network-modes/settings.ts';

const [host] = PRESETS;
const own: Settings = {
  mode: 'bridge-dynamic',
  launchType: 'FARGATE',
  instanceType: 'm6g.medium',
  instances: 5,
  copies: 33,
  memoryMiB: 1024,
  trunking: true,
};

test('an address of own settings leads back to them', () => {
  for (const settings of [own, { ...own, trunking: false }]) {
    expect(settingsIn(hashOf('one', settings), 'one')).toEqual(settings);
  }
});

test.each(PRESETS)('an address of the example $id names it', ({ id, settings }) => {
  const hash = hashOf('network-modes', settings);
  expect(hash).toBe(`#simulator=network-modes&preset=${id}`);
  expect(settingsIn(hash, 'network-modes')).toEqual(settings);
});

test('an address that speaks of something else is not for this explorer', () => {
  for (const hash of ['', '#clean-up', '#token=abcdefgh', '#simulator=two&copies=3']) {
    expect(settingsIn(hash, 'one'), hash).toBeUndefined();
  }
});

describe('an address that was changed by hand', () => {
  const settings = (query: string) => settingsIn(`#simulator=one&${query}`, 'one');

  test('what it does not say is as in the first example, or the one it names', () => {
    expect(settings('')).toEqual(host.settings);
    expect(settings('preset=trunking&copies=4')).toMatchObject({ trunking: true, copies: 4 });
  });

  test('what makes no sense is as if it were not there, and numbers become the nearest', () => {
    expect(
      settings(
        'preset=x&mode=macvlan&launch=EXTERNAL&type=c5.gigantic&memory=300&trunking=yes&copies=1e9&instances=-1',
      ),
    ).toEqual({ ...host.settings, copies: 64, instances: 1 });
  });
});
