/** What shorthand syntax can say: words, lists and structures; types come from the schema later. */
export type ShorthandValue = string | ShorthandValue[] | { [key: string]: ShorthandValue };

/** The text is not shorthand syntax; the message shows where. */
export class ShorthandError extends Error {
  override readonly name = 'ShorthandError';
}

const KEY = /[A-Za-z0-9\-_.#/:]*/y;
const SINGLE_QUOTED = /'(?:\\'|[^'])*'/y;
const DOUBLE_QUOTED = /"(?:\\"|[^"])*"/y;
/** The first value after an equals sign may hold others. */
const FIRST_VALUE = /(?:\\,|[^\s"',=[{])(?:\\,|[^"',\]}])*/y;
/** Later values of a list without brackets may not, else `a=b,c=d` were one list. */
const LATER_VALUE = /(?:\\,|[^\s"',=[{])(?:\\,|[^"',=])*/y;
const SPACE = /\s*/y;

/**
 * Parses the AWS CLI's shorthand syntax, `key=value,list=[a,b],structure={key=value}`; a list of
 * plain values needs no brackets: `names=a,b,other=c`.
 */
export function parseShorthand(text: string): Record<string, ShorthandValue> {
  return new ShorthandParser(text).parse();
}

class ShorthandParser {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Record<string, ShorthandValue> {
    const result: Record<string, ShorthandValue> = {};
    for (;;) {
      const start = this.#index;
      const key = this.#key();
      const value = this.#value();
      if (Object.hasOwn(result, key)) throw this.#duplicate(key, start);
      result[key] = value;
      if (this.#atEnd()) return result;
      this.#expect(',');
    }
  }

  #key(): string {
    const key = this.#match(KEY) ?? '';
    this.#expect('=');
    return key;
  }

  #value(): ShorthandValue {
    if (this.#atEnd()) return '';
    return this.#bracketed() ?? this.#listWithoutBrackets();
  }

  #bracketed(): ShorthandValue | undefined {
    if (this.#current() === '[') return this.#list();
    return this.#current() === '{' ? this.#structure() : undefined;
  }

  #listWithoutBrackets(): ShorthandValue {
    const first = this.#firstValue();
    const values = [first];
    this.#match(SPACE);
    while (this.#current() === ',') {
      const comma = this.#index;
      this.#expect(',');
      const value = this.#laterValue();
      this.#match(SPACE);
      if (value === undefined || !(this.#atEnd() || this.#current() === ',')) {
        if (this.#atEnd()) throw this.#unexpected('a value');
        this.#index = comma;
        break;
      }
      values.push(value);
    }
    return values.length === 1 ? first : values;
  }

  #list(): ShorthandValue[] {
    const values: ShorthandValue[] = [];
    this.#expect('[');
    while (this.#current() !== ']') {
      values.push(this.#bracketed() ?? this.#firstValue());
      this.#separator(']');
    }
    this.#index++;
    return values;
  }

  #structure(): Record<string, ShorthandValue> {
    const result: Record<string, ShorthandValue> = {};
    this.#expect('{');
    while (this.#current() !== '}') {
      const key = this.#key();
      result[key] = this.#bracketed() ?? this.#firstValue();
      this.#separator('}');
    }
    this.#index++;
    return result;
  }

  #separator(end: string): void {
    this.#match(SPACE);
    if (this.#current() === end) return;
    this.#expect(',');
  }

  #firstValue(): string {
    return this.#quoted() ?? this.#word(FIRST_VALUE) ?? '';
  }

  #laterValue(): string | undefined {
    return this.#quoted() ?? this.#word(LATER_VALUE);
  }

  #word(pattern: RegExp): string | undefined {
    return this.#match(pattern)?.replaceAll('\\,', ',').trimEnd();
  }

  #quoted(): string | undefined {
    const quote = this.#current();
    if (quote !== "'" && quote !== '"') return undefined;
    const quoted = this.#match(quote === "'" ? SINGLE_QUOTED : DOUBLE_QUOTED);
    if (quoted === undefined) throw this.#unexpected(`a closing ${quote}`);
    return quoted.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\');
  }

  #expect(character: string): void {
    this.#match(SPACE);
    if (this.#current() !== character) throw this.#unexpected(character);
    this.#index++;
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index;
    const [matched] = pattern.exec(this.#text) ?? [];
    this.#index += matched?.length ?? 0;
    return matched;
  }

  #current(): string | undefined {
    return this.#text[this.#index];
  }

  #atEnd(): boolean {
    return this.#index >= this.#text.length;
  }

  #unexpected(expected: string): ShorthandError {
    const received = this.#current() ?? 'EOF';
    return new ShorthandError(
      `Expected: '${expected}', received: '${received}' for input:\n${this.#pointer(this.#index)}`,
    );
  }

  #duplicate(key: string, at: number): ShorthandError {
    return new ShorthandError(
      `Second instance of key "${key}" encountered for input:\n${this.#pointer(at)}\n` +
        'This is often because there is a preceding "," instead of a space.',
    );
  }

  /** The text up to the end of the line that went wrong, an arrow under the place, and the rest. */
  #pointer(at: number): string {
    const lineStart = this.#text.lastIndexOf('\n', at - 1) + 1;
    const newline = this.#text.indexOf('\n', at);
    const lineEnd = newline < 0 ? this.#text.length : newline;
    const arrow = `${' '.repeat(at - lineStart)}^`;
    return `${this.#text.slice(0, lineEnd)}\n${arrow}${this.#text.slice(lineEnd)}`;
  }
}
