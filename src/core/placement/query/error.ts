import { invalidParameter, type Refusal } from '../../errors.ts';

/** How much of a long expression is shown before and behind the position. */
const SHOWN = 40;

/**
 * What is wrong with an expression, and where: `position` counts characters from 1. The last line
 * has a caret under the position.
 */
export function syntaxError(expression: string, offset: number, problem: string): Refusal {
  const from = Math.max(0, offset - SHOWN);
  const to = Math.min(expression.length, offset + SHOWN);
  const before = from > 0 ? '…' : '';
  const line = `${before}${expression.slice(from, to)}${to < expression.length ? '…' : ''}`;
  return invalidParameter(
    [
      `Invalid expression: at position ${offset + 1} ${problem}`,
      line.replaceAll(/\s/g, ' '),
      `${' '.repeat(before.length + offset - from)}^`,
    ].join('\n'),
  );
}
