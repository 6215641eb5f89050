import { DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import { reportClass } from '../../../grader/class/report-class.ts';
import { grade } from '../../../grader/grade.ts';
import { loadChecks } from '../../../grader/load-checks.ts';
import { openTarget } from '../../../grader/open-target.ts';
import { table } from '../../../grader/report/table.ts';
import type { GradeReport } from '../../../grader/result.ts';
import { defaultAccount, defaultEndpoint, defaultRegion } from '../../workbook/data-dir.ts';
import type { Lab } from '../../workbook/lab.ts';
import { variantOf } from '../../workbook/variant.ts';
import type { GradeOptions } from './options.ts';
import { writeFormats } from './write-formats.ts';

/** Grades one cluster. Answers the exit status. */
export const gradeOne = async (
  lab: Lab,
  options: GradeOptions,
  folder: string,
): Promise<number> => {
  const checks = await loadChecks(lab.id);
  const variant = variantOf(lab, options.student);
  const target = await openTarget(
    options.target === 'aws'
      ? { kind: 'aws', region: options.region, profile: options.profile }
      : {
          kind: 'local',
          endpoint: options.endpoint ?? defaultEndpoint,
          account: options.account ?? defaultAccount,
          region: options.region ?? defaultRegion,
        },
  );
  let report: GradeReport;
  try {
    report = await grade({ lab: lab.id, checks, target, variant });
  } finally {
    target.close();
  }
  const { format: formats = ['table'] } = options;
  const [format] = formats;
  if (formats.length === 1 && format === 'table') {
    console.log(table(report, { colour: process.stdout.isTTY === true }));
  } else if (formats.length === 1 && format === 'json') {
    console.log(JSON.stringify(report, null, 2));
  } else {
    const { account } = report;
    const id = options.student ?? account;
    const student = { id, name: id, account, columns: {} };
    const outcomes = [{ student, variant, found: report }];
    const now = report.gradedAt;
    const ofOne = reportClass({ lab, checks, rules: DEFAULT_RULES, outcomes, now });
    await writeFormats(ofOne, formats, { folder, isAskedFor: options.out !== undefined });
  }
  if (report.results.some(({ status }) => status === 'error')) return 3;
  return report.results.every(({ status }) => status === 'pass') ? 0 : 1;
};
