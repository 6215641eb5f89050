import { z } from 'zod';
import { SubmissionError } from './submission-error.ts';

/** `submission.json`: whose work it is, and of what. Members that a newer version adds are let be. */
const manifestSchema = z.object({
  format: z.literal(1),
  lab: z.string().min(1).max(100),
  /** What the school calls the student. */
  student: z.string().trim().min(1).max(200),
  /** ISO 8601. */
  packedAt: z.iso.datetime({ offset: true }),
  /** What made it. */
  packedBy: z.string().max(200).optional(),
  /** Where the student worked; ARNs in the files name it. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'expected 12 digits')
    .default('000000000000'),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Throws `SubmissionError` for what is no manifest of ours. */
export const readManifest = (text: string): Manifest => {
  const value = parse(text);
  if (isNewer(value)) {
    throw new SubmissionError(
      'submission.json is of a newer format than this version reads (format 1). Update the workbook, then grade again.',
      'instructor',
    );
  }
  const { data, error } = manifestSchema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new SubmissionError(
    `submission.json is not as npm run lab:submit writes it: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}. Pack the work again and hand that in.`,
  );
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SubmissionError(
      'submission.json is not JSON. Pack the work again with npm run lab:submit and hand that in.',
      'student',
      { cause },
    );
  }
};

const isNewer = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'format' in value &&
  typeof value.format === 'number' &&
  value.format > 1;
