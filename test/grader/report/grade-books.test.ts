import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { readRoster } from '../../../grader/class/read-roster.ts';
import { canvas } from '../../../grader/report/canvas.ts';
import { textCell } from '../../../grader/report/csv.ts';
import type { Exporter } from '../../../grader/report/exporter.ts';
import { moodle } from '../../../grader/report/moodle.ts';
import { nbgrader } from '../../../grader/report/nbgrader.ts';
import { storable } from '../../../grader/report/text.ts';
import { classReport, PLANTED } from './class-fixture.ts';
import { HOSTILE, hostileClass } from './hostile.ts';

const contentOf = (exporter: Exporter, report = classReport()): string =>
  exporter
    .files(report)
    .map(({ content }) => content)
    .join('');

const rowsOf = (exporter: Exporter, report = classReport()): string[][] =>
  parse(contentOf(exporter, report));

/** Of the first student of a class whose roster is this CSV. */
const backToCanvas = (roster: readonly string[]) => {
  const content = new TextEncoder().encode(roster.join('\n'));
  const entries = readRoster(content, { file: 'class.csv', from: 'submission' });
  const [headings, points, student] = rowsOf(
    canvas,
    classReport(entries.map((student) => ({ student }))),
  );
  return { headings, points, student };
};

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@A1', "'@A1"],
  ['\t=1', "'\t=1"],
  ['\rx', "'\rx"],
  ['\n=1', "'\n=1"],
  ['  =1', "'  =1"],
  ['\u{ff1d}1', "'\u{ff1d}1"],
  ['a=1', 'a=1'],
  ['1-2', '1-2'],
  ['\u{0}x', '\u{fffd}x'],
])('a text %j stands in a cell as %j', (text, cell) => {
  expect(textCell(text)).toBe(cell);
});

test('Canvas gets its columns, the row of points, sortable names, and no score where there is none', () => {
  expect(contentOf(canvas)).toMatchInlineSnapshot(`
    "Student,ID,SIS User ID,SIS Login ID,Section,ECS on EC2
        Points Possible,,,,,80
    "Lovelace, Ada",,ada,ada,,80
    "Hopper, Grace",,grace,grace,,50
    "Turing, Alan",,alan,alan,,60
    "Dijkstra, Edsger W.",,edsger,edsger,,80
    "Liskov, Barbara",,barbara,barbara,,
    "Knuth, Donald",,donald,donald,,5
    "
  `);
});

test('Canvas gets back what its own export said', () => {
  const back = backToCanvas([
    'Student,ID,SIS User ID,SIS Login ID,Root Account,Section,Quiz (12),ECS on EC2 (1234),Current Score',
    '    Points Possible,,,,,,5,80,(read only)',
    '"Lovelace, Ada",4711,s1,ada@x,canvas.example,"Monday, early",5,,5',
  ]);
  expect(back).toEqual({
    headings: [
      ...['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Root Account', 'Section'],
      'ECS on EC2 (1234)',
    ],
    points: ['    Points Possible', '', '', '', '', '', '80'],
    student: ['Lovelace, Ada', '4711', 's1', 'ada@x', 'canvas.example', 'Monday, early', '80'],
  });
});

test.each([
  ['Student,ID,SIS Login ID,Section', '"Lovelace, Ada",4711,ada@x,A', ['4711', 'ada@x', 'ada@x']],
  ['Student,ID,SIS User ID,SIS Login ID,Section', '"Lovelace, Ada",4711,,,A', ['4711', '', '']],
  ['LastName,FirstName,ID,SIS Login ID,Section', 'Lovelace,Ada,4711,a@x,A', ['4711', 'a@x', 'a@x']],
  ['ID,Name,Section', '4711,Ada Lovelace,A', ['', '4711', '4711']],
])("the ids of a roster with %s are Canvas' own where Canvas wrote them", (headings, row, ids) => {
  expect(backToCanvas([headings, row]).student).toEqual(['Lovelace, Ada', ...ids, 'A', '80']);
});

test('nobody is taken for the row of points', () => {
  const rows = rowsOf(canvas, hostileClass());
  expect(rows.filter(([first]) => first?.includes('Points Possible'))).toHaveLength(1);
});

