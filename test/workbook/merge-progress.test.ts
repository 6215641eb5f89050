import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KnownProgress, mergeProgress } from '../../src/workbook/merge-progress.ts';

const id = fc.constantFrom('a', 'b', 'c');
const time = fc.integer({ min: 1, max: 9 });
const known: fc.Arbitrary<KnownProgress> = fc.record(
  {
    steps: fc.dictionary(
      id,
      fc.record(
        { status: fc.constantFrom('done' as const, 'failed' as const), endedAt: time },
        { requiredKeys: ['status'] },
      ),
    ),
    quiz: fc.dictionary(id, fc.nat(3)),
    answeredAt: fc.dictionary(id, time),
    forgotten: fc.dictionary(id, time),
    resetAt: time,
    importedAt: time,
    solvedAt: time,
  },
  { requiredKeys: ['steps', 'quiz'] },
);

const ids = ({ steps, quiz }: KnownProgress) => [
  ...Object.keys(steps).map((step) => `step ${step}`),
  ...Object.keys(quiz).map((question) => `quiz ${question}`),
];

test('nothing is lost unless somebody forgot it', () => {
  fc.assert(
    fc.property(known, known, (ours, theirs) => {
      const never = { forgotten: undefined, resetAt: undefined };
      const merged = mergeProgress({ ...ours, ...never }, { ...theirs, ...never });
      expect(new Set(ids(merged))).toEqual(new Set([...ids(ours), ...ids(theirs)]));
    }),
  );
});

test('nothing comes from nowhere, and once more changes nothing', () => {
  fc.assert(
    fc.property(known, known, (ours, theirs) => {
      const merged = mergeProgress(ours, theirs);
      for (const one of ids(merged)) expect([...ids(ours), ...ids(theirs)]).toContain(one);
      expect(mergeProgress(merged, theirs)).toEqual(merged);
      expect(mergeProgress(ours, merged)).toEqual(merged);
    }),
  );
});

test('what comes from a file is there although the lab was reset before', () => {
  const file: KnownProgress = {
    steps: { a: { status: 'done', endedAt: 1 } },
    quiz: { b: 2 },
    resetAt: 0,
  };
  const reset: KnownProgress = { steps: {}, quiz: {}, resetAt: 5, forgotten: { a: 6 } };
  expect(ids(mergeProgress(file, reset))).toEqual([]);
  expect(ids(mergeProgress({ ...file, importedAt: 7 }, reset))).toEqual(['step a', 'quiz b']);
  const later = { ...reset, resetAt: 8 };
  expect(ids(mergeProgress({ ...file, importedAt: 7 }, later))).toEqual([]);
});

test('the newer run and the newer answer count, whoever has them', () => {
  const older: KnownProgress = {
    steps: { a: { status: 'failed', endedAt: 1 } },
    quiz: { q: 0 },
    answeredAt: { q: 1 },
  };
  const newer: KnownProgress = {
    steps: { a: { status: 'done', endedAt: 2 } },
    quiz: { q: 1 },
    answeredAt: { q: 2 },
  };
  expect(mergeProgress(older, newer)).toEqual(newer);
  expect(mergeProgress(newer, older)).toEqual(newer);
});
