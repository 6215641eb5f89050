import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { outcomeInWords } from '../../../grader/sandbox/outcome.ts';
import { matchSubmissions } from '../../../grader/submission/match-submissions.ts';
import type { Lab } from '../../workbook/lab.ts';
import { openSandbox, type Replay, replaySubmission } from '../submissions/replay-submission.ts';
import type { PlaceOf } from './places.ts';

/** What students handed in, to be replayed from nothing. */
export const ofSubmissions = async ({
  folder,
  lab,
  students,
  onNoSandbox,
}: {
  readonly folder: string;
  readonly lab: Lab;
  readonly students: readonly RosterEntry[];
  /** Nothing can be replayed on this machine. */
  readonly onNoSandbox: (error: unknown) => void;
}): Promise<{
  readonly placeOf: PlaceOf;
  /** What was handed in and is nobody's, a sentence each. */
  readonly notices: readonly string[];
}> => {
  const matched = matchSubmissions(await readdir(folder), students);
  const stamps = new Map<string, string>();
  for (const name of matched.of.values()) stamps.set(name, await stampOf(join(folder, name)));
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
        const { endpoint, account, region } = replay;
        return {
          source: { kind: 'live', target: { kind: 'local', endpoint, account, region } },
          notices: noticesOf(replay),
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

const noticesOf = ({ notices, outcome }: Replay): string[] => {
  const isPlain =
    outcome.exitStatus === 0 && outcome.limits.length === 0 && outcome.refused.length === 0;
  return [...notices, ...(isPlain ? [] : outcomeInWords(outcome))];
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
