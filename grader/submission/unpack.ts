import { createReadStream } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Entry, openPromise } from 'yauzl';
import { Intake } from './intake.ts';
import { SubmissionError } from './submission-error.ts';
import type { UnpackLimits } from './unpack-limits.ts';

/** Names that archives of submissions have. */
export const ARCHIVE = /\.(?:zip|tar\.gz|tgz)$/i;

const LINK = 'a link; only files and folders are taken';
const SPECIAL = 'neither a file nor a folder';

/**
 * Unpacks an archive, or copies a folder, into an empty folder. Answers what was left out, a line
 * each. Throws `SubmissionError` for what is damaged, encrypted, too large or leads elsewhere.
 */
export const unpack = async (
  from: string,
  to: string,
  limits: UnpackLimits,
): Promise<readonly string[]> => {
  const { size, isFolder } = await lstat(from).then((stats) => ({
    size: stats.size,
    isFolder: stats.isDirectory(),
  }));
  const intake = new Intake(to, limits, isFolder ? Number.POSITIVE_INFINITY : size);
  try {
    if (isFolder) await copyFolder(from, '', intake);
    else if (await isZip(from)) await unpackZip(from, intake);
    else await unpackTar(from, intake, limits);
  } catch (error) {
    throw error instanceof SubmissionError ? error : explain(error);
  }
  return intake.leftOut;
};

const explain = (error: unknown): SubmissionError => {
  const message = error instanceof Error ? error.message : String(error);
  // What the machine refuses is not the student's fault.
  if (error instanceof Error && 'syscall' in error) {
    return new SubmissionError(`It could not be unpacked here: ${message}.`, 'instructor', {
      cause: error,
    });
  }
  if (/^(?:absolute path|invalid relative path|invalid characters)/.test(message)) {
    return new SubmissionError(
      `One of its names leads out of the submission's own folder (${message}). Pack the work again with npm run lab:submit.`,
    );
  }
  return new SubmissionError(
    `It is damaged, or not the kind of archive that its name says (${message}). Pack the work again with npm run lab:submit, and see that it is handed in whole.`,
    'student',
    { cause: error },
  );
};

/** By its first bytes: a name says what one likes. */
const isZip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1') === 'PK';
  } finally {
    await handle.close();
  }
};

const unpackZip = async (file: string, intake: Intake): Promise<void> => {
  const zip = await openPromise(file, { lazyEntries: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      const kind = kindOf(entry);
      if (name.endsWith('/')) await intake.makeFolder(name);
      else if (kind === FILE) {
        if (entry.isEncrypted()) {
          throw new SubmissionError(
            'It is protected by a password. Pack the work again without one.',
          );
        }
        await intake.file(name, isExecutable(entry), () => zip.openReadStreamPromise(entry));
      } else intake.leaveOut(name, kind === SYMLINK ? LINK : SPECIAL);
    }
  } finally {
    zip.close();
  }
};

/** File types as in `st_mode`. */
const FILE = 0o100000;
const SYMLINK = 0o120000;

/** Those that were packed elsewhere than on Unix have files only. */
const kindOf = (entry: Entry): number => {
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  return kind === 0 ? FILE : kind;
};

const isExecutable = (entry: Entry): boolean =>
  ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;

const unpackTar = async (file: string, intake: Intake, limits: UnpackLimits): Promise<void> => {
  const tar = extract();
  const source = createReadStream(file);
  const gunzip = createGunzip();
  // Headers count as well: one that says it is longer than all the rest is held in memory whole.
  let room = limits.bytes + limits.entries * 2_048;
  gunzip.on('data', (chunk: Buffer) => {
    room -= chunk.length;
    if (room < 0) {
      tar.destroy(new SubmissionError('Unpacked it is far larger than a submission may be.'));
    }
  });
  for (const stream of [source, gunzip]) stream.on('error', (error: Error) => tar.destroy(error));
  source.pipe(gunzip).pipe(tar);
  try {
    for await (const entry of tar) {
      const { name, type, mode = 0 } = entry.header;
      if (type === 'file' || type === 'contiguous-file') {
        let isRead = false;
        await intake.file(name, (mode & 0o111) !== 0, async () => {
          isRead = true;
          return Readable.from(entry);
        });
        if (!isRead) entry.resume();
      } else {
        if (type === 'directory') await intake.makeFolder(name);
        else intake.leaveOut(name, type === 'symlink' || type === 'link' ? LINK : SPECIAL);
        entry.resume();
      }
    }
  } finally {
    source.destroy();
    gunzip.destroy();
  }
};

const copyFolder = async (root: string, below: string, intake: Intake): Promise<void> => {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      await intake.makeFolder(name);
      await copyFolder(root, name, intake);
    } else if (entry.isFile()) {
      const path = join(root, name);
      const { mode } = await lstat(path);
      await intake.file(name, (mode & 0o111) !== 0, async () => createReadStream(path));
    } else intake.leaveOut(name, entry.isSymbolicLink() ? LINK : SPECIAL);
  }
};
