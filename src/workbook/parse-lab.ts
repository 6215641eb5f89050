import type { Block, Lab } from './lab.ts';
import { LabError, type LabProblem } from './lab-error.ts';
import { markdown } from './markdown.ts';
import { readerOf } from './read-block.ts';
import { readYaml } from './read-yaml.ts';
import { frontMatterSchema } from './schema.ts';

interface Source {
  readonly id: string;
  /** Absolute path of the lab's folder. */
  readonly folder: string;
  /** How errors call the file. */
  readonly file: string;
  readonly text: string;
}

/** What a `lab.md` says as far as it can be read, and every problem in it. */
export interface ReadLab {
  /** Undefined: the front matter has a problem. */
  readonly head: Omit<Lab, 'id' | 'folder' | 'blocks'> | undefined;
  readonly blocks: readonly Block[];
  readonly problems: readonly LabProblem[];
}

/** Reads the text of a `lab.md`. Throws `LabError` with every problem in it. */
export const parseLab = (source: Source): Lab => {
  const { head, blocks, problems } = readLab(source);
  if (problems.length > 0 || head === undefined) throw new LabError(problems);
  return { id: source.id, folder: source.folder, ...head, blocks };
};

export const readLab = ({ file, text }: Pick<Source, 'file' | 'text'>): ReadLab => {
  const problems: LabProblem[] = [];
  const lines = text.split(/\r?\n/);
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (end === -1) {
    problems.push({
      file,
      line: 1,
      where: 'front matter',
      expected: 'a first line "---", the front matter in YAML, and a line "---"',
      found: lines[0] === '---' ? 'no second line "---"' : JSON.stringify(lines[0]),
    });
    return { head: undefined, blocks: [], problems };
  }
  const frontMatter = readYaml(lines.slice(1, end).join('\n'), frontMatterSchema, {
    file,
    line: 2,
    where: 'front matter',
  });
  if ('problems' in frontMatter) problems.push(...frontMatter.problems);

  const blocks = parseBlocks(lines, end + 1, file, problems);
  problems.push(...repeated(blocks, file));
  return { head: 'value' in frontMatter ? frontMatter.value : undefined, blocks, problems };
};

const parseBlocks = (
  lines: readonly string[],
  from: number,
  file: string,
  problems: LabProblem[],
): Block[] => {
  const blocks: Block[] = [];
  // The front matter's lines stay, empty, so that the tokens' lines are those of the file.
  const body = lines.map((line, index) => (index < from ? '' : line));
  let proseFrom = from;
  const proseUntil = (until: number) => {
    const markdownLines = body.slice(proseFrom, until);
    const first = markdownLines.findIndex((line) => line.trim() !== '');
    if (first === -1) return;
    blocks.push({
      type: 'prose',
      markdown: markdownLines.join('\n').trim(),
      line: proseFrom + first + 1,
    });
  };
  for (const token of markdown().parse(body.join('\n'), {})) {
    if (token.map === null) continue;
    const [start, end] = token.map;
    const reader = readerOf(token);
    if (reader === undefined) continue;
    const result = reader(token, { file, line: start + 1, lastLine: body[end - 1] ?? '' });
    if (result === undefined) continue;
    if ('type' in result) {
      proseUntil(start);
      blocks.push(result);
      proseFrom = end;
    } else {
      problems.push(...result.problems.map((problem) => ({ ...problem, file })));
    }
  }
  proseUntil(body.length);
  return blocks;
};

/** An id must name one step, one quiz, one place of a check. */
const repeated = (blocks: readonly Block[], file: string): LabProblem[] => {
  const seen = new Map<string, number>();
  const problems: LabProblem[] = [];
  for (const block of blocks) {
    if (block.type === 'prose') continue;
    const where = `${block.type} ${block.id}`;
    const first = seen.get(where);
    if (first === undefined) seen.set(where, block.line);
    else {
      const expected = `an id that no other ${block.type} has`;
      problems.push({
        file,
        line: block.line,
        where,
        expected,
        found: `the id of the one in line ${first}`,
      });
    }
  }
  return problems;
};
