import type { GradeReport } from '../../grader/result.ts';
import type { StepRun } from '../../src/server/api.ts';
import type { KnownProgress } from '../../src/workbook/merge-progress.ts';
import { recall, remember } from './storage.ts';

/** What the browser keeps of one lab. */
export interface KeptProgress extends KnownProgress {
  /** As the checks last stood. */
  readonly score?: Score | undefined;
}

export interface Score {
  readonly earned: number;
  readonly possible: number;
  readonly passed: number;
  readonly checks: number;
  /** ISO 8601. */
  readonly gradedAt?: string | undefined;
}

export const scoreOf = ({ earned, possible, results, gradedAt }: GradeReport): Score => ({
  earned,
  possible,
  passed: results.filter(({ status }) => status === 'pass').length,
  checks: results.length,
  gradedAt,
});

/**
 * Takes of a text, or of what it was made of, all that is progress of a lab; members that a newer
 * version added stay. `whole`: nothing of it had to be left.
 */
export const readKept = (source: unknown): { kept: KeptProgress; whole: boolean } => {
  const value = typeof source === 'string' ? parse(source) : source;
  if (!isObject(value)) return { kept: { steps: {}, quiz: {} }, whole: false };
  const { steps, quiz, answeredAt, forgotten, resetAt, importedAt, solvedAt, score, ...others } =
    value;
  let whole = true;
  const take = <T>(given: unknown, is: (one: unknown) => one is T): Record<string, T> => {
    const entries = isObject(given) ? Object.entries(given) : [];
    if (given !== undefined && !isObject(given)) whole = false;
    return Object.fromEntries(
      entries.filter((entry): entry is [string, T] => {
        if (!is(entry[1])) whole = false;
        return is(entry[1]);
      }),
    );
  };
  const one = <K extends string, T>(name: K, given: unknown, is: (one: unknown) => one is T) => {
    if (given === undefined) return {};
    if (is(given)) return { [name]: given };
    whole = false;
    return {};
  };
  const kept: KeptProgress = {
    ...others,
    steps: take(steps, isRun),
    quiz: take(quiz, isChoice),
    ...(answeredAt === undefined ? {} : { answeredAt: take(answeredAt, isNumber) }),
    ...(forgotten === undefined ? {} : { forgotten: take(forgotten, isNumber) }),
    ...one('resetAt', resetAt, isNumber),
    ...one('importedAt', importedAt, isNumber),
    ...one('solvedAt', solvedAt, isNumber),
    ...one('score', score, isScore),
  };
  return { kept, whole };
};

/**
 * What this browser remembers of a lab. What cannot be read is moved aside, and `onDamaged` hears
 * under which name.
 */
export const recallProgress = (lab: string, onDamaged: (name: string) => void): KeptProgress => {
  const text = recall(`progress/${lab}`);
  if (text === undefined) return { steps: {}, quiz: {} };
  const { kept, whole } = readKept(text);
  if (!whole) {
    const aside = `aside/progress/${lab}/${Date.now()}`;
    // Only when it is safe there does it make way.
    if (remember(aside, text)) keepProgress(lab, kept);
    onDamaged(aside);
  }
  return kept;
};

export const keepProgress = (lab: string, kept: KeptProgress): void => {
  remember(`progress/${lab}`, JSON.stringify(kept));
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): value is number => typeof value === 'number';

const isChoice = (value: unknown): value is number => Number.isInteger(value);

const isRun = (value: unknown): value is StepRun =>
  isObject(value) && ['done', 'failed', 'passedOver'].includes(String(value.status));

const isScore = (value: unknown): value is Score =>
  isObject(value) &&
  [value.earned, value.possible, value.passed, value.checks].every((part) => isNumber(part));
