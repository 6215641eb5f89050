import { LabError, type LabProblem } from '../../../src/workbook/lab-error.ts';
import { slugs } from '../slug.ts';
import { formsOf } from './forms.ts';

/** One entry of `docs/glossary.md`. */
export interface Term {
  /** On the glossary's page. */
  readonly id: string;
  readonly name: string;
  /** All that means it, the name and the plurals included. */
  readonly forms: readonly string[];
  /** Other forms, as written. */
  readonly also: readonly string[];
  /** Names of other terms. */
  readonly see: readonly string[];
  /** One paragraph. */
  readonly markdown: string;
  readonly line: number;
}

/** Reads the glossary, sorted by name. Throws `LabError` with every problem in it. */
export const parseGlossary = (text: string, file: string): readonly Term[] => {
  const slug = slugs();
  const terms = text
    .split(/^(?=## )/m)
    .map((section, index, all) => ({ section, line: lineAfter(all.slice(0, index)) }))
    .filter(({ section }) => section.startsWith('## '))
    .map(({ section, line }) => readTerm(section, line, slug))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const problems = [...empty(terms), ...shared(terms), ...nowhere(terms)];
  if (problems.length === 0) return terms;
  problems.sort((a, b) => a.line - b.line);
  throw new LabError(problems.map((problem) => ({ file, ...problem })));
};

const lineAfter = (before: readonly string[]) => before.join('').split('\n').length;

const readTerm = (section: string, line: number, slug: (text: string) => string): Term => {
  const [head = '', ...rest] = section.split('\n');
  const name = head.slice('## '.length).trim();
  const listed = (label: string) =>
    (rest.find((text) => text.startsWith(`${label}: `)) ?? '')
      .slice(label.length + 2)
      .split(', ')
      .filter((item) => item !== '');
  const also = listed('Also');
  return {
    id: slug(name),
    name,
    also,
    forms: formsOf([name, ...also]),
    see: listed('See'),
    markdown: rest
      .filter((text) => !/^(Also|See): /.test(text))
      .join('\n')
      .trim(),
    line,
  };
};

type Problem = Omit<LabProblem, 'file'>;

const empty = (terms: readonly Term[]): Problem[] =>
  terms
    .filter(({ markdown }) => markdown === '')
    .map(({ name, line }) => ({
      line,
      where: `term ${name}`,
      expected: 'a paragraph that says what it is',
      found: 'nothing',
    }));

const shared = (terms: readonly Term[]): Problem[] => {
  const owners = new Map<string, Term>();
  const problems: Problem[] = [];
  for (const term of terms.toSorted((a, b) => a.line - b.line)) {
    for (const form of term.forms) {
      const owner = owners.get(form);
      if (owner === undefined) owners.set(form, term);
      else if (owner !== term) {
        problems.push({
          line: term.line,
          where: `term ${term.name}`,
          expected: 'forms that no other term has',
          found: `"${form}", which ${owner.name} in line ${owner.line} has, too`,
        });
      }
    }
  }
  return problems;
};

const nowhere = (terms: readonly Term[]): Problem[] => {
  const names = new Set(terms.map(({ name }) => name));
  return terms.flatMap(({ name, see, line }) =>
    see
      .filter((other) => !names.has(other) || other === name)
      .map((other) => ({
        line,
        where: `term ${name}, See`,
        expected: 'names of other terms of the glossary',
        found: `"${other}"`,
      })),
  );
};
