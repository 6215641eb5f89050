import type { LabProblem } from '../../src/workbook/lab-error.ts';

/** One mistake in a file that an instructor wrote. */
export interface InputProblem extends LabProblem {
  /** What to do, as a sentence; where that does not follow from what was expected. */
  readonly advice?: string | undefined;
}

/** A roster, or rules, that cannot be read; lists every problem that was found, not only the first. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map(describe).join('\n'));
    this.problems = problems;
  }
}

const describe = ({ file, line, where, expected, found, advice }: InputProblem): string =>
  [
    `${file}:${line}: ${where}`,
    `expected ${expected}`,
    `found ${found}`,
    ...(advice === undefined ? [] : [advice]),
  ].join('\n  ');
