import { z } from 'zod';

const check = { id: z.string(), title: z.string(), points: z.number() };

const checkResultSchema = z.discriminatedUnion('status', [
  z.object({ ...check, status: z.literal('pass'), observed: z.string() }),
  z.object({
    ...check,
    status: z.literal('fail'),
    expected: z.string(),
    observed: z.string(),
    hint: z.string(),
    // Not in the files of older versions.
    symptom: z.string().default('differs'),
    earned: z.number().min(0).default(0),
  }),
  z.object({ ...check, status: z.literal('blocked'), blockedBy: z.string() }),
  z.object({ ...check, status: z.literal('error'), message: z.string() }),
]);

const reportSchema = z.object({
  lab: z.string(),
  account: z.string(),
  region: z.string(),
  target: z.enum(['local', 'aws']),
  gradedAt: z.string(),
  earned: z.number(),
  possible: z.number(),
  results: z.array(checkResultSchema),
});

const times = z.record(z.string(), z.number());

/** Members that a newer version adds stay where they are. */
const stepRunSchema = z.looseObject({
  status: z.enum(['done', 'failed', 'passedOver']),
  endedAt: z.number().optional(),
  code: z.int().optional(),
  reason: z.string().optional(),
});

/** The file in which progress is kept; a file from elsewhere is not trusted to be one. */
const progressSchema = z.looseObject({
  lab: z.string(),
  steps: z.record(z.string(), stepRunSchema),
  quiz: z.record(z.string(), z.int().min(0)),
  answeredAt: times.optional(),
  forgotten: times.optional(),
  resetAt: z.number().optional(),
  importedAt: z.number().optional(),
  solvedAt: z.number().optional(),
  report: reportSchema.optional(),
});

/** Undefined: the text is no progress. */
export const readProgressText = (text: string): z.infer<typeof progressSchema> | undefined => {
  try {
    return progressSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
