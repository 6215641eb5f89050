/** A piece of a word: text, or the name of a variable to put in. */
export type Part = string | { readonly variable: string };
export type Word = readonly Part[];

/** A simple command of a shell script, not expanded yet. */
export interface ShellCommand {
  readonly words: readonly Word[];
  /** Where its standard output goes, in order. */
  readonly outputs: readonly { readonly file: Word; readonly append: boolean }[];
  /** A here-document or here-string. */
  readonly input: Word | undefined;
  /** Its output is the input of the next command. */
  readonly piped: boolean;
}

/** A command under way; its here-document may be read when the command itself has ended. */
interface Draft extends ShellCommand {
  readonly words: Word[];
  readonly outputs: { file: Word; append: boolean }[];
  input: Word | undefined;
  piped: boolean;
}

const draftOf = (): Draft => ({ words: [], outputs: [], input: undefined, piped: false });

const BLANKS = /(?:[^\S\n]|\\\n)*/y;

/**
 * The simple commands of a script, in order. Control structures are not understood: their words
 * come as words of commands. Command substitutions come to nothing. Any text is taken.
 */
export function shellCommands(script: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const documents: { readonly of: Draft; readonly end: string; tabs: boolean; raw: boolean }[] = [];
  let draft = draftOf();
  let at = 0;

  const finish = (piped: boolean) => {
    draft.piped = piped;
    if (draft.words.length + draft.outputs.length > 0) commands.push(draft);
    draft = draftOf();
  };

  /** Here-documents begin on the line after the one that asks for them. */
  const readDocuments = () => {
    for (const { of, end, tabs, raw } of documents.splice(0)) {
      let text = '';
      while (at < script.length) {
        const stop = script.indexOf('\n', at);
        const line = script.slice(at, stop < 0 ? undefined : stop);
        at = stop < 0 ? script.length : stop + 1;
        const content = tabs ? line.replace(/^\t+/, '') : line;
        if (content.replace(/\r$/, '') === end) break;
        text += `${content}\n`;
      }
      of.input = raw ? [text] : expandable(text);
    }
  };

  const skipBlanks = () => {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(script)?.[0].length ?? 0;
  };

  const readWord = () => {
    skipBlanks();
    const word = wordAt(script, at);
    at = word.end;
    return word;
  };

  while (at < script.length) {
    skipBlanks();
    const operator = /^(?:\n|;+|&&|\|\||\|&?|&>>?|<<<|<<-?|\d*>>|\d*>&|\d*>\|?|<|&|[()])/.exec(
      script.slice(at, at + 12),
    )?.[0];
    if (operator === undefined) {
      if (script[at] === '#') {
        const end = script.indexOf('\n', at);
        at = end < 0 ? script.length : end;
        continue;
      }
      const word = readWord();
      if (word.parts.length > 0) draft.words.push(word.parts);
      continue;
    }
    at += operator.length;
    if (operator === '<<<') {
      draft.input = [...readWord().parts, '\n'];
    } else if (operator.startsWith('<<')) {
      const { parts, quoted } = readWord();
      const end = parts.filter((part) => typeof part === 'string').join('');
      documents.push({ of: draft, end, tabs: operator === '<<-', raw: quoted });
    } else if (operator === '<' || operator.endsWith('>&')) {
      readWord();
    } else if (operator.includes('>')) {
      const file = readWord().parts;
      const standard = /^[1&]?>/.test(operator);
      if (standard) draft.outputs.push({ file, append: operator.endsWith('>>') });
    } else {
      if (operator === '\n') readDocuments();
      finish(operator.startsWith('|') && operator !== '||');
    }
  }
  finish(false);
  return commands;
}

/** The word that begins there, up to a blank or an operator. */
function wordAt(text: string, start: number): { parts: Part[]; quoted: boolean; end: number } {
  const parts: Part[] = [];
  let quoted = false;
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (/[\s;&|<>()]/.test(character)) break;
    if (character === "'") {
      const close = text.indexOf("'", at + 1);
      parts.push(text.slice(at + 1, close < 0 ? undefined : close));
      at = close < 0 ? text.length : close + 1;
      quoted = true;
    } else if (character === '"') {
      const close = closingQuote(text, at + 1);
      parts.push('', ...expandable(text.slice(at + 1, close)));
      at = close + 1;
      quoted = true;
    } else if (character === '\\') {
      if (text[at + 1] !== '\n') parts.push(text.slice(at + 1, at + 2));
      at += 2;
      quoted = true;
    } else {
      const { part, end } = unquotedAt(text, at);
      parts.push(part);
      at = end;
    }
  }
  return { parts, quoted, end: Math.min(at, text.length) };
}

function closingQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** What double quotes and here-documents hold: variables and `\$`, `\"`, `\\`, `` \` `` mean something. */
function expandable(text: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === '\\' && /[$"\\`\n]/.test(text.charAt(at + 1))) {
      if (text[at + 1] !== '\n') parts.push(text.charAt(at + 1));
      at += 2;
    } else {
      const { part, end } = unquotedAt(text, at);
      parts.push(part);
      at = end;
    }
  }
  return parts;
}

const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))/;

/** A variable, a substitution (which comes to nothing), or the plain text up to one. */
function unquotedAt(text: string, at: number): { part: Part; end: number } {
  if (text[at] === '`') {
    const close = text.indexOf('`', at + 1);
    return { part: '', end: close < 0 ? text.length : close + 1 };
  }
  if (text.startsWith('$(', at)) return { part: '', end: closingParenthesis(text, at + 2) };
  const [all, braced, bare] = VARIABLE.exec(text.slice(at, at + 200)) ?? [];
  if (all !== undefined) return { part: { variable: braced ?? bare ?? '' }, end: at + all.length };
  const plain = /^[\w/.:=,+@%-]+/.exec(text.slice(at, at + 200))?.[0] ?? text.charAt(at);
  return { part: plain, end: at + plain.length };
}

function closingParenthesis(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}
