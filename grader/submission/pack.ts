import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import type { CollectedFile } from './collect.ts';
import type { Manifest } from './manifest.ts';

export interface PackedSubmission {
  readonly manifest: Manifest;
  /** Text of `commands.sh`. */
  readonly commands: string;
  readonly files: readonly CollectedFile[];
}

/** Writes a submission as a `.tar.gz` where `path` says so, else as a zip; whole or not at all. */
export const packSubmission = async (
  { manifest, commands, files }: PackedSubmission,
  path: string,
): Promise<void> => {
  const entries: CollectedFile[] = [
    entry('submission.json', `${JSON.stringify(manifest, null, 2)}\n`, false),
    entry('commands.sh', commands, true),
    ...files.map((file) => ({ ...file, path: `files/${file.path}` })),
  ];
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${randomUUID()}.part`;
  try {
    const isTar = /\.(?:tar\.gz|tgz)$/i.test(path);
    if (isTar) await pipeline(tarOf(entries), createGzip(), createWriteStream(part));
    else await pipeline(zipOf(entries), createWriteStream(part));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
};

const entry = (path: string, text: string, isExecutable: boolean): CollectedFile => ({
  path,
  content: Buffer.from(text),
  isExecutable,
});

const modeOf = ({ isExecutable }: CollectedFile): number => (isExecutable ? 0o755 : 0o644);

const tarOf = (entries: readonly CollectedFile[]): Pack => {
  const tar = pack();
  for (const file of entries) tar.entry({ name: file.path, mode: modeOf(file) }, file.content);
  tar.finalize();
  return tar;
};

const zipOf = (entries: readonly CollectedFile[]): NodeJS.ReadableStream => {
  const zip = new ZipFile();
  for (const file of entries) {
    zip.addBuffer(file.content, file.path, { mode: 0o100000 | modeOf(file) });
  }
  zip.end();
  return zip.outputStream;
};