test('Moodle gets "-" where there is no grade, and feedback on what did not pass', () => {
  expect(contentOf(moodle)).toMatchInlineSnapshot(`
    "ID number,Email address,First name,Last name,ECS on EC2,ECS on EC2 (Feedback)
    ada,ada@school.example,Ada,Lovelace,80,
    grace,grace@school.example,Grace,Hopper,50,"The service cats keeps four tasks
    Expected: four tasks RUNNING
    Observed: two tasks RUNNING
    Hint: Run the step again, and look at the events of the service.

    Cats are served on port 80
    Waits for service. Not a mistake of its own."
    alan,alan@school.example,Alan,Turing,60,"Handed in late: 3 days begun after the due date. The first day costs nothing. Each further day costs 10 % of the points earned, at most 50 %: 15 less.

    What an hour of it costs
    Expected: four tasks RUNNING
    Observed: nothing of the kind
    Hint: Run the step again, and look at the events of the service."
    edsger,edsger@school.example,Edsger W.,Dijkstra,80,"Not everything could be checked, through no fault of yours. The score is of what could; somebody has to look.

    Cats are served on port 80
    Could not be checked, through no fault of yours; not counted. The check was not done after 30 s."
    barbara,barbara@school.example,Barbara,Liskov,-,
    donald,donald@school.example,Donald,Knuth,5,"The cluster ECSDemo is active
    Expected: four tasks RUNNING
    Observed: nothing of the kind
    Hint: Run the step again, and look at the events of the service.

    Two container instances, agents connected
    Waits for cluster. Not a mistake of its own.

    The service cats keeps four tasks
    Waits for instances. Not a mistake of its own.

    Cats are served on port 80
    Waits for service. Not a mistake of its own."
    "
  `);
});

test('Moodle gets no column of addresses when one is missing', () => {
  const report = classReport([...PLANTED, { student: { id: 'x', name: 'X', email: ' ' } }]);
  const [headings, ...rows] = rowsOf(moodle, report);
  expect(headings?.slice(0, 3)).toEqual(['ID number', 'First name', 'Last name']);
  expect(rows.map(([id]) => id)).not.toContain('');
});

test('feedback is text in HTML', () => {
  expect(contentOf(moodle, hostileClass(['<script>x</script>'], []))).toContain(
    'Observed: &lt;script&gt;x&lt;/script&gt;',
  );
});

test('nbgrader gets what its own export would say, but for zeros', () => {
  expect(contentOf(nbgrader)).toMatchInlineSnapshot(`
    "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score
    ecs-on-ec2,2026-11-10 22:59:00,,ada,Lovelace,Ada,ada@school.example,80,0,80,80
    ecs-on-ec2,2026-11-10 22:59:00,,grace,Hopper,Grace,grace@school.example,50,0,50,80
    ecs-on-ec2,2026-11-10 22:59:00,2026-11-13 08:30:00,alan,Turing,Alan,alan@school.example,75,15,60,80
    ecs-on-ec2,2026-11-10 22:59:00,,edsger,Dijkstra,Edsger W.,edsger@school.example,80,0,80,80
    ecs-on-ec2,2026-11-10 22:59:00,,barbara,Liskov,Barbara,barbara@school.example,,,,80
    ecs-on-ec2,2026-11-10 22:59:00,,donald,Knuth,Donald,donald@school.example,5,0,5,80
    "
  `);
});

test('without a due date nbgrader gets none', () => {
  const report = classReport(PLANTED, { due: undefined });
  expect(rowsOf(nbgrader, report)[1]?.[1]).toBe('');
});

test.each([canvas, moodle, nbgrader])(
  '$name: hostile texts are read back, none as a formula',
  (exporter) => {
    const rows = rowsOf(exporter, hostileClass());
    const cells = rows.flat();
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    // Moodle's own mark for no grade.
    expect(
      cells.filter((cell) => cell !== '-' && /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell)),
    ).toEqual([]);
    expect(cells.join('')).not.toContain('\u{0}');
    const section = exporter === canvas ? 4 : undefined;
    if (section !== undefined) {
      expect(rows.slice(2, 2 + HOSTILE.length).map((row) => row[section])).toEqual(
        HOSTILE.map((text) => textCell(storable(text))),
      );
    }
  },
);
