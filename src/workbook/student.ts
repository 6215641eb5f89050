import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const file = (dataDir: string, account: string) => join(dataDir, 'students', account);

/** Whose account it is, by the student's id; undefined: nobody has said so. */
export const studentOf = async (dataDir: string, account: string): Promise<string | undefined> => {
  const kept = await readFile(file(dataDir, account), 'utf8').catch(() => '');
  return kept.trim() || undefined;
};

/** Keeps whose account it is, so that it need not be said again. */
export const keepStudent = async (
  dataDir: string,
  account: string,
  student: string,
): Promise<void> => {
  await mkdir(dirname(file(dataDir, account)), { recursive: true });
  await writeFile(file(dataDir, account), `${student.trim()}\n`);
};
