import { z } from 'zod';

/** Of the file. Counted up when a file is no longer read as before. */
const FORMAT = 1;

/** Names as in the SDK: `ECS`, `DescribeTasks`. Values as `plain` makes them. */
const question = z.object({
  service: z.string(),
  operation: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const answer = z.union([
  z.object({ output: z.record(z.string(), z.unknown()) }),
  /** What AWS refused, with its reason. */
  z.object({
    error: z.object({ name: z.string(), message: z.string() }).catchall(z.unknown()),
  }),
]);
const page = z.union([
  z.object({ status: z.number(), type: z.string(), body: z.string() }),
  /** Why nobody answered. */
  z.object({ refused: z.string() }),
]);

const schema = z.object({
  format: z.literal(FORMAT),
  target: z.object({
    kind: z.enum(['local', 'aws']),
    endpoint: z.string().optional(),
    account: z.string(),
    region: z.string(),
  }),
  /** ISO 8601. What AWS answered last was answered then. */
  seenAt: z.iso.datetime(),
  /** The last answer to each question. */
  calls: z.array(z.intersection(question, answer)),
  /** What the visits to a page found, in their order. `at`: the name and port that were asked. */
  pages: z.array(z.object({ at: z.string(), path: z.string(), answers: z.array(page) })),
  /** What there was besides, by service: tables as `Survey` has them, so that a changed check can be answered. */
  survey: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))).optional(),
  /** Services that are not in the survey, and why. */
  notSurveyed: z.array(z.string()),
  /** What was too large to keep. */
  leftOut: z.array(z.object({ what: z.string(), bytes: z.number() })),
});

/** What was seen of one student's account while it was graded. */
export type Evidence = z.infer<typeof schema>;
export type Question = z.infer<typeof question>;
export type Answered = z.infer<typeof answer>;
export type SeenPage = z.infer<typeof page>;

/** A file that cannot be read as evidence; says why. */
export class UnreadableEvidence extends Error {
  override readonly name = 'UnreadableEvidence';
}

/** As a file for people and programs: JSON, a call and a service a line. */
export const writeEvidence = ({ calls, pages, survey, ...evidence }: Evidence): string => {
  const head = JSON.stringify(evidence, undefined, 2).slice(0, -2);
  const lines = (elements: readonly string[]) =>
    elements.map((element) => `\n    ${element}`).join(',');
  const list = (elements: readonly unknown[]) =>
    `[${lines(elements.map((element) => JSON.stringify(element)))}\n  ]`;
  const members = [`"calls": ${list(calls)}`, `"pages": ${list(pages)}`];
  if (survey !== undefined) {
    const parts = Object.entries(survey).map(
      ([name, part]) => `"${name}": ${JSON.stringify(part)}`,
    );
    members.push(`"survey": {${lines(parts)}\n  }`);
  }
  return `${head},\n  ${members.join(',\n  ')}\n}\n`;
};

/** Reads what `writeEvidence` has written. Throws `UnreadableEvidence`. */
export const readEvidence = (text: string): Evidence => {
  const value = parse(text);
  const format = typeof value === 'object' && value !== null && 'format' in value && value.format;
  if (typeof format === 'number' && format !== FORMAT) {
    throw new UnreadableEvidence(
      `Expected evidence of format ${FORMAT}, found format ${format}. ` +
        `Use the ${format > FORMAT ? 'newer' : 'older'} ECS Workbook that wrote it, or grade this student on the cluster again.`,
    );
  }
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  throw new UnreadableEvidence(
    `Expected evidence as the grader writes it, but ${where}: ${issue?.message}. Was the file changed? Grade this student on the cluster again.`,
  );
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableEvidence(
      `Expected evidence as JSON, found ${text.length} characters that are not: ${reason}. Was the file cut off? Grade this student on the cluster again.`,
    );
  }
};
