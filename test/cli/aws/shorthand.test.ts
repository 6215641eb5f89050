import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseShorthand, type ShorthandValue } from '../../../src/cli/aws/parameters/shorthand.ts';

describe('shorthand syntax', () => {
  test.each<[string, Record<string, ShorthandValue>]>([
    ['a=b', { a: 'b' }],
    ['a=b,c=d', { a: 'b', c: 'd' }],
    ['a=b,c', { a: ['b', 'c'] }],
    ['a=b,c,d=e', { a: ['b', 'c'], d: 'e' }],
    ['a=', { a: '' }],
    ['a=,b=c', { a: '', b: 'c' }],
    ['a=[]', { a: [] }],
    ['a={}', { a: {} }],
    ['a=[b]', { a: ['b'] }],
    ['a=[{b=c,d=[e,f]},{g=h}]', { a: [{ b: 'c', d: ['e', 'f'] }, { g: 'h' }] }],
    ['a={b={c=d}}', { a: { b: { c: 'd' } } }],
    ['a="b, c=d"', { a: 'b, c=d' }],
    ['a=\'b "c"\'', { a: 'b "c"' }],
    ['a="b\\"c\\\\d"', { a: 'b"c\\d' }],
    ['a=b\\,c', { a: 'b,c' }],
    ['a=b c ,d=e', { a: 'b c', d: 'e' }],
    ['a = b , c = d', { a: 'b', c: 'd' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=http://x/?y=z', { a: 'http://x/?y=z' }],
    ['a.b/c:d#e-f_g=1', { 'a.b/c:d#e-f_g': '1' }],
    ['a=猫', { a: '猫' }],
  ])('%s', (text, expected) => {
    expect(parseShorthand(text)).toEqual(expected);
  });

  test.each([
    ['no equals sign', 'demo'],
    ['a key twice', 'a=b,a=c'],
    ['an open list', 'a=[b'],
    ['an open structure', 'a={b=c'],
    ['an open quote', 'a="b'],
    ['a comma at the end', 'a=b,'],
    ['text after a list', 'a=[b]c'],
    ['a list that starts anew', 'a=b,[c]'],
    ['the second line', 'a=[b],\nc'],
  ])('says where it went wrong: %s', (_what, text) => {
    expect(() => parseShorthand(text)).toThrowErrorMatchingSnapshot();
  });

  const key = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_.-]{0,8}$/);
  const { value } = fc.letrec<{ value: ShorthandValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      // A backslash right before the closing quote cannot be written.
      fc.string({ unit: 'grapheme' }).filter((text) => !text.endsWith('\\')),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  test('reads back any value that is written in it', () => {
    const dictionary = fc.dictionary(key, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    fc.assert(
      fc.property(dictionary, (written) => {
        expect(parseShorthand(write(written))).toEqual(written);
      }),
    );
  });

  test('ends on any text, with a value or a message', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=,[]{}\'"\\ \n') }), (text) => {
        try {
          parseShorthand(text);
        } catch (error) {
          expect(error).toHaveProperty('name', 'ShorthandError');
        }
      }),
    );
  });
});

function write(structure: Record<string, ShorthandValue>): string {
  return Object.entries(structure)
    .map(([key, value]) => `${key}=${writeValue(value)}`)
    .join(',');
}

function writeValue(value: ShorthandValue): string {
  if (typeof value === 'string') {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    return `"${escaped}"`;
  }
  if (Array.isArray(value)) return `[${value.map(writeValue).join(',')}]`;
  return `{${write(value)}}`;
}
