import type { InputProblem } from '../input-error.ts';

/** What is wrong, before it is known where that stands. */
export type Finding = Pick<InputProblem, 'expected' | 'found' | 'advice'>;

export const isFinding = (value: unknown): value is Finding =>
  typeof value === 'object' && value !== null && 'expected' in value && 'found' in value;
