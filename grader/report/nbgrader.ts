import type { ClassReport, StudentGrade } from '../class/class-report.ts';
import { type Cell, csv } from './csv.ts';
import type { Exporter } from './exporter.ts';
import { isGraded, nameParts } from './grades.ts';

const COLUMNS = [
  'assignment',
  'duedate',
  'timestamp',
  'student_id',
  'last_name',
  'first_name',
  'email',
  'raw_score',
  'late_submission_penalty',
  'score',
  'max_score',
] as const;

/**
 * The table that `nbgrader export` writes: its columns in its order, times as Python writes them
 * (UTC, without an offset), `score` = `raw_score` less the penalty. It writes a zero for who handed
 * nothing in; here the cells of whoever could not be graded are empty.
 */
export const nbgrader: Exporter = {
  name: 'nbgrader',
  description: 'CSV as nbgrader export writes it: nbgrader.csv',
  files: (report) => {
    const rows = report.students.map((grade) => {
      const row = rowOf(grade, report);
      return COLUMNS.map((column) => row[column]);
    });
    return [{ path: 'nbgrader.csv', content: csv([COLUMNS, ...rows]) }];
  },
};

const rowOf = (
  grade: StudentGrade,
  { lab, rules, pointsPossible }: ClassReport,
): Record<(typeof COLUMNS)[number], Cell> => {
  const { id, name, email, submittedAt } = grade.student;
  const { first, last } = nameParts(name);
  const score = isGraded(grade) ? grade.score : undefined;
  return {
    assignment: lab.id,
    duedate: pythonTime(rules.due),
    timestamp: pythonTime(submittedAt),
    student_id: id,
    last_name: last,
    first_name: first,
    email,
    raw_score: score?.earned,
    late_submission_penalty: score?.penalty,
    score: score?.final,
    max_score: pointsPossible,
  };
};

/** "2026-11-10 22:59:00": `str` of a naive `datetime`, to the second. */
const pythonTime = (time: string | undefined): string => {
  const date = new Date(time ?? '');
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 19).replace('T', ' ');
};
