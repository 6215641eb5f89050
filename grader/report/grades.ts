import type { ClassReport, Score, StudentGrade } from '../class/class-report.ts';
import type { ClassRules } from '../class/class-rules.ts';
import type { RosterEntry } from '../class/roster-entry.ts';
import { count, points } from './text.ts';

export type Graded = Extract<StudentGrade, { status: 'graded' }>;
export type Ungraded = Extract<StudentGrade, { status: 'ungraded' }>;

export const isGraded = (grade: StudentGrade): grade is Graded => grade.status === 'graded';

/** What a student is told of whose work nothing could be said; why is for the instructor. */
export const NOT_GRADED = 'Could not be graded yet. This is not a zero: somebody has to look.';

export const NEEDS_REVIEW =
  'Not everything could be checked, through no fault of yours. The score is of what could; somebody has to look.';

/** How late it was and what that costs, in a sentence or two. */
export const lateness = ({ daysLate, penalty }: Score, rules: ClassRules): string => {
  if (rules.due === undefined) return 'There was no due date.';
  if (daysLate === 0) return 'Handed in on time.';
  const late = `Handed in late: ${count(daysLate, 'day')} begun after the due date.`;
  const free = graceOf(rules.graceDays);
  if (rules.penaltyPerDay === 0) return `${late} That costs nothing.`;
  const most = rules.penaltyAtMost < 100 ? `, at most ${rules.penaltyAtMost} %` : '';
  const each = `Each ${free === '' ? '' : 'further '}day costs ${rules.penaltyPerDay} % of the points earned${most}: ${points(penalty)} less.`;
  return `${late} ${free}${each}`;
};

const graceOf = (days: number): string => {
  if (days === 0) return '';
  return days === 1 ? 'The first day costs nothing. ' : `The first ${days} days cost nothing. `;
};

/** What a student should know beside the checks. Notices are for the instructor: they may name others. */
export const remarks = ({ score }: Graded, rules: ClassRules): readonly string[] => [
  ...(score.daysLate > 0 ? [lateness(score, rules)] : []),
  ...(score.needsReview ? [NEEDS_REVIEW] : []),
];

/** Why an instructor should look at it, a sentence each; none where all is as it should be. */
export const reasons = (grade: StudentGrade): readonly string[] => {
  if (!isGraded(grade)) return [`not graded. ${grade.problem}`, ...(grade.notices ?? [])];
  const wrong = grade.report.results.filter(({ status }) => status === 'error');
  const ids = wrong.map(({ id }) => id).join(', ');
  const without = `graded without ${count(wrong.length, 'check')} that could not be carried out: ${ids}.`;
  return [...(wrong.length > 0 ? [without] : []), ...(grade.notices ?? [])];
};

/** The score in a line: "62.5 of 80 points", and what became of it. */
export const scoreLine = ({ score }: Graded, { pointsPossible }: ClassReport): string => {
  const of = `${points(score.final)} of ${count(pointsPossible, 'point')}`;
  return score.penalty > 0
    ? `${of} (${points(score.earned)} earned, ${points(score.penalty)} less for lateness)`
    : of;
};

/** What a person calls the student: never without something to see. */
export const nameOf = ({ name, id }: RosterEntry): string =>
  [name, id].find((text) => text.trim() !== '') ?? 'without a name';

/** A name's two parts: at its first comma ("Last, First"), else before its last word. */
export const nameParts = (name: string): { readonly first: string; readonly last: string } => {
  const comma = name.indexOf(',');
  if (comma !== -1)
    return { last: name.slice(0, comma).trim(), first: name.slice(comma + 1).trim() };
  const [, first = '', last = name.trim()] = /^(.*\S)\s+(\S+)$/s.exec(name.trim()) ?? [];
  return { first, last };
};
