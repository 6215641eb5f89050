import { syntaxError } from './error.ts';
import type { Expression, Subject, Test } from './expression.ts';
import { OPERATORS, type Operator } from './operators.ts';
import { compilePattern } from './pattern.ts';
import { FIELDS, subjectOf } from './subjects.ts';
import { type Token, Tokens } from './tokens.ts';

/** AWS: PlacementConstraint.expression. */
const LONGEST = 2000;
const DEEPEST = 100;

/**
 * Reads an expression of the cluster query language; `or` binds less than `and`, and that less than
 * `not`. Throws InvalidParameterException with the position of what is wrong.
 */
export function parseExpression(text: string): Expression {
  if (text.length > LONGEST) {
    throw syntaxError(text, LONGEST, `it goes on: expected at most ${LONGEST} characters.`);
  }
  const parser = new Parser(new Tokens(text));
  return parser.whole();
}

class Parser {
  private depth = 0;

  constructor(private readonly tokens: Tokens) {}

  whole(): Expression {
    const expression = this.or();
    const rest = this.tokens.peek();
    if (rest.kind !== 'end') throw this.tokens.expected('and, or, or the end', rest);
    return expression;
  }

  private or(): Expression {
    let left = this.and();
    while (this.tokens.take('or', '||')) left = { type: 'or', left, right: this.and() };
    return left;
  }

  private and(): Expression {
    let left = this.not();
    while (this.tokens.take('and', '&&')) left = { type: 'and', left, right: this.not() };
    return left;
  }

  private not(): Expression {
    const opened = this.tokens.take('not', '!', '(');
    if (opened === undefined) return this.comparison();
    this.depth += 1;
    if (this.depth > DEEPEST) {
      throw syntaxError(
        this.tokens.expression,
        opened.offset,
        `it is nested too deeply: expected at most ${DEEPEST} parentheses and negations inside each other.`,
      );
    }
    const inner = opened.text === '(' ? this.or() : this.not();
    if (opened.text === '(') this.close(')');
    this.depth -= 1;
    return opened.text === '(' ? inner : { type: 'not', operand: inner };
  }

  private comparison(): Expression {
    const token = this.tokens.next();
    const subject = token.kind === 'word' ? subjectOf(token.text) : undefined;
    if (subject === undefined)
      throw this.tokens.expected(`a subject (${FIELDS.join(', ')})`, token);
    const operator = this.operator(subject);
    const test = this.test(subject, operator);
    const comparison: Expression = { type: 'comparison', subject, test };
    return operator.negated ? { type: 'not', operand: comparison } : comparison;
  }

  private operator(subject: Subject): Operator {
    const token = this.tokens.next();
    const operator = token.kind === 'quoted' ? undefined : OPERATORS.get(token.text);
    const allowed = allowedFor(subject);
    if (operator === undefined || !allowed.includes(operator)) {
      const name = subject.type === 'attribute' ? `attribute:${subject.name}` : subject.type;
      const symbols = [...OPERATORS].flatMap(([text, one]) =>
        allowed.includes(one) && one.symbol === text ? [text] : [],
      );
      throw this.tokens.expected(`an operator for ${name} (${symbols.join(' ')})`, token);
    }
    return operator;
  }

  private test(subject: Subject, { test }: Operator): Test {
    switch (test) {
      case 'exists':
        return { type: test };
      case 'in':
        return { type: test, values: this.list(subject) };
      case 'matches': {
        const token = this.tokens.takePattern();
        if (token.kind === 'end') throw this.tokens.expected('a regular expression', token);
        const offset = token.kind === 'quoted' ? token.offset + 1 : token.offset;
        const fail = (at: number, problem: string) =>
          syntaxError(this.tokens.expression, offset + at, problem);
        return { type: test, matches: compilePattern(token.text, fail) };
      }
      default:
        return { type: test, value: this.value(subject) };
    }
  }

  private list(subject: Subject): string[] {
    const open = this.tokens.next();
    if (open.kind !== 'symbol' || open.text !== '[') {
      throw this.tokens.expected('a list, such as [a, b]', open);
    }
    const values = [this.value(subject)];
    while (this.tokens.take(',')) values.push(this.value(subject));
    this.close(']', ', or ');
    return values;
  }

  private value(subject: Subject): string {
    const token = this.tokens.next();
    const isText = token.kind === 'word' || token.kind === 'quoted';
    const expected = subject.type === 'attribute' ? undefined : VALUES[subject.type];
    if (!isText || (expected !== undefined && !expected.pattern.test(token.text))) {
      throw this.tokens.expected(expected?.what ?? 'a value', token);
    }
    return token.text;
  }

  private close(symbol: string, or = ''): Token {
    const token = this.tokens.take(symbol);
    if (token === undefined) throw this.tokens.expected(`${or}${symbol}`, this.tokens.peek());
    return token;
  }
}

/** AWS lists for each field which operators it takes; an attribute takes all. */
function allowedFor(subject: Subject): readonly Operator[] {
  const all = [...new Set(OPERATORS.values())];
  switch (subject.type) {
    case 'attribute':
    case 'task:group':
      return subject.type === 'attribute' ? all : all.filter(({ ordering }) => !ordering);
    case 'agentConnected':
    case 'ec2InstanceId':
      return all.filter(({ ordering, test }) => !ordering && test !== 'exists');
    case 'agentVersion':
    case 'registeredAt':
    case 'runningTasksCount':
      return all.filter(({ ordering, test }) => ordering || test === 'equals');
  }
}

const VALUES: Readonly<Record<string, { readonly what: string; readonly pattern: RegExp }>> = {
  agentConnected: { what: 'true or false', pattern: /^(?:true|false)$/ },
  agentVersion: { what: 'a version, such as 1.94.0', pattern: /^v?\d+(?:\.\d+)*(?:-[\w.-]+)?$/ },
  registeredAt: {
    what: 'a date, such as 2026-01-31 or 2026-01-31T09:30:00+00:00',
    pattern: /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/,
  },
  runningTasksCount: { what: 'a whole number', pattern: /^\d+$/ },
};
