import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { fileNames } from '../../../grader/report/file-names.ts';
import { noteworthy, outcomeInWords } from '../../../grader/sandbox/outcome.ts';
import { matchSubmissions } from '../../../grader/submission/match-submissions.ts';
import type { Lab } from '../../workbook/lab.ts';
import type { SubmissionFolder } from '../submissions/list-submissions.ts';
import { openSandbox, replaySubmission } from '../submissions/replay-submission.ts';
import type { PlaceOf } from './places.ts';

/** What students handed in, to be replayed from nothing. */
export const ofSubmissions = async ({
  submissions: { folder, names },
  outputs,
  lab,
  students,
  onNoSandbox,
}: {
  readonly submissions: SubmissionFolder;
  /** Folder for what the commands print, a file a student. */
  readonly outputs: string;
  readonly lab: Lab;
  readonly students: readonly RosterEntry[];
  /** Nothing can be replayed on this machine. */
  readonly onNoSandbox: (error: unknown) => void;
}): Promise<{
  readonly placeOf: PlaceOf;
  /** What was handed in and is nobody's, a sentence each. */
  readonly notices: readonly string[];
}> => {
  const matched = matchSubmissions(names, students);
  const stamps = new Map<string, string>();
  for (const name of matched.of.values()) stamps.set(name, await stampOf(join(folder, name)));
  const files = fileNames(students.map(({ id }) => id));
  await mkdir(outputs, { recursive: true });
  let opened: ReturnType<typeof openSandbox> | undefined;
  const placeOf: PlaceOf = ({ id }) => {
    const name = matched.of.get(id);
    if (name === undefined)
      return { problem: matched.problems.get(id) ?? 'Nothing was handed in.' };
    return {
      key: `submission ${name}, ${stamps.get(name)}`,
      open: async (signal) => {
        opened ??= openSandbox();
        opened.catch(onNoSandbox);
        const sandbox = await opened;
        const path = join(folder, name);
        const replay = await replaySubmission({ sandbox, lab, path, student: id, signal });
        const { endpoint, account, region, outcome } = replay;
        const output = [...outcomeInWords(outcome), '', outcome.output].join('\n');
        await writeFile(join(outputs, `${files.get(id)}.txt`), output);
        return {
          source: { kind: 'live', target: { kind: 'local', endpoint, account, region } },
          notices: [...replay.notices, ...noteworthy(outcome)],
          close: async () => replay[Symbol.asyncDispose](),
        };
      },
    };
  };
  return {
    placeOf,
    notices: matched.unmatched.map(({ name, why }) => `${JSON.stringify(name)}: ${why}.`),
  };
};

/** Another one when something else was handed in. */
const stampOf = async (path: string): Promise<string> => {
  const found = await stat(path);
  if (!found.isDirectory()) return `${found.size} bytes of ${found.mtime.toISOString()}`;
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const times = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs),
  );
  return `${times.length} files of ${new Date(Math.max(0, ...times)).toISOString()}`;
};
