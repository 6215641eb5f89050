import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { course } from '../../../site/build.ts';
import { projectRoot } from '../../project-root.ts';
import { readLab } from '../../workbook/parse-lab.ts';
import { labsIn } from '../lint/lint-labs.ts';

/** A name that cannot be had; `message` says which can. */
export class BadLabName extends Error {
  override readonly name = 'BadLabName';
}

const template = join(projectRoot, 'src/cli/new/template');
const LONGEST = 40;

/**
 * Writes a lab that lints and can be proved into `root/labs/ID`, and its proof into `root/test`.
 * Answers the files, relative to the root. Throws `BadLabName` before anything is written.
 */
export const makeLab = async (root: string, id: string): Promise<string[]> => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > LONGEST) {
    throw new BadLabName(
      `Expected a name of lower-case letters, digits and single hyphens that begins with a letter, such as my-lab, of at most ${LONGEST}; found "${id}".`,
    );
  }
  const proof = `test/labs/proofs/${id}.test.ts`;
  const taken = [`labs/${id}`, proof].find((path) => existsSync(join(root, path)));
  if (taken !== undefined) {
    throw new BadLabName(`Expected a name that is not taken; there is ${taken} already.`);
  }
  const number = await nextNumber(root);
  const fill = (text: string) =>
    text
      .replaceAll('LAB_ID', id)
      .replaceAll('LAB_TITLE', titleOf(id))
      .replaceAll('LAB_NUMBER', String(number));
  const written: string[] = [];
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    written.push(path);
  };
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    // By another name no tool takes it for a part of the project.
    const path = file.slice(template.length + 1).replace(/\.txt$/, '');
    await write(`labs/${id}/${path}`, fill(await readFile(file, 'utf8')));
  }
  await write(
    proof,
    `import { testProof } from './prove.ts';\n\ntestProof('${id}', { mutants: 3 });\n`,
  );
  return written.sort();
};

/** `cats-at-work` is "Cats at work". */
const titleOf = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return words[0]?.toUpperCase() + words.slice(1);
};

/** Behind those of the course, written or not, and of all other labs. */
const nextNumber = async (root: string): Promise<number> => {
  const numbers = course.flatMap(({ entries }) => entries.map(({ number }) => number));
  for (const id of await labsIn(root)) {
    const file = `labs/${id}/lab.md`;
    const { head } = readLab({ file, text: await readFile(join(root, file), 'utf8') });
    if (head !== undefined) numbers.push(head.number);
  }
  return Math.max(...numbers) + 1;
};
