import { expect, test } from 'vitest';
import { classTable } from '../../../grader/report/class-table.ts';
import { classReport } from './class-fixture.ts';
import { hostileClass } from './hostile.ts';

const table = (report = classReport()): string => classTable.files(report)[0]?.content ?? '';

test('a class in a terminal is a line a student, then how all have done', () => {
  expect(table()).toMatchInlineSnapshot(`
    "ECS on EC2, graded 2026-11-14T08:04:00.000Z

    of 80  late      checks  student
       80            ✔✔✔✔✔   ada      Lovelace, Ada
       50            ✔✔✘·✔   grace    Grace Hopper
       60  3 d, -15  ✔✔✔✔✘   alan     Alan Turing
       80            ✔✔✔!✔   edsger   Edsger W. Dijkstra
        -                    barbara  Barbara Liskov
        5            ✘···✔   donald   Donald Knuth

    ✔ passed  ✘ failed  · waits for another one  ! could not be checked, not counted

    check      passed  failed  waiting  error  stuck here  seen of those that failed
    cluster         4       1        0      0           1  1 missing
    instances       4       0        1      0           0
    service         3       1        1      0           1  1 differs
    page            2       0        2      1           0
    cost            4       1        0      0           1  1 missing

    6 students, 5 graded, 5 checks; mean 55, median 60 of 80 points.

    Somebody has to look:
      alan: submission.json says that it is of "ada".
      edsger: graded without 1 check that could not be carried out: page.
      barbara: not graded. Expected an account, a role or a submission. The roster has none, and there is no folder "barbara". Add one of them, and grade again.
    "
  `);
});

test('nothing in it is taken by a terminal for more than text, and a student is a line', () => {
  const text = table(hostileClass());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/);
  const lines = text.split('\n');
  expect(lines.indexOf('', 3) - 3).toBe(hostileClass().students.length);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(600);
});
