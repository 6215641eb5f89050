import { z } from 'zod';
import { readYaml } from '../../src/workbook/read-yaml.ts';
import type { Check } from '../check.ts';
import type { ClassRules } from './class-rules.ts';
import { InputError } from './input-error.ts';

const points = z
  .number()
  .min(0)
  .max(100_000)
  .refine((value) => Math.round(value * 100) / 100 === value);
const weight = points.optional().describe('points: a number from 0, with at most two decimals');

const percent = (byDefault: number, what: string) =>
  z.number().min(0).max(100).default(byDefault).describe(`${what}, a percentage from 0 to 100`);

/** What an instructor writes in a file of rules. The descriptions complete the sentence "expected …". */
const rulesSchema = (checks: readonly Check[]) =>
  z
    .strictObject({
      due: z.iso
        .datetime({ offset: true })
        .optional()
        .describe('a day and a time with its offset, such as 2026-01-31T23:59:00+01:00'),
      graceDays: z
        .int()
        .min(0)
        .max(366)
        .default(0)
        .describe('the days after due that cost nothing, a whole number from 0'),
      penaltyPerDay: percent(0, 'what each day begun after that costs'),
      penaltyAtMost: percent(100, 'what lateness costs at most'),
      pointsPossible: points
        .refine((value) => value > 0)
        .optional()
        .describe('the points of the grade book: a number above 0, with at most two decimals'),
      weights: z
        .strictObject(Object.fromEntries(checks.map(({ id }) => [id, weight])))
        .refine((weights) => checks.some((check) => (weights[check.id] ?? check.points) > 0))
        .default({})
        .describe(
          `the points of single checks, not all 0: ${checks.map(({ id }) => id).join(', ')}`,
        ),
    })
    .describe('only these: due, graceDays, penaltyPerDay, penaltyAtMost, pointsPossible, weights');

/** The rules of a class, for a lab with these checks. Throws `InputError` with every fault and its line. */
export const readRules = (text: string, file: string, checks: readonly Check[]): ClassRules => {
  const read = readYaml(text, rulesSchema(checks), { file, line: 1, where: 'the rules' });
  if ('problems' in read) throw new InputError(read.problems.toSorted((a, b) => a.line - b.line));
  const weights = Object.entries(read.value.weights);
  return {
    ...read.value,
    weights: Object.fromEntries(
      weights.flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])),
    ),
  };
};
