import type { Variant } from '../../src/workbook/variant.ts';
import type { Check } from '../check.ts';
import type { GradeReport } from '../result.ts';
import type { ClassReport, StudentGrade } from './class-report.ts';
import type { ClassRules } from './class-rules.ts';
import type { RosterEntry } from './roster-entry.ts';
import { pointsPossible, scoreOf, weigh, weightOf } from './score.ts';
import { statisticsOf } from './statistics.ts';

/** What came of looking at a student's work: what was found, with the lab's own points, or why nothing was. */
export interface Outcome {
  readonly student: RosterEntry;
  readonly variant: Variant;
  /** What somebody should know beside that, a sentence each. */
  readonly notices?: readonly string[] | undefined;
  readonly found: GradeReport | { readonly problem: string };
}

/** The report of a class: points and scores by its rules. Outcomes are in the order of the roster. */
export const reportClass = ({
  lab,
  checks,
  rules,
  outcomes,
  now,
}: {
  readonly lab: { readonly id: string; readonly title: string };
  readonly checks: readonly Check[];
  readonly rules: ClassRules;
  readonly outcomes: readonly Outcome[];
  /** ISO 8601; for a class of which nobody could be graded. */
  readonly now: string;
}): ClassReport => {
  const students = outcomes.map((outcome) => gradeOf(outcome, rules));
  const gradedAt = students
    .flatMap((student) => (student.status === 'graded' ? [student.report.gradedAt] : []))
    .reduce((latest, one) => (one > latest ? one : latest), '');
  return {
    lab: { id: lab.id, title: lab.title },
    gradedAt: gradedAt || now,
    checks: checks.map(({ id, title, ...check }) => ({
      id,
      title,
      points: weightOf({ id, ...check }, rules),
    })),
    pointsPossible: pointsPossible(checks, rules),
    rules,
    students,
    statistics: statisticsOf(checks, students),
  };
};

const gradeOf = ({ found, ...about }: Outcome, rules: ClassRules): StudentGrade => {
  if ('problem' in found) return { ...about, status: 'ungraded', problem: found.problem };
  const report = weigh(found, rules);
  const score = scoreOf(report, rules, about.student.submittedAt);
  if (score !== undefined) return { ...about, status: 'graded', report, score };
  const first = found.results.find((result) => result.status === 'error');
  const problem = `No check could be carried out. The first: ${first?.message ?? 'none counts'}`;
  return { ...about, status: 'ungraded', problem };
};
