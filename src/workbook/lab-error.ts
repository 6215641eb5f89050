/** One mistake in a lab's text, for the person who wrote it. */
export interface LabProblem {
  /** As the author knows it: relative to the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What is being talked about: `front matter, minutes`. */
  readonly where: string;
  readonly expected: string;
  readonly found: string;
  /** What to do, where that does not say itself. */
  readonly fix?: string | undefined;
}

/** A lab that cannot be read; lists every problem that was found, not only the first. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly problems: readonly LabProblem[];

  constructor(problems: readonly LabProblem[]) {
    super(problems.map(describe).join('\n'));
    this.problems = problems;
  }
}

const describe = ({ file, line, where, expected, found, fix }: LabProblem): string =>
  [
    `${file}:${line}: ${where}`,
    `  expected ${expected}`,
    `  found ${found}`,
    ...(fix === undefined ? [] : [`  so ${fix}`]),
  ].join('\n');
