import { stripVTControlCharacters } from 'node:util';
import type { ClassReport, StudentGrade } from '../class/class-report.ts';
import type { CheckResult } from '../result.ts';
import type { Exporter } from './exporter.ts';
import { isGraded, reasons } from './grades.ts';
import { count, oneLine, points, visible } from './text.ts';

/** For a terminal: a line a student, then how all have done. Without colours. */
export const classTable: Exporter = {
  name: 'table',
  description: 'for a terminal: a line for each student, then how all have done: class.txt',
  files: (report) => [{ path: 'class.txt', content: `${text(report)}\n` }],
};

/** As wide as what is in them; `sides`: l(eft) or r(ight), a letter a column. */
const columns = (sides: string, rows: readonly (readonly string[])[]): string[] => {
  const widths = [...sides].map((_side, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const aligned = (cell: string, column: number) =>
    sides[column] === 'r' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(aligned).join('  ').trimEnd());
};

const text = (report: ClassReport): string =>
  [
    `${plain(report.lab.title, 80)}, graded ${report.gradedAt}`,
    '',
    // Names, of which nobody knows how wide they are, come last.
    ...columns('rllll', [
      [`of ${points(report.pointsPossible)}`, 'late', 'checks', 'student', ''],
      ...report.students.map((grade) => [...lineOf(grade), ...who(grade)]),
    ]),
    '',
    '✔ passed  ✘ failed  · waits for another one  ! could not be checked, not counted',
    '',
    statisticsTable(report),
    ...attention(report),
  ].join('\n');

/** For a terminal: how all have done, without a name. */
export const statisticsTable = ({ statistics, checks, pointsPossible }: ClassReport): string => {
  const of = (value: number | undefined) => (value === undefined ? '-' : points(value));
  return [
    ...columns('lrrrrrl', [
      ['check', 'passed', 'failed', 'waiting', 'error', 'stuck here', 'seen of those that failed'],
      ...statistics.checks.map((one) => [
        one.id,
        ...[one.pass, one.fail, one.blocked, one.error, one.stuckHere].map(String),
        one.symptoms
          .map(({ symptom, count: times }) => `${times} ${plain(symptom, 30)}`)
          .join(', '),
      ]),
    ]),
    '',
    `${count(statistics.students, 'student')}, ${statistics.graded} graded, ${count(checks.length, 'check')}; mean ${of(statistics.mean)}, median ${of(statistics.median)} of ${points(pointsPossible)} points.`,
  ].join('\n');
};

/** Who needs a person's eyes, and why. */
const attention = ({ students }: ClassReport): string[] => {
  const lines = students.flatMap((grade) =>
    reasons(grade).map((reason) => `  ${plain(grade.student.id, 40)}: ${plain(reason, 400)}`),
  );
  return lines.length === 0 ? [] : ['', 'Somebody has to look:', ...lines];
};

const lineOf = (grade: StudentGrade): [string, string, string] => {
  if (!isGraded(grade)) return ['-', '', ''];
  const { final, daysLate, penalty } = grade.score;
  const late = penalty > 0 ? `${daysLate} d, -${points(penalty)}` : `${daysLate} d`;
  const marks = grade.report.results.map(({ status }) => MARKS[status]).join('');
  return [points(final), daysLate === 0 ? '' : late, marks];
};

const MARKS: Record<CheckResult['status'], string> = {
  pass: '✔',
  fail: '✘',
  blocked: '·',
  error: '!',
};

const who = ({ student: { id, name } }: StudentGrade): [string, string] => [
  plain(id, 40),
  name === id ? '' : plain(name, 60),
];

/** In one line, and nothing in it that a terminal takes for more than text. */
const plain = (value: string, most: number): string => {
  const line = visible(oneLine(stripVTControlCharacters(value.slice(0, 4 * most))));
  return line.length > most ? `${[...line].slice(0, most - 1).join('')}…` : line;
};
