/** A regular expression as a tree. */
export type PatternNode =
  | { readonly type: 'one'; readonly is: (char: string) => boolean }
  | { readonly type: 'at'; readonly place: 'start' | 'end' }
  | { readonly type: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly type: 'repeat';
      readonly part: PatternNode;
      readonly least: number;
      readonly most: number;
    };

type Fail = (offset: number, problem: string) => Error;

const DEEPEST = 100;
const MOST_REPEATS = 1000;

export const parsePattern = (pattern: string, fail: Fail): PatternNode =>
  new PatternParser(pattern, fail).whole();

class PatternParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly pattern: string,
    private readonly fail: Fail,
  ) {}

  whole(): PatternNode {
    const node = this.choice();
    if (this.at < this.pattern.length) throw this.fail(this.at, 'a ) closes nothing.');
    return node;
  }

  private choice(): PatternNode {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { type: 'choice', options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.pattern.length && !'|)'.includes(this.peek())) parts.push(this.part());
    return { type: 'sequence', parts };
  }

  private part(): PatternNode {
    let part = this.atom();
    for (let repeated = this.quantifier(); repeated !== undefined; repeated = this.quantifier()) {
      part = { type: 'repeat', part, ...repeated };
      // Lazy or greedy is one to a match of the whole.
      if (this.take('?')) continue;
      if (this.peek() === '+') {
        throw this.fail(this.at, 'a possessive quantifier is not understood: leave the + out.');
      }
    }
    return part;
  }

  private quantifier(): { least: number; most: number } | undefined {
    if (this.take('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.take('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.take('?')) return { least: 0, most: 1 };
    if (this.peek() !== '{') return undefined;
    const start = this.at;
    const [whole, from = '', comma, to] =
      /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.pattern.slice(start)) ?? [];
    if (whole === undefined) {
      throw this.fail(start, 'a { begins no quantifier: expected {2}, {2,} or {2,5}, or \\{.');
    }
    const least = Number(from);
    const bounded = comma === undefined ? least : Number(to);
    const most = comma !== undefined && to === '' ? Number.POSITIVE_INFINITY : bounded;
    const largest = most === Number.POSITIVE_INFINITY ? least : most;
    if (least > most || largest > MOST_REPEATS) {
      throw this.fail(start, `the quantifier ${whole} is wrong: expected 0 ≤ from ≤ to ≤ 1000.`);
    }
    this.at += whole.length;
    return { least, most };
  }

  private atom(): PatternNode {
    const { at } = this;
    const char = this.next();
    switch (char) {
      case '(':
        return this.group(at);
      case '[':
        return { type: 'one', is: this.set(at) };
      case '.':
        return { type: 'one', is: (one) => one !== '\n' && one !== '\r' };
      case '^':
        return { type: 'at', place: 'start' };
      case '$':
        return { type: 'at', place: 'end' };
      case '\\':
        return { type: 'one', is: this.escape(at) };
      case '*':
      case '+':
      case '?':
        throw this.fail(at, `the quantifier ${char} has nothing to repeat: for any text write .*`);
      case '{':
        throw this.fail(at, 'the quantifier { has nothing to repeat.');
      default:
        return { type: 'one', is: (one) => one === char };
    }
  }

  private group(start: number): PatternNode {
    if (this.take('?') && !this.take(':')) {
      throw this.fail(start, 'only ( and (?: are understood, no look-around, names or flags.');
    }
    this.depth += 1;
    if (this.depth > DEEPEST) {
      throw this.fail(start, `groups are nested too deeply: expected at most ${DEEPEST}.`);
    }
    const node = this.choice();
    this.depth -= 1;
    if (!this.take(')')) throw this.fail(start, 'a ( is not closed.');
    return node;
  }

  private set(start: number): (char: string) => boolean {
    const negated = this.take('^');
    const tests: ((char: string) => boolean)[] = [];
    // A ] that comes first is one of the set.
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const at = this.at;
      const from = this.next();
      if (from === '') throw this.fail(start, 'a [ is not closed.');
      if (from === '[' || (from === '&' && this.peek() === '&')) {
        throw this.fail(at, 'sets inside a set are not understood.');
      }
      if (from === '\\') {
        tests.push(this.escape(at));
      } else if (this.peek() === '-' && !'] '.includes(this.pattern[this.at + 1] ?? ']')) {
        this.next();
        const to = this.next();
        if (to === '\\' || to < from) throw this.fail(at, `the range ${from}-${to} is wrong.`);
        tests.push((char) => char >= from && char <= to);
      } else {
        tests.push((char) => char === from);
      }
    }
    this.next();
    return (char) => tests.some((test) => test(char)) !== negated;
  }

  private escape(start: number): (char: string) => boolean {
    const char = this.next();
    const kind = CLASSES[char.toLowerCase()];
    if (kind !== undefined) {
      const wanted = char === char.toLowerCase();
      return (one) => kind.test(one) === wanted;
    }
    if (/^[A-Za-z0-9]?$/.test(char)) {
      throw this.fail(start, `the escape \\${char} is not understood: expected \\d \\w \\s \\. …`);
    }
    return (one) => one === char;
  }

  private peek(): string {
    return this.pattern.charAt(this.at);
  }

  private next(): string {
    const char = this.peek();
    this.at += char.length;
    return char;
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }
}

const CLASSES: Readonly<Record<string, RegExp>> = { d: /^[0-9]$/, w: /^\w$/, s: /^\s$/ };
