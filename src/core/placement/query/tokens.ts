import { syntaxError } from './error.ts';

/** A piece of an expression; `offset` counts from 0. */
export interface Token {
  readonly kind: 'symbol' | 'word' | 'quoted' | 'end';
  /** Quoted: without the quotes. */
  readonly text: string;
  readonly offset: number;
}

const SYMBOL = /==|!=|=~|!~|>=|<=|&&|\|\||!in(?![\w:-])|!exists(?![\w:-])|[><!()[\],]/y;
/** All that has no meaning of its own, so that dates, ids and group names need no quotes. */
const WORD = /[^\s()[\],=!<>&|~'"]+/y;
const SPACE = /\s*/y;

/** Reads an expression piece by piece. Throws InvalidParameterException. */
export class Tokens {
  private offset = 0;
  private ahead: Token | undefined;

  constructor(readonly expression: string) {}

  peek(): Token {
    this.ahead ??= this.read();
    return this.ahead;
  }

  next(): Token {
    const token = this.peek();
    this.ahead = undefined;
    return token;
  }

  /** The next piece if it is one of these symbols or keywords. */
  take(...texts: readonly string[]): Token | undefined {
    const token = this.peek();
    const isOne = token.kind !== 'quoted' && token.kind !== 'end' && texts.includes(token.text);
    return isOne ? this.next() : undefined;
  }

  /**
   * A regular expression without quotes: as far as the next blank or a parenthesis that it did not
   * open itself. To be called where nothing has been looked at ahead.
   */
  takePattern(): Token {
    this.match(SPACE);
    const start = this.offset;
    const first = this.expression[start];
    if (first === "'" || first === '"') return this.quoted(first);
    let depth = 0;
    let end = start;
    for (; end < this.expression.length; end += 1) {
      const char = this.expression.charAt(end);
      if (/\s/.test(char)) break;
      if (char === '\\') {
        end += 1;
      } else if (char === '(') {
        depth += 1;
      } else if (char === ')') {
        if (depth === 0) break;
        depth -= 1;
      }
    }
    this.offset = Math.min(end, this.expression.length);
    const text = this.expression.slice(start, this.offset);
    return { kind: text === '' ? 'end' : 'word', text, offset: start };
  }

  expected(what: string, found: Token): Error {
    const there = found.kind === 'end' ? 'the end' : `"${found.text}"`;
    return syntaxError(this.expression, found.offset, `expected ${what}, found ${there}.`);
  }

  private read(): Token {
    this.match(SPACE);
    const { offset } = this;
    const first = this.expression[offset];
    if (first === undefined) return { kind: 'end', text: '', offset };
    if (first === "'" || first === '"') return this.quoted(first);
    const symbol = this.match(SYMBOL);
    if (symbol !== undefined) return { kind: 'symbol', text: symbol, offset };
    const word = this.match(WORD);
    if (word !== undefined) return { kind: 'word', text: word, offset };
    throw syntaxError(
      this.expression,
      offset,
      `"${first}" stands alone: did you mean ${MEANT[first] ?? 'to put the value into quotes'}?`,
    );
  }

  private quoted(quote: string): Token {
    const { offset } = this;
    let text = '';
    for (let at = offset + 1; at < this.expression.length; at += 1) {
      const char = this.expression.charAt(at);
      if (char === quote) {
        this.offset = at + 1;
        return { kind: 'quoted', text, offset };
      }
      const next = this.expression[at + 1];
      // Other escapes stay as they are: a regular expression has its own.
      if (char === '\\' && next === quote) {
        text += quote;
        at += 1;
      } else {
        text += char;
      }
    }
    throw syntaxError(
      this.expression,
      offset,
      `a quoted text begins that has no closing ${quote}.`,
    );
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.expression)?.[0];
    if (found !== undefined) this.offset = pattern.lastIndex;
    return found;
  }
}

const MEANT: Readonly<Record<string, string>> = { '=': '==', '&': '&&', '|': '||', '~': '=~' };
