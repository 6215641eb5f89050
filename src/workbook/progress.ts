import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GradeReport } from '../../grader/result.ts';
import type { Progress, StepRun } from '../server/api.ts';
import { type KnownProgress, mergeProgress, whenSolved } from './merge-progress.ts';
import { readProgressText } from './progress-schema.ts';

export type StepStatus = StepRun['status'];

/** How a run ended, besides its status; `output` as `KeptOutput` leaves it. */
export interface StepEnd extends Pick<StepRun, 'code' | 'reason'> {
  readonly output?: string | undefined;
}

/** The last change under way, by file. */
const last = new Map<string, Promise<void>>();

/** How far one account has come in one lab, in a file of the data folder; outputs are beside it. */
export class ProgressFile {
  readonly file: string;
  readonly outputFolder: string;

  constructor(
    dataDir: string,
    readonly lab: string,
    account: string,
  ) {
    this.file = join(dataDir, 'progress', account, `${lab}.json`);
    this.outputFolder = join(dataDir, 'progress', account, `${lab}.outputs`);
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
    const progress = readProgressText(text);
    if (progress?.lab === this.lab) return progress;
    const aside = `${this.file}.damaged-${Date.now()}`;
    await rename(this.file, aside);
    onDamaged(
      `The progress of lab ${this.lab} could not be read: expected JSON as the workbook writes it ` +
        `in ${this.file}, found something else: it is damaged, or of a newer version. It is kept as ` +
        `${aside}; the lab starts from the beginning. Your cluster is not touched by this.`,
    );
    return this.#empty();
  }

  /** What the steps last printed, by their ids. */
  async outputs(): Promise<Record<string, string>> {
    const names = await readdir(this.outputFolder).catch(() => []);
    const steps = names.flatMap((name) => (name.endsWith('.txt') ? [name.slice(0, -4)] : []));
    const texts = steps.map(async (id) => [id, await readFile(this.#output(id), 'utf8')] as const);
    return Object.fromEntries(await Promise.all(texts));
  }

  async step(id: string, status: StepStatus, end: StepEnd = {}): Promise<Progress> {
    const { output = '', ...how } = end;
    // First, so that whoever hears of the run finds what it printed.
    if (output === '') await rm(this.#output(id), { force: true });
    else await replaceFile(this.#output(id), output);
    const run = { status, endedAt: Date.now(), ...how };
    return this.#change((old) => ({ ...old, steps: { ...old.steps, [id]: run } }));
  }

  /** Forgets how a step ran and what it printed; what it made stays. */
  async forget(id: string): Promise<Progress> {
    await rm(this.#output(id), { force: true });
    return this.#change(({ steps: { [id]: _, ...steps }, ...old }) => ({
      ...old,
      steps,
      forgotten: { ...old.forgotten, [id]: Date.now() },
    }));
  }

  /** `choice` counts from 0. */
  quiz(id: string, choice: number): Promise<Progress> {
    return this.#change((old) => ({
      ...old,
      quiz: { ...old.quiz, [id]: choice },
      answeredAt: { ...old.answeredAt, [id]: Date.now() },
    }));
  }

  report(report: GradeReport): Promise<Progress> {
    return this.#change((old) => ({ ...old, ...whenSolved(report), report }));
  }

  /** Adds what is known elsewhere, the newer of each; nothing that is newer here is lost. */
  import({ report, ...theirs }: KnownProgress & Pick<Progress, 'report'>): Promise<Progress> {
    return this.#change((old) => {
      const isNewer = report !== undefined && report.gradedAt > (old.report?.gradedAt ?? '');
      const merged = mergeProgress({ ...theirs, importedAt: Date.now() }, old);
      return { ...old, solvedAt: undefined, ...merged, ...(isNewer ? { report } : {}) };
    });
  }

  /** Forgets everything but that it did. */
  async reset(): Promise<Progress> {
    await rm(this.outputFolder, { recursive: true, force: true });
    return this.#change(() => ({ ...this.#empty(), resetAt: Date.now() }));
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
    await replaceFile(this.file, `${JSON.stringify(progress, null, 2)}\n`);
    return progress;
  }

  #output(step: string): string {
    return join(this.outputFolder, `${step}.txt`);
  }

  #empty(): Progress {
    return { lab: this.lab, steps: {}, quiz: {} };
  }
}

/** Renamed into place, so that a crash leaves the old file or the new one. */
const replaceFile = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, text, { flush: true });
  await rename(fresh, file);
};
