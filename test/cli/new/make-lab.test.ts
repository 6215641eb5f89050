import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isCheck, isMutant } from '../../../grader/load-checks.ts';
import { lintLabs } from '../../../src/cli/lint/lint-labs.ts';
import { loadModule } from '../../../src/cli/lint/load-module.ts';
import { BadLabName, makeLab } from '../../../src/cli/new/make-lab.ts';
import { proofTable } from '../../../src/cli/prove/proof-table.ts';
import { proveLab } from '../../../src/cli/prove/prove-lab.ts';
import { openProofRuntime } from '../../../src/cli/prove/runtime.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { loadLab } from '../../../src/workbook/load-lab.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'new-lab-'));
  for (const name of ['grader', 'src', 'node_modules'])
    await symlink(join(projectRoot, name), join(root, name));
  await mkdir(join(root, 'labs'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const listOf = async <T>(file: string, isOne: (value: unknown) => value is T): Promise<T[]> => {
  const loaded = await loadModule(root, file);
  const list: unknown = 'list' in loaded ? loaded.list : loaded.problems;
  if (Array.isArray(list) && list.every(isOne)) return list;
  throw new Error(`Expected a list in ${file}, found ${JSON.stringify(list)}.`);
};

test('a new lab lints, and is proved as it is', { timeout: 180_000 }, async () => {
  expect(await makeLab(root, 'cats-at-work')).toEqual([
    'labs/cats-at-work/checks.ts',
    'labs/cats-at-work/files/cat.json',
    'labs/cats-at-work/lab.md',
    'labs/cats-at-work/mutants.ts',
    'test/labs/proofs/cats-at-work.test.ts',
  ]);
  expect(await lintLabs(root, ['cats-at-work'])).toEqual([]);

  const lab = await loadLab('cats-at-work', join(root, 'labs'));
  expect(lab).toMatchObject({ title: 'Cats at work', number: 25 });
  const aws = 'ours';
  await using runtime = await openProofRuntime({ engine: 'simulated', timeScale: 20, aws });
  const proof = await proveLab({
    lab,
    runtime,
    aws,
    checks: await listOf('labs/cats-at-work/checks.ts', isCheck),
    mutants: await listOf('labs/cats-at-work/mutants.ts', isMutant),
    parallel: 2,
    onProgress: () => {},
    onOutput: () => {},
  });
  expect(proofTable(proof)).toContain('cats-at-work is proved.');
  // With the defaults, twice; and as two students with clusters of their own names.
  expect(proof.trials.filter(({ name }) => name.startsWith('the steps'))).toHaveLength(4);
  expect(proof.trials.filter(({ name }) => name.startsWith('mutant'))).toHaveLength(3);
});

test('the next lab has the next number, and a name is had once', async () => {
  await makeLab(root, 'one');
  await makeLab(root, 'two');
  expect(await loadLab('two', join(root, 'labs'))).toMatchObject({ number: 26 });
  await expect(makeLab(root, 'one')).rejects.toThrow(
    new BadLabName('Expected a name that is not taken; there is labs/one already.'),
  );
});

test.each(['', 'My-lab', '1st', 'a--b', 'a-', '../a', 'a b', 'images/x', 'x'.repeat(41)])(
  '%j is no name for a lab, and nothing is made',
  async (name) => {
    await expect(makeLab(root, name)).rejects.toThrow(BadLabName);
    expect(await readdir(join(root, 'labs'))).toEqual([]);
  },
);
