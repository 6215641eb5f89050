import type { ClassReport } from '../class/class-report.ts';
import { type CheckResult, earnedBy } from '../result.ts';
import type { Exporter } from './exporter.ts';
import { fileNames } from './file-names.ts';
import { type Graded, isGraded, lateness, NOT_GRADED } from './grades.ts';
import { count, findings, roundPoints, storableJson } from './text.ts';

/**
 * The result of a GitHub Classroom autograder, as the autograding reporter takes it (base64 of it
 * in `…_RESULTS`). The reporter adds up the scores of the tests, which are numbers all, and sets
 * them against `max_score`; a result whose `max_score` is 0 reports no points. It knows tests that
 * pass, fail and err, so a check that waits is not among them: the one that it waits for says so.
 * Points are those of the checks.
 */
export const githubClassroom: Exporter = {
  name: 'github-classroom',
  description: "what GitHub Classroom's autograding reporter reads, a file for each student",
  files: (report) => {
    const names = fileNames(report.students.map(({ student }) => student.id));
    return report.students.map((grade) => ({
      path: `github-classroom/${names.get(grade.student.id)}.json`,
      content: storableJson(
        isGraded(grade) ? resultOf(grade, report) : { ...RESULT, tests: [NO_GRADE] },
      ),
    }));
  },
};

const test = (name: string, status: 'pass' | 'fail' | 'error', message: string, score = 0) => ({
  name,
  status,
  message: status === 'pass' ? null : message,
  test_code: '',
  filename: '',
  line_no: 0,
  duration: 0,
  score,
});

const NO_GRADE = test('Graded', 'error', NOT_GRADED);
const RESULT = { version: 1, status: 'error', max_score: 0 };

const resultOf = ({ report: { results, possible }, score }: Graded, report: ClassReport) => {
  const tests = results.flatMap((result) => testOf(result, results));
  if (score.penalty > 0) {
    // From the scale of the grade book to that of the checks.
    const penalty = roundPoints((score.penalty * possible) / report.pointsPossible);
    tests.push(test('Handed in on time', 'fail', lateness(score, report.rules), -penalty));
  }
  const has = (wanted: string) => tests.some(({ status }) => status === wanted);
  const status = has('error') ? 'error' : 'pass';
  return { version: 1, status: has('fail') ? 'fail' : status, max_score: possible, tests };
};

const testOf = (result: CheckResult, results: readonly CheckResult[]) => {
  if (result.status === 'blocked') return [];
  const waiting = results.filter(
    (other) => other.status === 'blocked' && other.blockedBy === result.id,
  );
  const message = [
    findings(result),
    ...(waiting.length === 0
      ? []
      : [
          `${count(waiting.length, 'check')} waiting for it: ${waiting.map(({ id }) => id).join(', ')}`,
        ]),
  ].join('\n');
  return [test(result.title, result.status, message, earnedBy(result))];
};
