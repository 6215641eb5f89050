import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileNames } from '../../report/file-names.ts';
import type { GradeReport } from '../../result.ts';

const FORMAT = 1;

const points = z.number().min(0);
const result = z.intersection(
  z.object({ id: z.string(), title: z.string(), points }),
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('pass'), observed: z.string() }),
    z.object({
      status: z.literal('fail'),
      expected: z.string(),
      observed: z.string(),
      hint: z.string(),
      symptom: z.string(),
      earned: points,
    }),
    z.object({ status: z.literal('blocked'), blockedBy: z.string() }),
    z.object({ status: z.literal('error'), message: z.string() }),
  ]),
);
const report: z.ZodType<GradeReport> = z.object({
  lab: z.string(),
  account: z.string(),
  region: z.string(),
  target: z.enum(['local', 'aws']),
  gradedAt: z.string(),
  earned: points,
  possible: points,
  results: z.array(result),
});

const schema = z.object({
  format: z.literal(FORMAT),
  /** Of the roster. */
  student: z.string(),
  /** Where the work was: a result of another place is none of this student. */
  place: z.string(),
  /** Digest of the checks that were made. */
  checks: z.string(),
  variant: z.record(z.string(), z.string()),
  /** What somebody should know of the work beside its checks. */
  notices: z.array(z.string()),
  report,
});

/** What is kept of a student who was graded. */
export type KeptResult = Omit<z.infer<typeof schema>, 'format'>;

/**
 * The folder where each student's result and evidence are kept as they come, two files a student.
 * A file is whole or not there, whatever happens.
 */
export class ResultsFolder {
  readonly #folder: string;
  readonly #names: ReadonlyMap<string, string>;

  private constructor(folder: string, names: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#names = names;
  }

  /** `students`: all ids of the roster. */
  static async open(folder: string, students: readonly string[]): Promise<ResultsFolder> {
    const kept = join(folder, 'students');
    await mkdir(kept, { recursive: true });
    return new ResultsFolder(kept, fileNames(students));
  }

  /** Undefined: there is none, or it cannot be read. */
  async read(student: string): Promise<KeptResult | undefined> {
    const text = await readFile(this.#file(student, 'result'), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const { data } = schema.safeParse(parse(text));
    return data?.student === student ? data : undefined;
  }

  /** The evidence first, so that there is none that a result lacks. */
  async write(kept: KeptResult, evidence: string | undefined): Promise<void> {
    if (evidence !== undefined) await writeWhole(this.evidenceFile(kept.student), evidence);
    const text = JSON.stringify({ format: FORMAT, ...kept }, undefined, 2);
    await writeWhole(this.#file(kept.student, 'result'), `${text}\n`);
  }

  evidenceFile(student: string): string {
    return this.#file(student, 'evidence');
  }

  #file(student: string, what: 'result' | 'evidence'): string {
    const name = this.#names.get(student);
    if (name === undefined) throw new Error(`${student} was not announced to the folder.`);
    return join(this.#folder, `${name}.${what}.json`);
  }
}

/** Puts aside what is kept, for a class that is graded afresh. Answers where; undefined: there was nothing. */
export const putAside = async (folder: string, now: Date): Promise<string | undefined> => {
  const kept = join(folder, 'students');
  if (!(await exists(kept))) return undefined;
  const aside = join(folder, `students-until-${now.toISOString().replaceAll(':', '-')}`);
  await rename(kept, aside);
  return aside;
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const writeWhole = async (file: string, text: string): Promise<void> => {
  const part = `${file}.part`;
  await writeFile(part, text);
  await rename(part, file);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
