import type { Token } from 'markdown-it';
import { type Attributes, parseAttributes } from './attributes.ts';
import { type Block, SIMULATOR_PRESETS } from './lab.ts';
import type { LabProblem } from './lab-error.ts';
import { readYaml } from './read-yaml.ts';
import {
  checkPlaceSchema,
  quizAttributesSchema,
  quizSchema,
  simulatorPlaceSchema,
  stepSchema,
} from './schema.ts';
import { validate } from './validate.ts';

type Problems = { readonly problems: readonly Omit<LabProblem, 'file'>[] };
/** Undefined: it is prose after all. */
type Reader = (token: Token, place: Place) => Block | Problems | undefined;

interface Place {
  readonly file: string;
  /** From 1, of the token's first line. */
  readonly line: number;
  /** What stands in the token's last line. */
  readonly lastLine: string;
}

/** What reads this token as a block of its own; undefined: it is prose. */
export const readerOf = (token: Token): Reader | undefined => {
  if (token.type === 'fence' && isPlain(token)) return unclosed;
  const reader = readerByKind(token);
  return reader && ((token, place) => misplaced(token, place) ?? reader(token, place));
};

/** A fence that is only shown. */
const isPlain = ({ info }: Token): boolean => {
  const [language, ...attributes] = info.trim().split(/\s+/);
  return language !== 'quiz' && attributes.length === 0;
};

const readerByKind = (token: Token): Reader | undefined => {
  if (token.type === 'directive') return readDirective;
  if (token.type !== 'fence') return undefined;
  const [language = ''] = token.info.trim().split(/\s+/);
  if (language === 'quiz') return readQuiz;
  return readStep;
};

const misplaced = (token: Token, { line, lastLine }: Place): Problems | undefined => {
  const where = token.type === 'fence' ? `\`\`\`${token.info.trim()}` : token.content;
  if (token.level > 0) {
    return one({
      line,
      where,
      expected: 'it at the left margin, outside of lists and quotations',
      found: 'it inside of one',
    });
  }
  return unclosed(token, { line, lastLine });
};

const unclosed = (
  { type, markup, info, level }: Token,
  { line, lastLine }: Pick<Place, 'line' | 'lastLine'>,
): Problems | undefined => {
  // Inside of a list the end of the list closes it.
  if (type !== 'fence' || level > 0 || closes(lastLine, markup)) return undefined;
  const where = `\`\`\`${info.trim()}`;
  return one({
    line,
    where,
    expected: `a line ${markup} that closes it`,
    found: 'the end of the file',
  });
};

const closes = (line: string, markup: string): boolean =>
  line.trim().startsWith(markup) && line.trim().replaceAll(markup[0] ?? '', '') === '';

const readStep: Reader = (token, { line }) => {
  const language = token.info.trim().split(/\s+/)[0] ?? '';
  const where = 'step';
  if (language !== 'sh') {
    return one({
      line,
      where,
      expected: '```sh before the attributes',
      found: `\`\`\`${language}`,
    });
  }
  const attributes = readAttributes(token.info.trim().slice(language.length), line, where);
  if ('problems' in attributes) return attributes;
  const result = validate(stepSchema, attributes.value, where);
  if ('findings' in result) return { problems: result.findings.map((f) => ({ line, ...f })) };
  if (token.content.trim() === '') {
    return one({
      line,
      where: `step ${result.value.step}`,
      expected: 'commands',
      found: 'nothing',
    });
  }
  const { step: id, title, needs, cleanup = false, solution = false } = result.value;
  const script = token.content;
  return { type: 'step', id, title, needs, cleanUp: cleanup, solution, script, line };
};

const readQuiz: Reader = (token, { line, file }) => {
  const attributes = readAttributes(token.info.trim().slice('quiz'.length), line, 'quiz');
  if ('problems' in attributes) return attributes;
  const head = validate(quizAttributesSchema, attributes.value, 'quiz');
  if ('findings' in head) return { problems: head.findings.map((f) => ({ line, ...f })) };
  const where = `quiz ${head.value.id}`;
  const body = readYaml(token.content, quizSchema, { file, line: line + 1, where });
  if ('problems' in body) return body;
  return { type: 'quiz', id: head.value.id, ...body.value, line };
};

const readDirective: Reader = (token, { line }) => {
  const where = 'line that begins with ::';
  if (token.content === '::variant') return { type: 'variant', id: 'values', line };
  const match = /^::(check|simulator)\{(.*)\}$/.exec(token.content);
  if (match === null) {
    const expected = '::check{id=NAME}, ::simulator{name=NAME} or ::variant';
    return one({ line, where, expected, found: token.content });
  }
  const attributes = readAttributes(match[2] ?? '', line, where);
  if ('problems' in attributes) return attributes;
  return match[1] === 'check'
    ? readCheckPlace(attributes.value, line)
    : readSimulatorPlace(attributes.value, line);
};

const readSimulatorPlace = (attributes: Attributes, line: number): Block | Problems => {
  const result = validate(simulatorPlaceSchema, attributes, 'simulator');
  if ('findings' in result) return { problems: result.findings.map((f) => ({ line, ...f })) };
  const { name, preset = SIMULATOR_PRESETS[name][0], id = name } = result.value;
  return { type: 'simulator', id, name, preset, line };
};

const readCheckPlace = (attributes: Attributes, line: number): Block | Problems => {
  const where = 'line that begins with ::';
  const result = validate(checkPlaceSchema, attributes, where);
  if ('findings' in result) return { problems: result.findings.map((f) => ({ line, ...f })) };
  return { type: 'check', id: result.value.id, line };
};

const readAttributes = (
  text: string,
  line: number,
  where: string,
): { value: Attributes } | Problems => {
  const value = parseAttributes(text);
  if (typeof value !== 'string') return { value };
  const expected = 'attributes like name, name=value or name="two words", each once';
  return one({ line, where, expected, found: value });
};

const one = (problem: Omit<LabProblem, 'file'>): Problems => ({ problems: [problem] });
