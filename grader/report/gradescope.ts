import type { ClassReport } from '../class/class-report.ts';
import type { CheckResult } from '../result.ts';
import { earnedBy } from '../result.ts';
import type { Exporter } from './exporter.ts';
import { fileNames } from './file-names.ts';
import { type Graded, isGraded, remarks, scoreLine } from './grades.ts';
import { findings, storableJson } from './text.ts';

/**
 * What a Gradescope autograder leaves in /autograder/results. Its specification ("Output format"):
 * a top-level score stands above the sum of the tests; a test without a score is only shown, with
 * the status it says. So a check that waits, or that we could not carry out, has neither score nor
 * status. A submission without results.json has no score at all and is shown to the instructor as
 * one whose autograder failed: that is what an ungraded student gets.
 */
export const gradescope: Exporter = {
  name: 'gradescope',
  description: "Gradescope's results.json, in a folder for each student",
  files: (report) => {
    const names = fileNames(report.students.map(({ student }) => student.id));
    return report.students.filter(isGraded).map((grade) => ({
      path: `gradescope/${names.get(grade.student.id)}/results.json`,
      content: storableJson(resultsOf(grade, report)),
    }));
  },
};

const resultsOf = (grade: Graded, report: ClassReport) => ({
  score: grade.score.final,
  output: [
    `${report.lab.title}: ${scoreLine(grade, report)}.`,
    ...remarks(grade, report.rules),
  ].join('\n'),
  // The default of this one renders HTML.
  output_format: 'text',
  test_output_format: 'text',
  test_name_format: 'text',
  visibility: 'visible',
  stdout_visibility: 'hidden',
  extra_data: {
    lab: report.lab.id,
    student: grade.student.id,
    account: grade.report.account,
    graded_at: grade.report.gradedAt,
    days_late: grade.score.daysLate,
    penalty: grade.score.penalty,
    needs_review: grade.score.needsReview,
    variant: grade.variant,
  },
  tests: grade.report.results.map((result, index) => ({
    name: result.title,
    number: String(index + 1),
    output: findings(result),
    ...standing(result),
    extra_data: { id: result.id, status: result.status },
  })),
});

const standing = (result: CheckResult) => {
  if (result.status === 'blocked' || result.status === 'error') return {};
  return {
    score: earnedBy(result),
    max_score: result.points,
    status: result.status === 'pass' ? 'passed' : 'failed',
  };
};
