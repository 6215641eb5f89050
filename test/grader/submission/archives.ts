import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { ZipFile } from 'yazl';

export type Files = Readonly<Record<string, string | Buffer>>;

export const manifest = (changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    format: 1,
    lab: 'cats',
    student: 'ada',
    packedAt: '2026-03-01T12:00:00Z',
    ...changes,
  });

/** A submission that is as it should be, and those files besides. */
export const whole = (files: Files = {}): Files => ({
  'submission.json': manifest(),
  'commands.sh': 'echo miaow\n',
  'files/cat.json': '{}',
  ...files,
});

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'submission-test-'));

export const folderOf = async (files: Files): Promise<string> => {
  const folder = await freshFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
};

/** What ends in `.link` is one. `rename`: names that no honest packer writes, by others of the same length. */
export const zipOf = async (
  files: Files,
  rename: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    const mode = name.endsWith('.link') ? 0o120777 : 0o100644;
    zip.addBuffer(Buffer.from(content), name, { mode });
  }
  zip.end();
  const path = join(await freshFolder(), 'ada.zip');
  await pipeline(zip.outputStream, createWriteStream(path));
  let bytes = (await readFile(path)).toString('latin1');
  for (const [from, to] of Object.entries(rename)) bytes = bytes.replaceAll(from, to);
  await writeFile(path, bytes, 'latin1');
  return path;
};

export const tarOf = async (
  files: Files,
  special: readonly (Partial<Header> & { name: string })[] = [],
): Promise<string> => {
  const tar = pack();
  const bytes = buffer(tar);
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, Buffer.from(content));
  for (const header of special) tar.entry(header, '');
  tar.finalize();
  const path = join(await freshFolder(), 'ada.tar.gz');
  await writeFile(path, gzipSync(await bytes));
  return path;
};
