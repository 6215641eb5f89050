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

/** The file in which progress is kept; a file from elsewhere is not trusted to be one. */
export const progressSchema = z.object({
  lab: z.string(),
  steps: z.record(z.string(), z.object({ status: z.enum(['done', 'failed', 'passedOver']) })),
  quiz: z.record(z.string(), z.int().min(0)),
  report: reportSchema.optional(),
});
