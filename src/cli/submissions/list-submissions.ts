import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { openSubmission } from '../../../grader/submission/open-submission.ts';
import { SubmissionError } from '../../../grader/submission/submission-error.ts';
import { ARCHIVE } from '../../../grader/submission/unpack.ts';
import type { Lab } from '../../workbook/lab.ts';

/** What was handed in: the names of folders and archives in a folder. */
export interface SubmissionFolder {
  readonly folder: string;
  readonly names: readonly string[];
}

/** `path`: a folder of submissions, or one submission. Throws `SubmissionError` where there is neither. */
export const listSubmissions = async (path: string): Promise<SubmissionFolder> => {
  const found = await lstat(path).catch((cause: unknown) => {
    throw new SubmissionError(
      `Expected a folder of submissions at ${path}, found nothing there.`,
      'instructor',
      { cause },
    );
  });
  const one = { folder: dirname(path), names: [basename(path)] };
  if (!found.isDirectory()) return one;
  const names = await readdir(path);
  if (names.includes('submission.json') || names.includes('commands.sh')) return one;
  return { folder: path, names: names.filter((name) => !name.startsWith('.')) };
};

/** A roster of those who handed something in, by what their submissions say: for a class without one. */
export const rosterOf = async (
  { folder, names }: SubmissionFolder,
  lab: Lab,
): Promise<RosterEntry[]> => {
  const roster = new Map<string, RosterEntry>();
  for (const name of names.toSorted()) {
    const stem = name.replace(ARCHIVE, '');
    // What cannot be read is told of when it is graded.
    const said = await studentOf(join(folder, name), lab).catch(() => stem);
    const id = roster.has(said) ? stem : said;
    roster.set(id, { id, name: id, submission: name, columns: {} });
  }
  return [...roster.values()];
};

const studentOf = async (path: string, lab: Lab): Promise<string> => {
  await using submission = await openSubmission(path, { lab: lab.id });
  return submission.manifest.student;
};
