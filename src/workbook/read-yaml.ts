import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { LabProblem } from './lab-error.ts';
import { type Path, validate } from './validate.ts';

interface Place {
  readonly file: string;
  /** Of the first line of the YAML. */
  readonly line: number;
  /** What is being talked about. */
  readonly where: string;
}

/** YAML that fits the schema, or the problems with the lines where they are. */
export const readYaml = <S extends z.ZodType>(
  text: string,
  schema: S,
  { file, line, where }: Place,
): { value: z.output<S> } | { problems: LabProblem[] } => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number) => line + counter.linePos(offset).line - 1;
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => ({
        file,
        line: lineAt(error.pos[0]),
        where,
        expected: 'YAML',
        found: `what is not: ${error.message}`,
      })),
    };
  }
  const lineOf = (path: Path): number => {
    if (path.length === 0) return line;
    const node = document.getIn(path, true);
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined ? lineOf(path.slice(0, -1)) : lineAt(offset);
  };
  const result = validate(schema, document.toJS() ?? {}, where);
  if ('value' in result) return result;
  return {
    problems: result.findings.map(({ path, ...finding }) => ({
      file,
      line: lineOf(path),
      ...finding,
    })),
  };
};
