/** One command of a line, and when it is run. */
export interface Command {
  /** Before the first: `;`. */
  readonly after: ';' | '&&' | '||';
  readonly words: readonly string[];
}

/** Syntax of a shell that is beyond what simulated containers know. */
export class UnknownSyntax extends Error {}

const QUIET = /^([12]?>>?\s*\/dev\/null|2>&1|1>&2|>&2)/;

/**
 * Reads a line as health checks have it: commands with quotes and variables, joined by `&&`, `||`
 * and `;`. Where output goes makes no difference. Throws `UnknownSyntax` for everything else.
 */
export const readCommandLine = (
  line: string,
  variables: Readonly<Record<string, string>>,
): Command[] => {
  const commands: Command[] = [];
  let after: Command['after'] = ';';
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (next: Command['after']) => {
    endWord();
    if (words.length > 0) commands.push({ after, words });
    after = next;
    words = [];
  };
  for (let rest = line; rest !== ''; ) {
    const [token = ''] =
      QUIET.exec(word === undefined ? rest : '') ??
      /^(&&|\|\||[;\n]|\s+|'[^']*'|"(\\.|[^"\\])*"|\\[\s\S]|[^\s;&|<>()`'"\\]+)/.exec(rest) ??
      [];
    if (token === '') throw new UnknownSyntax(`found "${rest.slice(0, 20)}"`);
    rest = rest.slice(token.length);
    if (token === '&&' || token === '||') endCommand(token);
    else if (token === ';' || token === '\n') endCommand(';');
    else if (/^\s/.test(token)) endWord();
    else if (!QUIET.test(token)) word = (word ?? '') + valueOf(token, variables);
  }
  endCommand(';');
  return commands;
};

/** Of text in double quotes or none: an escaped character, or a variable. */
const PARTS = /\\(["\\$`])|\$(?:\{(\w+)\}|(\w+))/g;

const valueOf = (token: string, variables: Readonly<Record<string, string>>): string => {
  if (token.startsWith("'")) return token.slice(1, -1);
  if (token.startsWith('\\')) return token.slice(1);
  const text = token.startsWith('"') ? token.slice(1, -1) : token;
  if (/(?<!\\)(\$\(|`)/.test(text)) throw new UnknownSyntax(`found "${token}"`);
  return text.replaceAll(
    PARTS,
    (_, escaped?: string, braced?: string, bare?: string) =>
      escaped ?? variables[braced ?? bare ?? ''] ?? '',
  );
};
