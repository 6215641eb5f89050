import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Manifest, readManifest } from './manifest.ts';
import { SubmissionError } from './submission-error.ts';
import { ARCHIVE, unpack } from './unpack.ts';
import { inUnits, UNPACK_LIMITS, type UnpackLimits } from './unpack-limits.ts';

/** What a student handed in, unpacked into a temporary folder. */
export interface Submission extends AsyncDisposable {
  readonly manifest: Manifest;
  /** Text of `commands.sh`. */
  readonly commands: string;
  /** Absolute path of the folder of files; undefined: none was handed in. */
  readonly files: string | undefined;
  /** What somebody should know of it, a sentence each. */
  readonly notices: readonly string[];
}

export interface ExpectedSubmission {
  readonly lab: string;
  /** Whose it should be; a submission that names somebody else is read, with a notice. */
  readonly student?: string | undefined;
  readonly limits?: UnpackLimits | undefined;
}

const MANIFEST_BYTES = 64 * 1024;
/** What archivers of macOS and Windows add. */
const LITTER = new Set(['__MACOSX', '.DS_Store', 'Thumbs.db', 'desktop.ini']);

/**
 * Reads a submission: a folder, `.zip` or `.tar.gz` with `submission.json`, `commands.sh` and
 * `files/`. Where the top holds nothing but one folder or one archive, it is looked for in that.
 * Throws `SubmissionError`; nothing of it is run, and it can be given back with `await using`.
 */
export const openSubmission = async (
  path: string,
  { lab, student, limits = UNPACK_LIMITS }: ExpectedSubmission,
): Promise<Submission> => {
  const temporary = await mkdtemp(join(tmpdir(), 'ecs-workbook-submission-'));
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    const { folder, leftOut } = await unpackWhole(path, temporary, limits);
    const manifest = readManifest(await read(folder, 'submission.json', MANIFEST_BYTES));
    if (manifest.lab !== lab) {
      throw new SubmissionError(
        `${basename(path)} is of the lab ${JSON.stringify(manifest.lab)}, expected ${lab}. Hand in what npm run lab:submit -- ${lab} packs.`,
      );
    }
    const text = await read(folder, 'commands.sh', limits.commandBytes);
    const commands = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
    const files = join(folder, 'files');
    const notices = [
      ...leftOut.map((what) => `Left out ${what}.`),
      ...(commands === text ? [] : ['commands.sh had the line ends of Windows; it runs without.']),
      ...(student === undefined || sameStudent(manifest.student, student)
        ? []
        : [`submission.json says that it is of ${JSON.stringify(manifest.student)}.`]),
    ];
    return {
      manifest,
      commands,
      files: await stat(files).then(
        (found) => (found.isDirectory() ? files : undefined),
        () => undefined,
      ),
      notices,
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
};

const sameStudent = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** Goes into what only wraps it: a folder of the archiver, an archive in a folder of the school's system. */
const unpackWhole = async (path: string, temporary: string, limits: UnpackLimits) => {
  const leftOut: string[] = [];
  const take = async (from: string, name: string) => {
    const to = join(temporary, name);
    await mkdir(to);
    leftOut.push(...(await unpack(from, to, limits)));
    return to;
  };
  const kind = await lstat(path).catch((cause: unknown) => {
    throw new SubmissionError(`There is no ${path}.`, 'instructor', { cause });
  });
  if (kind.isSymbolicLink() || (!kind.isDirectory() && !ARCHIVE.test(path))) {
    throw new SubmissionError(
      `${basename(path)} is no submission: expected a folder, a .zip or a .tar.gz. Pack the work with npm run lab:submit.`,
    );
  }
  let folder = await take(path, 'unpacked');
  let openedArchive = false;
  for (;;) {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(
      ({ name }) => !LITTER.has(name),
    );
    const [only] = entries;
    if (only === undefined || entries.length > 1) return { folder, leftOut };
    const inner = join(folder, only.name);
    if (only.isDirectory() && only.name !== 'files') folder = inner;
    else if (only.isFile() && ARCHIVE.test(only.name) && kind.isDirectory() && !openedArchive) {
      openedArchive = true;
      folder = await take(inner, 'inner');
    } else return { folder, leftOut };
  }
};

const read = async (folder: string, name: string, limit: number): Promise<string> => {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) {
    const names = (await readdir(folder)).slice(0, 8).join(', ') || 'nothing';
    throw new SubmissionError(
      `${name} is missing; found ${JSON.stringify(names)}. Pack the work with npm run lab:submit and hand in what it writes.`,
    );
  }
  if (found.size > limit) {
    throw new SubmissionError(
      `${name} has ${inUnits(found.size)}, expected at most ${inUnits(limit)}.`,
    );
  }
  return readFile(path, 'utf8');
};
