import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Variant } from '../../src/workbook/variant.ts';
import { explainError } from '../explain-error.ts';
import { checksFile } from '../load-checks.ts';
import type { Outcome } from './report-class.ts';
import type { RosterEntry } from './roster-entry.ts';
import type { Answer, Source } from './run/job.ts';
import type { OpenPlace, Place } from './run/place.ts';
import { type Plan, plan } from './run/plan.ts';
import { GradingPool } from './run/pool.ts';
import { ResultsFolder } from './run/results-folder.ts';
import { Turns } from './run/turns.ts';

export interface ClassRun {
  /** Id of the lab. */
  readonly lab: string;
  readonly students: readonly RosterEntry[];
  /** Where a student's work is; or why nobody knows. */
  readonly placeOf: (student: RosterEntry) => Place | { readonly problem: string };
  /** Default: the lab is the same for everybody. */
  readonly variantOf?: ((student: string) => Variant) | undefined;
  /** Where results and evidence are kept. */
  readonly folder: string;
  /** Who was graded by other checks is graded again from the evidence that is kept. */
  readonly regrade?: boolean | undefined;
  /** Students at a time; default: eight for each core. */
  readonly parallel?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each student once; not in the order of the roster. */
  readonly onOutcome?: ((outcome: Outcome, isKept: boolean) => void) | undefined;
  /** Module of the checks; default: as built from the lab's. */
  readonly checks?: string | undefined;
  /** Milliseconds that one check may take; default 30,000. */
  readonly timeout?: number | undefined;
  /** Milliseconds that a check may keep a processor busy without a pause; default: as `timeout`. */
  readonly stuckAfter?: number | undefined;
  /** MiB that the checks of the students in one thread may take together; default 512. */
  readonly memoryMiB?: number | undefined;
}

/** The kept results of these students were made with other checks. */
export class ChecksChanged extends Error {
  override readonly name = 'ChecksChanged';
  constructor(readonly students: number) {
    super(
      `The checks have changed since ${students === 1 ? 'one student was' : `${students} students were`} graded.`,
    );
  }
}

/**
 * Grades a class, several students at a time, each apart from all others. Who was graded before, in
 * the same place and without an error of ours, is not graded again. Rejects with `ChecksChanged`, and
 * with the reason of `signal` when that is aborted; what was graded by then is kept.
 */
export const gradeClass = async (run: ClassRun): Promise<Outcome[]> => {
  const { lab, students, timeout = 30_000 } = run;
  const checks = run.checks ?? checksFile(lab);
  const digest = createHash('sha256')
    .update(await readFile(checks))
    .digest('hex');
  const folder = await ResultsFolder.open(
    run.folder,
    students.map(({ id }) => id),
  );
  const plans = await Promise.all(students.map((student) => plan(student, run, folder, digest)));
  const stale = plans.filter((one) => 'isStale' in one && one.isStale);
  if (stale.length > 0) throw new ChecksChanged(stale.length);

  const cores = cpus().length;
  const parallel = run.parallel ?? 8 * cores;
  await using pool = new GradingPool({
    lab,
    checks,
    workers: Math.min(cores, parallel),
    memoryMiB: run.memoryMiB ?? 512,
    stuckAfter: run.stuckAfter ?? timeout,
  });
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(run.signal ? [run.signal] : [])]);
  signal.addEventListener('abort', () => void pool[Symbol.asyncDispose]());
  const turns = new Turns(parallel);

  const tell = (outcome: Outcome, isKept = false): Outcome => {
    run.onOutcome?.(outcome, isKept);
    return outcome;
  };
  const gradeOne = async (planned: Plan): Promise<Outcome> => {
    if ('outcome' in planned) return tell(planned.outcome, planned.isKept);
    const { student, variant, place } = planned;
    return turns.take(async () => {
      const { notices, ...answer } = await lookAt(place, signal, (source) =>
        pool.grade({ source, variant, timeout }),
      );
      if ('problem' in answer) return tell({ student, variant, notices, found: answer });
      const { report, evidence } = answer;
      const about = { student: student.id, place: place.key, checks: digest, variant, notices };
      await folder.write({ ...about, report }, evidence);
      return tell({ student, variant, notices, found: report });
    });
  };
  const all = plans.map((one) =>
    gradeOne(one).catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  // What is being written is written to its end, also when it is over.
  await Promise.allSettled(all);
  signal.throwIfAborted();
  return Promise.all(all);
};

const lookAt = async (
  place: Place,
  signal: AbortSignal,
  look: (source: Source) => Promise<Answer>,
): Promise<Answer & { readonly notices: string[] }> => {
  signal.throwIfAborted();
  let opened: OpenPlace | undefined;
  const notices = () => [...(opened?.notices ?? [])];
  try {
    const found = await place.open(signal);
    if ('problem' in found) return { ...found, notices: [] };
    opened = found;
    return { ...(await look(opened.source)), notices: notices() };
  } catch (error) {
    signal.throwIfAborted();
    // Whatever it was, it was with this student, and the others go on.
    return { problem: explainError(error, undefined), notices: notices() };
  } finally {
    await opened?.close?.();
  }
};
