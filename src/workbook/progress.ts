import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GradeReport } from '../../grader/result.ts';
import type { Progress } from '../server/api.ts';
import { progressSchema } from './progress-schema.ts';

export type StepStatus = Progress['steps'][string]['status'];

/** The last change under way, by file. */
const last = new Map<string, Promise<void>>();

/** How far one account has come in one lab, in a file of the data folder. */
export class ProgressFile {
  readonly file: string;

  constructor(
    dataDir: string,
    readonly lab: string,
    account: string,
  ) {
    this.file = join(dataDir, 'progress', account, `${lab}.json`);
  }

  /**
   * What is kept, or the empty progress. A damaged file is put aside, beside the good one, and
   * `onDamaged` hears of it in words for people.
   */
  async read(onDamaged: (notice: string) => void = console.error): Promise<Progress> {
    const text = await readFile(this.file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return this.#empty();
    const parsed = progressSchema.safeParse(parseJson(text));
    if (parsed.success && parsed.data.lab === this.lab) return parsed.data;
    const aside = `${this.file}.damaged-${Date.now()}`;
    await rename(this.file, aside);
    onDamaged(
      `The progress of lab ${this.lab} could not be read: expected JSON as the workbook writes it ` +
        `in ${this.file}, found something else. It is kept as ${aside}; the lab starts from the ` +
        'beginning. Your cluster is not touched by this.',
    );
    return this.#empty();
  }

  step(id: string, status: StepStatus): Promise<Progress> {
    return this.#change((old) => ({ ...old, steps: { ...old.steps, [id]: { status } } }));
  }

  /** `choice` counts from 0. */
  quiz(id: string, choice: number): Promise<Progress> {
    return this.#change((old) => ({ ...old, quiz: { ...old.quiz, [id]: choice } }));
  }

  report(report: GradeReport): Promise<Progress> {
    return this.#change((old) => ({ ...old, report }));
  }

  /** Forgets everything. */
  async reset(): Promise<Progress> {
    await rm(this.file, { force: true });
    return this.#empty();
  }

  /** One change after another, whoever asks for them. */
  #change(change: (old: Progress) => Progress): Promise<Progress> {
    const done = (last.get(this.file) ?? Promise.resolve()).then(() => this.#replace(change));
    const settled = done
      .catch(() => {})
      .then(() => {
        if (last.get(this.file) === settled) last.delete(this.file);
      });
    last.set(this.file, settled);
    return done;
  }

  async #replace(change: (old: Progress) => Progress): Promise<Progress> {
    const progress = change(await this.read());
    await mkdir(dirname(this.file), { recursive: true });
    // Renamed into place, so that a crash leaves the old file or the new one.
    const fresh = `${this.file}.${randomUUID()}`;
    await writeFile(fresh, `${JSON.stringify(progress, null, 2)}\n`, { flush: true });
    await rename(fresh, this.file);
    return progress;
  }

  #empty(): Progress {
    return { lab: this.lab, steps: {}, quiz: {} };
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
