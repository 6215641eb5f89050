import { expect, test } from 'vitest';
import { KeptOutput } from '../../src/workbook/kept-output.ts';

test('a short output is kept as it is', () => {
  expect(new KeptOutput().add('one\n').add('two\n').text).toBe('one\ntwo\n');
});

test.each([1, 7, 100, 1_000])('of a long one, in pieces of %i, both ends are', (size) => {
  const all = `${'a'.repeat(50)}${'-'.repeat(900)}${'z'.repeat(50)}`;
  const kept = new KeptOutput(50, 50);
  for (let at = 0; at < all.length; at += size) kept.add(all.slice(at, at + size));
  expect(kept.text).toBe(
    `${'a'.repeat(50)}\n… 900 characters of the output are left out here …\n${'z'.repeat(50)}`,
  );
});
