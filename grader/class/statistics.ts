import type { CheckResult } from '../result.ts';
import type { CheckStatistics, ClassStatistics, StudentGrade } from './class-report.ts';

/** How a class has done, without a name. */
export const statisticsOf = (
  checks: readonly { readonly id: string }[],
  students: readonly StudentGrade[],
): ClassStatistics => {
  const graded = students.filter((student) => student.status === 'graded');
  const finals = graded.map(({ score }) => score.final).sort((a, b) => a - b);
  const reports = graded.map(({ report }) => report.results);
  const stuck = reports.map((results) => results.find(({ status }) => status === 'fail')?.id);
  return {
    students: students.length,
    graded: graded.length,
    mean: mean(finals),
    median: mean(middle(finals)),
    checks: checks.map(({ id }) =>
      ofCheck(
        id,
        reports.flatMap((results) => results.filter((result) => result.id === id)),
        stuck.filter((where) => where === id).length,
      ),
    ),
  };
};

const ofCheck = (
  id: string,
  results: readonly CheckResult[],
  stuckHere: number,
): CheckStatistics => {
  const count = (wanted: CheckResult['status']) =>
    results.filter(({ status }) => status === wanted).length;
  const seen = new Map<string, number>();
  for (const result of results) {
    if (result.status !== 'fail') continue;
    seen.set(result.symptom, (seen.get(result.symptom) ?? 0) + 1);
  }
  const symptoms = [...seen]
    .map(([symptom, times]) => ({ symptom, count: times }))
    .sort((a, b) => b.count - a.count || (a.symptom < b.symptom ? -1 : 1));
  return {
    id,
    pass: count('pass'),
    fail: count('fail'),
    blocked: count('blocked'),
    error: count('error'),
    stuckHere,
    symptoms,
  };
};

/** The one in the middle, or the two. */
const middle = (sorted: readonly number[]): readonly number[] =>
  sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);

/** To the hundredth; undefined of nothing. */
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0
    ? undefined
    : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
