import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 180_000 });

import { ChecksChanged, type ClassRun, gradeClass } from '../../../grader/class/grade-class.ts';
import type { Outcome } from '../../../grader/class/report-class.ts';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { readyPlace } from '../../../grader/class/run/place.ts';
import { projectRoot } from '../../../src/project-root.ts';

const hostile = join(projectRoot, 'test', 'grader', 'class', 'hostile-checks.mjs');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ecs-workbook-class-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Students whose checks do what stands behind the dash of their ids. */
const students = (...ids: string[]): RosterEntry[] =>
  ids.map((id, index) => ({
    id,
    name: id,
    account: String(index + 1).padStart(12, '0'),
    columns: {},
  }));

/** Nothing listens there, and no check asks. */
const placeOf = ({ account = '' }: RosterEntry) =>
  readyPlace({
    kind: 'live',
    target: { kind: 'local', endpoint: 'http://127.0.0.1:1', account, region: 'us-east-1' },
  });

const grade = (roster: RosterEntry[], options: Partial<ClassRun> = {}) =>
  gradeClass({
    lab: 'cats',
    students: roster,
    placeOf,
    variantOf: (id) => ({ does: id.split('-')[1] ?? '' }),
    folder,
    checks: hostile,
    timeout: 2_000,
    // A machine with much to do looks like a loop for a while.
    stuckAfter: 30_000,
    ...options,
  });

/** `pass fail`, or the problem. */
const inWords = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(
    outcomes.map(({ student, found }) => [
      student.id,
      'problem' in found ? found.problem : found.results.map(({ status }) => status).join(' '),
    ]),
  );

test('who breaks the process is not graded and is told why; nobody else notices', {
  timeout: 240_000,
}, async () => {
  const found = inWords(
    await grade(
      students(
        ...['a', 'b-loops', 'c', 'd-throws', 'e-hoards', 'f', 'g-exits', 'h-rejects'],
        ...['i-waits', 'j-prints', 'k-fails', 'l'],
      ),
      { stuckAfter: 6_000, memoryMiB: 64 },
    ),
  );
  const twice =
    'That happened twice. Correct the check, then grade again: who is graded already is kept.';
  expect(found).toEqual({
    a: 'pass pass',
    'b-loops': `The checks kept a processor busy for 6 s and let nothing else go on, as an endless loop does. ${twice}`,
    c: 'pass pass',
    'd-throws': 'pass error',
    'e-hoards': `The checks took more than 64 MiB of memory. ${twice}`,
    f: 'pass pass',
    'g-exits': `The checks ended the process that runs them. ${twice}`,
    'h-rejects': `A check broke the process that runs it: Error: nobody listens. ${twice}`,
    'i-waits': 'pass error',
    'j-prints': 'pass pass',
    'k-fails': 'pass fail',
    l: 'pass pass',
  });
});

test('a second run grades who is missing, and nobody else', async () => {
  const roster = students('a', 'b-fails', 'c-throws');
  await grade(roster.slice(0, 2));
  const kept: string[] = [];
  const found = await grade(roster, {
    onOutcome: ({ student }, isKept) => {
      if (isKept) kept.push(student.id);
    },
  });
  expect(inWords(found)).toEqual({
    a: 'pass pass',
    'b-fails': 'pass fail',
    'c-throws': 'pass error',
  });
  expect(kept.sort()).toEqual(['a', 'b-fails']);
});

test('an error of ours and another account are graded again', async () => {
  await grade(students('a', 'b-throws'));
  const graded: string[] = [];
  const moved = students('z', 'b-throws', 'a').slice(1);
  await grade(moved, {
    onOutcome: ({ student }, isKept) => {
      if (!isKept) graded.push(student.id);
    },
  });
  expect(graded.sort()).toEqual(['a', 'b-throws']);
});

test('what is stopped keeps who is graded, whole files only, and goes on from there', async () => {
  const roster = students('a', 'b', 'c-waits', 'd-waits');
  const stop = new AbortController();
  let count = 0;
  const run = grade(roster, {
    timeout: 120_000,
    signal: stop.signal,
    onOutcome: () => {
      count += 1;
      if (count === 2) stop.abort(new Error('Ctrl-C'));
    },
  });
  await expect(run).rejects.toThrow('Ctrl-C');
  const files = await readdir(join(folder, 'students'));
  expect(files.sort()).toEqual(
    ['a', 'b'].flatMap((id) => [`${id}.evidence.json`, `${id}.result.json`]),
  );
  expect(inWords(await grade(roster))).toMatchObject({ a: 'pass pass', 'd-waits': 'pass error' });
});

test('a kept file that was cut off is not believed', async () => {
  await grade(students('a'));
  const file = join(folder, 'students', 'a.result.json');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, 100));
  expect(inWords(await grade(students('a')))).toEqual({ a: 'pass pass' });
  expect((await readFile(file, 'utf8')).length).toBe(text.length);
});

test('after a check was corrected, nobody is graded by it unasked; from the evidence if asked', async () => {
  const roster = students('a', 'b-fails', 'c-throws');
  await grade(roster);
  const corrected = join(folder, 'corrected.mjs');
  const text = await readFile(hostile, 'utf8');
  await writeFile(
    corrected,
    text
      .replace('cats is not a function', 'still not')
      .replace("observed: 'a dog'", "observed: 'a wolf'"),
  );
  const fixed = { checks: corrected };
  await expect(grade(roster, fixed)).rejects.toEqual(new ChecksChanged(3));
  const places: string[] = [];
  const found = await grade(roster, {
    ...fixed,
    regrade: true,
    placeOf: (student) => ({
      ...placeOf(student),
      open: async () => {
        places.push(student.id);
        return { problem: 'the account is gone' };
      },
    }),
  });
  expect(places).toEqual([]);
  expect(JSON.stringify(found)).toContain('a wolf');
  expect(inWords(await grade(students('a', 'b-fails'), fixed))).toEqual({
    a: 'pass pass',
    'b-fails': 'pass fail',
  });
});

test('whose place is not known, or cannot be opened, is not graded; the others are', async () => {
  const found = await grade(students('a', 'b', 'c'), {
    placeOf: (student) => {
      if (student.id === 'a') return { problem: 'The roster has no account of a.' };
      if (student.id === 'c') return placeOf(student);
      const open = () => Promise.reject(new Error('the archive is broken'));
      return { key: 'b', open };
    },
  });
  expect(inWords(found)).toEqual({
    a: 'The roster has no account of a.',
    b: 'Error: the archive is broken',
    c: 'pass pass',
  });
});
