import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptProgress, readKept } from '../../site/widgets/keep-progress.ts';
import {
  type LabRecord,
  readProgressFile,
  takeIn,
  writeProgressFile,
} from '../../site/widgets/progress-file.ts';
import { changesOf } from '../../site/widgets/status-changes.ts';

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const time = fc.integer({ min: 1, max: 1_000 });
const progress: fc.Arbitrary<KeptProgress> = fc.record(
  {
    steps: fc.dictionary(
      id,
      fc.record({
        status: fc.constantFrom('done' as const, 'failed' as const, 'passedOver' as const),
        endedAt: time,
      }),
    ),
    quiz: fc.dictionary(id, fc.nat(4)),
    score: fc.record({
      earned: fc.nat(),
      possible: fc.nat(),
      passed: fc.nat(),
      checks: fc.nat(),
      gradedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
    }),
    resetAt: time,
  },
  { requiredKeys: ['steps', 'quiz'] },
);
const record: fc.Arbitrary<LabRecord> = fc.record({
  progress,
  outputs: fc.dictionary(id, fc.record({ endedAt: time, text: fc.string() })),
});
const labs = fc.dictionary(id, record);
const aside = fc.dictionary(id, fc.string());

const read = (text: string) => {
  const file = readProgressFile(text);
  if ('problem' in file) throw new Error(file.problem);
  return file;
};
const nothing: KeptProgress = { steps: {}, quiz: {} };

test('what is written is read, and taken in anew it is all there', () => {
  fc.assert(
    fc.property(labs, aside, (written, kept) => {
      const file = read(writeProgressFile({ labs: written, aside: kept }, '2026-11-21'));
      expect(file).toEqual({ labs: written, aside: kept, notes: [] });
      for (const one of Object.values(file.labs)) {
        const taken = takeIn(one, nothing, 2_000);
        expect(taken.kept).toMatchObject({
          steps: one.progress.steps,
          quiz: one.progress.quiz,
          ...(one.progress.score && { score: one.progress.score }),
        });
        expect(taken.left).toBe('');
        expect(takeIn(one, taken.kept, 2_000).kept).toEqual(taken.kept);
      }
    }),
  );
});

test('nothing that is here is lost to a file, and the newer run counts', () => {
  fc.assert(
    fc.property(record, progress, (theirs, ours) => {
      const { kept } = takeIn(theirs, ours, 2_000);
      for (const [step, run] of Object.entries(ours.steps)) {
        expect(kept.steps[step]?.endedAt).toBeGreaterThanOrEqual(run.endedAt ?? 0);
      }
      expect(kept.quiz).toMatchObject(ours.quiz);
      for (const step of Object.keys(theirs.progress.steps))
        expect(kept.steps).toHaveProperty([step]);
      expect(kept.resetAt).toBe(ours.resetAt);
    }),
  );
});

test('what was taken and what was left is said', () => {
  const done = (endedAt: number) => ({ status: 'done', endedAt }) as const;
  const ours: KeptProgress = { steps: { a: done(9), b: done(1) }, quiz: { q: 1 } };
  const theirs: KeptProgress = {
    steps: { a: done(2), b: done(2), c: done(3) },
    quiz: { q: 0, r: 2 },
  };
  expect(takeIn({ progress: theirs }, ours, 10)).toMatchObject({
    took: '2 steps and 1 answer',
    left: '1 step and 1 answer',
  });
});

test.each([
  ['half a file', '{"format":"ecs-workbook progress","labs":{"a', 'perhaps it was cut off'],
  ['another file', '{"name":"cats"}', 'another kind of JSON'],
  ['nothing', '', 'no JSON'],
])('%s changes nothing and is explained', (_, text, words) => {
  const file = readProgressFile(text);
  if (!('problem' in file)) throw new Error('expected a problem');
  expect(file.problem).toContain('Nothing was taken in');
  expect(file.problem).toContain(words);
});

test('of a newer or a damaged file what is understood is taken, and the rest is told', () => {
  const text = JSON.stringify({
    format: 'ecs-workbook progress',
    version: 7,
    labs: {
      cats: { progress: { steps: { a: { status: 'done' }, b: 3 }, quiz: {} }, medals: 1 },
      dogs: 'woof',
    },
  });
  const file = read(text);
  expect(file.labs.cats?.progress.steps).toEqual({ a: { status: 'done' } });
  expect(file.notes.join('\n')).toMatch(/newer version.*\(7; this one writes 1\)/);
  for (const lab of ['cats', 'dogs'])
    expect(file.notes.join('\n')).toContain(`lab ${lab} could not be read`);
});

test.each(['', 'null', '[]', '7', '{"steps":[],"quiz":{}}', '{"steps":{},"quiz":{"a":"b"}}'])(
  'notes of a browser that are %j are not whole, and are no trouble',
  (text) => {
    expect(readKept(text)).toEqual({ kept: nothing, whole: false });
  },
);

test('a runtime that came back says in what it is another', () => {
  const before = { version: '1', engine: 'process', timeScale: 1 } as const;
  expect(changesOf(before, before)).toEqual([]);
  expect(changesOf(before, { version: '2', engine: 'docker', timeScale: 5 })).toEqual([
    'It runs on docker now, on process before.',
    'Time runs 5 times as fast as on AWS now, as on AWS before.',
    'It is version 2 now, 1 before: reload to get its pages. Nothing you did is lost by that.',
  ]);
});
