import { join } from 'node:path';
import { InputError } from '../../grader/class/input-error.ts';
import { explainError } from '../../grader/explain-error.ts';
import { iamPolicy } from '../../grader/iam-policy.ts';
import { SubmissionError } from '../../grader/submission/submission-error.ts';
import { projectRoot } from '../project-root.ts';
import { defaultEndpoint } from '../workbook/data-dir.ts';
import { LabError } from '../workbook/lab-error.ts';
import { loadLab, UnknownLab } from '../workbook/load-lab.ts';
import { parseGradeOptions } from './grade/options.ts';

/**
 * Exit status: 0 all passed, 1 something did not, 2 a mistake in the call, 3 an error of ours, or
 * somebody of a class could not be graded; 130 stopped with Ctrl-C.
 */
export const run = async (args: string[]): Promise<number> => {
  const options = parseGradeOptions(args);
  if (typeof options === 'number') return options;
  const { lab: id, roster, policy = false } = options;
  if (policy || id === undefined) {
    console.log(JSON.stringify(iamPolicy(), null, 2));
    return 0;
  }
  const folder = options.out ?? join(projectRoot, 'grades', id);
  try {
    const lab = await loadLab(id);
    if (roster === undefined && options.submissions === undefined) {
      const { gradeOne } = await import('./grade/one.ts');
      return await gradeOne(lab, options, folder);
    }
    const { gradeRoster } = await import('./grade/class.ts');
    return await gradeRoster(lab, options, folder);
  } catch (error) {
    if (isMistake(error)) {
      console.error(error.message);
      return 2;
    }
    console.error(
      explainError(
        error,
        options.target === 'aws' ? undefined : (options.endpoint ?? defaultEndpoint),
      ),
    );
    return 3;
  }
};

const isMistake = (error: unknown): error is Error =>
  [UnknownLab, InputError, LabError, SubmissionError].some((type) => error instanceof type);
