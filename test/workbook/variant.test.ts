import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makesOf } from '../../src/workbook/makes.ts';
import { keepStudent, studentOf } from '../../src/workbook/student.ts';
import { fillIn, type VariantKinds, variablesOf, variantOf } from '../../src/workbook/variant.ts';
import { makesNothing } from './makes-nothing.ts';

const variant: VariantKinds = {
  cluster: { words: ['mango', 'papaya', 'quince', 'lychee'], prefix: 'cats-', default: 'cats' },
  appPort: { from: 8001, to: 8999, default: 8080 },
  cpu: { oneOf: ['256', '512', '1024'], default: '256' },
};
const lab = { id: 'capstone', variant };

test('a student has the same values at all times, on every machine', () => {
  // The digests were made by another program.
  expect(variantOf(lab, 'ada')).toEqual({ cluster: 'cats-mango', appPort: '8885', cpu: '256' });
  expect(variantOf(lab, 'grace')).toEqual({ cluster: 'cats-papaya', appPort: '8335', cpu: '1024' });
  expect(variantOf(lab, 'Łucja')).toEqual({ cluster: 'cats-quince', appPort: '8801', cpu: '256' });
});

test('who is no student has the defaults', () => {
  const defaults = { cluster: 'cats', appPort: '8080', cpu: '256' };
  expect(variantOf(lab, undefined)).toEqual(defaults);
  expect(variantOf(lab, '  ')).toEqual(defaults);
  expect(variantOf({ ...lab, student: 'ada' })).toEqual(variantOf(lab, 'ada'));
});

test('capitals, spaces around and ways to write an accent do not make another student', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (student) => {
      const values = variantOf(lab, student);
      for (const same of [` ${student}\t`, student.normalize('NFD')])
        expect(variantOf(lab, same)).toEqual(values);
    }),
    { seed: 6 },
  );
  expect(variantOf(lab, 'S123abc')).toEqual(variantOf(lab, 's123ABC'));
});

test('another lab and another name are drawn anew', () => {
  const range = { from: 0, to: 65_535, default: 0 };
  const drawn = ['one', 'two', 'three', 'four', 'five'].flatMap((id) =>
    Object.values(variantOf({ id, variant: { a: range, b: range } }, 'ada')),
  );
  expect(new Set(drawn).size).toBe(10);
});

test('every value is drawn about as often as every other, whatever the ids look like', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 5 }), fc.integer({ min: 2, max: 12 }), (school, size) => {
      const words = Array.from({ length: size }, (_, index) => `w${index}`);
      const kinds: VariantKinds = { word: { words, prefix: '', default: 'none' } };
      const counts = new Map<string, number>();
      const STUDENTS = 3_000;
      for (let number = 0; number < STUDENTS; number++) {
        const { word = '' } = variantOf({ id: 'lab', variant: kinds }, `${school}${number}`);
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      const expected = STUDENTS / size;
      expect([...counts.keys()].sort()).toEqual([...words].sort());
      // Five standard deviations: with this seed it never happens, with a poor hash it does at once.
      for (const count of counts.values())
        expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }),
    { numRuns: 20, seed: 6 },
  );
});

test('both ends of a range are drawn', () => {
  const kinds: VariantKinds = { port: { from: 1, to: 3, default: 9 } };
  const drawn = Array.from({ length: 50 }, (_, n) =>
    variantOf({ id: 'x', variant: kinds }, `${n}`),
  );
  expect(new Set(drawn.map(({ port }) => port))).toEqual(new Set(['1', '2', '3']));
});

test('the steps have the values by names in capitals, and what they make is called by them', () => {
  const values = variantOf(lab, undefined);
  expect(variablesOf(values)).toEqual({ CLUSTER: 'cats', APP_PORT: '8080', CPU: '256' });
  expect(fillIn(`$CLUSTER-web $\{APP_PORT}0 $CLUSTERS $OTHER 5$`, values)).toBe(
    'cats-web 80800 $CLUSTERS $OTHER 5$',
  );
  const makes = { ...makesNothing, clusters: ['$CLUSTER', 'all'], logGroups: ['/ecs/$CLUSTER'] };
  expect(makesOf({ ...lab, student: 'ada', makes })).toEqual({
    ...makesNothing,
    clusters: ['cats-mango', 'all'],
    logGroups: ['/ecs/cats-mango'],
  });
});

test('who the student of an account is needs to be said once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'student-'));
  try {
    expect(await studentOf(folder, '000000000000')).toBeUndefined();
    await keepStudent(folder, '000000000000', ' ada ');
    expect(await studentOf(folder, '000000000000')).toBe('ada');
    expect(await studentOf(folder, '111111111111')).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});
