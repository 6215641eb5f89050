import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LabError } from '../../src/workbook/lab-error.ts';
import { loadLab, loadLabs, UnknownLab } from '../../src/workbook/load-lab.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (id: string, number: number) => {
  await mkdir(join(folder, id));
  const head = `---\nnumber: ${number}\ntitle: ${id}\nsummary: A lab.\nminutes: 5\n---\n`;
  await writeFile(join(folder, id, 'lab.md'), head);
};

test('labs come in the order of the course', async () => {
  await write('aardvark', 2);
  await write('zebra', 1);
  await mkdir(join(folder, 'images'));
  expect((await loadLabs(folder)).map(({ id }) => id)).toEqual(['zebra', 'aardvark']);
});

test('two labs with one number are a mistake of the author', async () => {
  await write('aardvark', 1);
  await write('zebra', 1);
  await expect(loadLabs(folder)).rejects.toThrow(LabError);
});

test('a lab that is not there is answered with those that are', async () => {
  await write('zebra', 1);
  await expect(loadLab('zebr', folder)).rejects.toThrow(
    new UnknownLab('There is no lab "zebr". There are: zebra.'),
  );
  await expect(loadLab('../zebra', folder)).rejects.toThrow(UnknownLab);
});

test('every lab of the course can be read, and its steps have commands', async () => {
  const labs = await loadLabs();
  expect(labs.map(({ id }) => id)).toContain('container-of-cats');
});
