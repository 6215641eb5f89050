import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Fault,
  faultsOfChecks,
  faultsOfMutants,
  neverFailing,
} from '../../../grader/faults.ts';
import { isCheck, isMutant } from '../../../grader/load-checks.ts';
import type { LabProblem } from '../../workbook/lab-error.ts';
import { type ReadLab, readLab } from '../../workbook/parse-lab.ts';
import { frontMatterSchema } from '../../workbook/schema.ts';
import { lineFinder } from './line-of.ts';
import { lintLinks } from './lint-links.ts';
import { hidden, lintPlaces } from './lint-places.ts';
import { lintSteps } from './lint-steps.ts';
import { loadModule } from './load-module.ts';

interface Read extends ReadLab {
  readonly id: string;
  readonly folder: string;
  readonly file: string;
  readonly text: string;
}

/** Ids of the labs in `root`, sorted. */
export const labsIn = async (root: string): Promise<string[]> => {
  const names = await readdir(join(root, 'labs'));
  return names.filter((id) => existsSync(join(root, 'labs', id, 'lab.md'))).sort();
};

/**
 * Everything that is wrong with these labs, by file and line. `root` is a folder with `labs/`,
 * `grader/` and `test/` as the project has them.
 */
export const lintLabs = async (root: string, ids: readonly string[]): Promise<LabProblem[]> => {
  const all = await Promise.all((await labsIn(root)).map((id) => read(root, id)));
  const chosen = all.filter(({ id }) => ids.includes(id));
  const [links, ...each] = await Promise.all([
    lintLinks(
      all.map(({ id, folder, head = unknownHead(id), blocks }) => ({
        id,
        folder,
        ...head,
        blocks,
      })),
    ),
    ...chosen.map((lab) => lintLab(root, lab)),
  ]);
  const problems = [
    ...chosen.flatMap((lab) => lab.problems),
    ...each.flat(),
    ...repeatedNumbers(all),
    ...links,
  ].flatMap((problem) => {
    const lab = chosen.find(({ id }) => problem.file.startsWith(`labs/${id}/`));
    return lab === undefined ? [] : [inFrontMatter(lab, problem)];
  });
  return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
};

/** `front matter, makes.clusters` stands where its last member does. */
const inFrontMatter = ({ text }: Read, problem: LabProblem): LabProblem => {
  const member = /^front matter, .*?(\w+)$/.exec(problem.where)?.[1];
  if (member === undefined || problem.line > 1) return problem;
  const index = text.split('\n').findIndex((line) => line.trimStart().startsWith(`${member}:`));
  return { ...problem, line: Math.max(index, 0) + 1 };
};

const read = async (root: string, id: string): Promise<Read> => {
  const folder = join(root, 'labs', id);
  const file = `labs/${id}/lab.md`;
  const text = await readFile(join(root, file), 'utf8');
  return { id, folder, file, text, ...readLab({ file, text }) };
};

/** In place of one that cannot be read. */
const unknownHead = (id: string) =>
  frontMatterSchema.parse({
    number: 99,
    title: id.slice(0, 60),
    summary: id.slice(0, 200),
    minutes: 1,
  });

const repeatedNumbers = (labs: readonly Read[]): LabProblem[] =>
  labs.flatMap(({ id, file, head }) => {
    const others = labs.filter((lab) => lab.id !== id && lab.head?.number === head?.number);
    if (head === undefined || others.length === 0) return [];
    const found = `${head.number}, as ${others.map((lab) => lab.id).join(' and ')} has`;
    const expected = 'a number that no other lab has';
    return [{ file, line: 1, where: 'front matter, number', expected, found }];
  });

const lintLab = async (
  root: string,
  { id, folder, file, head, blocks }: Read,
): Promise<LabProblem[]> => {
  const steps = blocks.filter((block) => block.type === 'step');
  const [checks, mutants] = await Promise.all([
    loadList(root, `labs/${id}/checks.ts`, 'checks', isCheck),
    loadList(root, `labs/${id}/mutants.ts`, 'mutants', isMutant),
  ]);
  const ofSteps = head === undefined ? [] : await lintSteps(folder, head, steps);
  const inText = [...ofSteps, ...lintPlaces(id, head, blocks, checks.list)];
  const inChecks =
    checks.list === undefined
      ? []
      : [
          ...faultsOfChecks(checks.list),
          ...hidden(blocks, checks.list),
          ...(mutants.list === undefined ? [] : neverFailing(checks.list, mutants.list)),
        ];
  const inMutants = mutants.list === undefined ? [] : faultsOfMutants(checks.list, mutants.list);
  return [
    ...inText.map((finding) => ({ file, ...finding })),
    ...checks.problems,
    ...mutants.problems,
    ...(await placed(root, `labs/${id}/checks.ts`, 'check', inChecks)),
    ...(await placed(root, `labs/${id}/mutants.ts`, 'mutant', inMutants)),
    ...proofOf(root, id, file),
  ];
};

const proofOf = (root: string, id: string, file: string): LabProblem[] => {
  const test = `test/labs/proofs/${id}.test.ts`;
  if (existsSync(join(root, test))) return [];
  const expected = `a test that proves the lab, ${test}`;
  const fix = 'write one as the other labs have: testProof, with at least so many mutants';
  return [{ file, line: 1, where: 'proof', expected, found: 'none', fix }];
};

const placed = async (
  root: string,
  file: string,
  what: string,
  faults: readonly Fault[],
): Promise<LabProblem[]> => {
  if (faults.length === 0) return [];
  const lineOf = await lineFinder(root, file);
  return faults.map(({ of, ...fault }) => ({
    ...lineOf(of),
    where: of === undefined ? `${what}s` : `${what} ${of.id}`,
    ...fault,
  }));
};

const loadList = async <T>(
  root: string,
  file: string,
  what: string,
  isOne: (value: unknown) => value is T,
): Promise<{ readonly list?: readonly T[]; readonly problems: readonly LabProblem[] }> => {
  const fault = { file, line: 1, where: what, expected: `a default export of the lab's ${what}` };
  if (!existsSync(join(root, file))) return { problems: [{ ...fault, found: 'no such file' }] };
  const { list, problems } = { list: undefined, ...(await loadModule(root, file)) };
  if (problems !== undefined) return { problems };
  if (Array.isArray(list) && list.every(isOne)) return { list, problems: [] };
  return { problems: [{ ...fault, found: list === undefined ? 'none' : 'something else' }] };
};
