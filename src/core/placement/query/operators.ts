import type { Test } from './expression.ts';

export interface Operator {
  /** The short spelling, or the only one. */
  readonly symbol: string;
  readonly test: Test['type'];
  readonly negated: boolean;
  readonly ordering: boolean;
}

type Row = readonly [symbol: string, name: string, test: Test['type'], negated?: 'not'];

const ROWS: readonly Row[] = [
  ['==', 'equals', 'equals'],
  ['!=', 'not_equals', 'equals', 'not'],
  ['>', 'greater_than', 'greater_than'],
  ['>=', 'greater_than_equal', 'greater_than_equal'],
  ['<', 'less_than', 'less_than'],
  ['<=', 'less_than_equal', 'less_than_equal'],
  ['=~', 'matches', 'matches'],
  ['!~', 'not_matches', 'matches', 'not'],
  ['in', 'in', 'in'],
  ['!in', 'not_in', 'in', 'not'],
  ['exists', 'exists', 'exists'],
  ['!exists', 'not_exists', 'exists', 'not'],
];

/** By both spellings. AWS: cluster query language, operators. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  ROWS.flatMap(([symbol, name, test, negated]) => {
    const ordering = test.includes('_than');
    const operator: Operator = { symbol, test, negated: negated === 'not', ordering };
    return [
      [symbol, operator],
      [name, operator],
    ] as const;
  }),
);
