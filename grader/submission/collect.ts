import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSecretName, secretIn } from './secrets.ts';
import { SubmissionError } from './submission-error.ts';
import { inUnits, UNPACK_LIMITS, type UnpackLimits } from './unpack-limits.ts';

export interface CollectedFile {
  /** Parts joined by `/`. */
  readonly path: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

export interface Collected {
  readonly files: readonly CollectedFile[];
  /** What is not handed in, and why; a line each. */
  readonly leftOut: readonly string[];
}

/** What others make from the student's files, and what nobody wants. */
const MADE = new Set(['node_modules', '.git', '__MACOSX', '.DS_Store', 'Thumbs.db', '__pycache__']);

/**
 * The files of a folder that may be handed in, in the order of their names. Leaves out links and
 * what looks like a secret by its name; throws `SubmissionError` for more than a submission may
 * have, and for secrets in files that otherwise belong to it.
 */
export const collectFiles = async (
  folder: string,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<Collected> => {
  const files: CollectedFile[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (MADE.has(entry.name)) leftOut.push(`${path}: not your own work`);
      else if (entry.isDirectory()) await walk(path);
      else if (!entry.isFile()) leftOut.push(`${path}: neither a file nor a folder`);
      else if (isSecretName(path)) leftOut.push(`${path}: its name says that it may hold a secret`);
      else {
        const { size, mode } = await lstat(join(folder, path));
        bytes += size;
        if (bytes > limits.bytes || files.length + 10 > limits.entries) throw tooMuch(path, limits);
        const content = await readFile(join(folder, path));
        refuseSecrets(path, content.toString('latin1'));
        files.push({ path, content, isExecutable: (mode & 0o100) !== 0 });
      }
    }
  };
  await walk('');
  return { files, leftOut };
};

/** Throws `SubmissionError` with what to do. */
export const refuseSecrets = (path: string, text: string): void => {
  const secret = secretIn(text);
  if (secret === undefined) return;
  throw new SubmissionError(
    `${path} holds ${secret}, which is for nobody else's eyes. Take it out (and replace it where it counts: a secret that was written down is none), then pack again.`,
  );
};

const tooMuch = (path: string, { bytes, entries }: UnpackLimits) =>
  new SubmissionError(
    `Up to ${path} there is more than a submission may have: ${inUnits(bytes)} in ${entries} files and folders. Move what does not belong to the lab out of its folder, then pack again.`,
  );
