import type { CheckResult } from '../result.ts';
import type { Exporter } from './exporter.ts';
import { fileNames } from './file-names.ts';
import { isGraded, NOT_GRADED } from './grades.ts';
import { findings, storableJson } from './text.ts';

/**
 * What `check50 --output json` prints. By its "JSON specification" a check that was skipped has
 * `passed: null` and a cause: one that waits (with its dependency), and one that went wrong, as
 * check50's own errors do. Where nothing could be said there is an `error` in place of `results`.
 * check50 knows neither points nor lateness; the points are in each result's `data`.
 */
export const check50: Exporter = {
  name: 'check50',
  description: "check50's JSON, a file for each student",
  files: ({ lab, students }) => {
    const names = fileNames(students.map(({ student }) => student.id));
    return students.map((grade) => ({
      path: `check50/${names.get(grade.student.id)}.json`,
      content: storableJson({
        slug: lab.id,
        ...(isGraded(grade) ? { results: grade.report.results.map(resultOf) } : { error: ERROR }),
        version: FORMAT,
      }),
    }));
  },
};

/** Of check50, since which its JSON is of this form. */
const FORMAT = '3.0.0';

const ERROR = {
  type: 'NotGraded',
  value: NOT_GRADED,
  traceback: [],
  actions: { show_traceback: false, message: NOT_GRADED },
  data: {},
};

const resultOf = (result: CheckResult) => ({
  name: result.id,
  description: result.title,
  passed: result.status === 'pass' ? true : result.status === 'fail' ? false : null,
  log: result.status === 'pass' ? result.observed.split('\n') : [],
  cause: causeOf(result),
  data: {
    points: result.points,
    ...(result.status === 'fail' ? { earned: result.earned, symptom: result.symptom } : {}),
  },
  dependency: result.status === 'blocked' ? result.blockedBy : null,
});

const causeOf = (result: CheckResult) => {
  if (result.status === 'pass') return null;
  if (result.status !== 'fail') return { rationale: findings(result), help: null };
  const { expected, observed, hint } = result;
  const rationale = `Expected ${expected}; observed ${observed}`;
  return { rationale, help: hint, expected, actual: observed };
};
