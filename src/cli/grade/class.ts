import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../../grader/check.ts';
import type { ClassReport } from '../../../grader/class/class-report.ts';
import { type ClassRules, DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import { ChecksChanged, gradeClass } from '../../../grader/class/grade-class.ts';
import { readRoster } from '../../../grader/class/read-roster.ts';
import { readRules } from '../../../grader/class/read-rules.ts';
import { reportClass } from '../../../grader/class/report-class.ts';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { putAside } from '../../../grader/class/run/results-folder.ts';
import { loadChecks } from '../../../grader/load-checks.ts';
import { statisticsTable } from '../../../grader/report/class-table.ts';
import { defaultEndpoint, defaultRegion } from '../../workbook/data-dir.ts';
import type { Lab } from '../../workbook/lab.ts';
import { variantOf } from '../../workbook/variant.ts';
import { untilToldToStop } from '../start/until-told-to-stop.ts';
import { listSubmissions, rosterOf } from '../submissions/list-submissions.ts';
import type { GradeOptions } from './options.ts';
import { onAws, onRuntime, type PlaceOf } from './places.ts';
import { ClassProgress } from './progress.ts';
import { ofSubmissions } from './submitted.ts';
import { writeFormats } from './write-formats.ts';

/** Ctrl-C. */
class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor(readonly signal: NodeJS.Signals) {
    super('Stopped.');
  }
}

/**
 * Grades the class of a roster, or of those who handed something in. Answers the exit status. Throws
 * `InputError` for mistakes in the roster or the rules.
 */
export const gradeRoster = async (
  lab: Lab,
  options: GradeOptions,
  folder: string,
): Promise<number> => {
  const checks = await loadChecks(lab.id);
  const rules = await readClassRules(options, checks);
  const students = await readStudents(lab, options);
  const stop = new AbortController();
  const placeOf = await choosePlaces(lab, options, folder, students, (error) => stop.abort(error));
  if (options.fresh === true) {
    const aside = await putAside(folder, new Date());
    if (aside !== undefined) console.error(`What was kept is now in ${aside}.`);
  }
  void untilToldToStop(() => {}).then((signal) => stop.abort(new Stopped(signal)));

  const progress = new ClassProgress(students.length);
  try {
    const outcomes = await gradeClass({
      lab: lab.id,
      students,
      placeOf,
      variantOf: (student) => variantOf(lab, student),
      folder,
      regrade: options.regrade,
      // Each submission takes a runtime and a container.
      parallel: options.parallel ?? (options.submissions === undefined ? undefined : cpus().length),
      signal: stop.signal,
      onOutcome: progress.hear,
    });
    progress.end();
    const now = new Date().toISOString();
    const report = reportClass({ lab, checks, rules, outcomes, now });
    await print(report, options, folder);
    return exitStatus(report);
  } catch (error) {
    progress.clear();
    if (error instanceof ChecksChanged) {
      console.error(
        `${error.message} Say --regrade to run them as they are now on what was seen then, without looking at any cluster; or --fresh to grade everybody again where the work is.`,
      );
      return 2;
    }
    if (!(error instanceof Stopped)) throw error;
    progress.end();
    console.error(
      `Stopped. Who is graded is kept in ${folder}. The same command${options.fresh === true ? ' without --fresh' : ''} goes on from there.`,
    );
    return error.signal === 'SIGINT' ? 130 : 143;
  }
};

const readStudents = async (
  lab: Lab,
  { roster: file, submissions, target, allowSharedAccounts }: GradeOptions,
): Promise<readonly RosterEntry[]> => {
  if (file === undefined) return rosterOf(await listSubmissions(submissions ?? '.'), lab);
  const from =
    submissions !== undefined ? 'submission' : target === 'aws' ? 'credentials' : 'account';
  return readRoster(await readFile(file), { file, from, allowSharedAccounts });
};

const readClassRules = async (
  { rules: file, due, graceDays, penalty, points }: GradeOptions,
  checks: readonly Check[],
): Promise<ClassRules> => ({
  ...(file === undefined ? DEFAULT_RULES : readRules(await readFile(file, 'utf8'), file, checks)),
  ...(due !== undefined && { due }),
  ...(graceDays !== undefined && { graceDays }),
  ...(penalty !== undefined && { penaltyPerDay: penalty }),
  ...(points !== undefined && { pointsPossible: points }),
});

/** `giveUp`: nobody can be graded. */
const choosePlaces = async (
  lab: Lab,
  { submissions, target, endpoint = defaultEndpoint, region, profile }: GradeOptions,
  folder: string,
  students: readonly RosterEntry[],
  giveUp: (error: unknown) => void,
): Promise<PlaceOf> => {
  if (submissions !== undefined) {
    const { placeOf, notices } = await ofSubmissions({
      submissions: await listSubmissions(submissions),
      outputs: join(folder, 'outputs'),
      lab,
      students,
      onNoSandbox: giveUp,
    });
    for (const notice of notices) console.error(`Not graded: ${notice}`);
    return placeOf;
  }
  return target === 'aws'
    ? onAws({ profile, region })
    : onRuntime({ endpoint, region: region ?? defaultRegion, onUnreachable: giveUp });
};

const print = async (
  report: ClassReport,
  { stats = false, format = stats ? [] : ['table'], out }: GradeOptions,
  folder: string,
): Promise<void> => {
  if (stats) console.log(statisticsTable(report));
  await writeFormats(report, format, { folder, isAskedFor: out !== undefined });
};

const exitStatus = ({ students }: ClassReport): number => {
  if (students.some((one) => one.status === 'ungraded' || one.score.needsReview)) return 3;
  const isFaultless = students.every(
    (one) => one.status === 'graded' && one.report.results.every(({ status }) => status === 'pass'),
  );
  return isFaultless ? 0 : 1;
};
