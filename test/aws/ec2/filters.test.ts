import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/aws/aws-error.ts';
import { type Fields, filtered } from '../../../src/aws/ec2/filters.ts';

interface Cat {
  readonly name: string;
  readonly colours: readonly string[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}
const cat = (name: string, colours: string[], tags: Record<string, string> = {}): Cat => ({
  name,
  colours,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
});
const cats = [
  cat('tom', ['black', 'white'], { stack: 'prod' }),
  cat('tim', ['red'], { stack: 'test', owner: 'me' }),
  cat('t*m', []),
];
const fields: Fields<Cat> = {
  name: ({ name }) => name,
  colour: ({ colours }) => colours,
  'first-colour': ({ colours }) => colours[0],
};
const names = (...filters: [string, ...string[]][]) =>
  filtered(
    cats,
    filters.map(([Name, ...Values]) => ({ Name, Values })),
    fields,
    ({ tags }) => tags,
  ).map(({ name }) => name);

test.each<[string, [string, ...string[]][], string[]]>([
  ['no filter lets all through', [], ['tom', 'tim', 't*m']],
  ['one value', [['name', 'tom']], ['tom']],
  ['one of several values', [['name', 'tom', 'tim']], ['tom', 'tim']],
  ['no value, nothing', [['name']], []],
  ['one of the item’s own values', [['colour', 'white']], ['tom']],
  [
    'all filters',
    [
      ['name', 't?m'],
      ['colour', 'r*'],
    ],
    ['tim'],
  ],
  ['* is any text', [['name', 't*']], ['tom', 'tim', 't*m']],
  ['* is also none', [['name', '*tom*']], ['tom']],
  ['? is one character', [['name', 't?']], []],
  ['a backslash takes the meaning away', [['name', 't\\*m']], ['t*m']],
  ['letters count', [['name', 'Tom']], []],
  ['a value that is absent', [['first-colour', '*']], ['tom', 'tim']],
  ['tag:KEY', [['tag:stack', 'prod']], ['tom']],
  ['tag-key', [['tag-key', 'own*']], ['tim']],
  ['tag-value', [['tag-value', 'me', 'prod']], ['tom', 'tim']],
])('%s', (_, filters, expected) => {
  expect(names(...filters)).toEqual(expected);
});

describe('what is refused', () => {
  test.each(['colours', '', 'constructor', '__proto__'])('the filter "%s"', (name) => {
    expect(() => names([name, 'x'])).toThrow(AwsError);
    expect(() => names([name, 'x'])).toThrow(
      `The filter '${name}' is invalid. There are: name, colour, first-colour, tag:KEY`,
    );
  });
  test('more than 200 values', () => {
    expect(() => names(['name', ...Array<string>(201).fill('x')])).toThrow(
      'maximum number of filter values is 200',
    );
  });
});

test('patterns match as the regular expressions that they stand for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(text, pattern, (value, written) => {
      const expression = written.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      const found = filtered([value], [{ Name: 'text', Values: [written] }], { text: (t) => t });
      expect(found.length === 1).toBe(new RegExp(`^${expression}$`).test(value));
    }),
    { numRuns: 2_000 },
  );
});

test('a pattern of many stars takes no time', () => {
  const start = performance.now();
  const Values = [`${'*a'.repeat(200)}b`];
  const found = filtered(['a'.repeat(5_000)], [{ Name: 'text', Values }], { text: (t) => t });
  expect(found).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1_000);
});
