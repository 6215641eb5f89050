import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNames } from '../../../grader/report/file-names.ts';
import { anyText, HOSTILE, HOSTILE_IDS } from './hostile.ts';

const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?$/;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

const expectSafe = (ids: readonly string[]) => {
  const names = [...fileNames(ids).values()];
  expect(names.filter((name) => !SAFE.test(name) || DEVICE.test(name))).toEqual([]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(new Set(ids).size);
};

test('an ordinary id is its own file name', () => {
  expect([...fileNames(['ada', 's1234567', 'J.Doe-2_b'])]).toEqual([
    ['ada', 'ada'],
    ['s1234567', 's1234567'],
    ['J.Doe-2_b', 'J.Doe-2_b'],
  ]);
});

test('hostile ids get safe names, no two alike', () => {
  expectSafe([...HOSTILE_IDS, ...HOSTILE]);
});

test('ids that differ in capitals only get names that do not depend on their order', () => {
  expect(fileNames(['ada', 'Ada']).get('Ada')).toBe(fileNames(['Ada', 'ada']).get('Ada'));
  expectSafe(['ada', 'Ada', 'ADA']);
});

test('an id that is the name of another one takes nothing away', () => {
  const stolen = fileNames(['a/b']).get('a/b') ?? '';
  expectSafe(['a/b', stolen, stolen.toUpperCase()]);
});

test('any ids get safe names, no two alike', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyText(6), { maxLength: 8 }), (ids) => {
      expectSafe(ids);
    }),
    { seed: 6, numRuns: 100 },
  );
});
