import { expect, test } from 'vitest';
import { z } from 'zod';
import { EXPORTERS } from '../../grader/report/exporters.ts';
import { readLibrary } from '../../site/generator/guide/library.ts';
import { guidePage, guideSections } from '../../site/generator/guide/page.ts';
import { schemaRows } from '../../site/generator/guide/schema-rows.ts';
import { frontMatterSchema } from '../../src/workbook/schema.ts';
import { classReport } from '../grader/report/class-fixture.ts';

test('each member of a schema is told with what is expected, its range and its default', () => {
  const schema = z.strictObject({
    minutes: z.int().min(1).max(600).describe('whole minutes'),
    scale: z.number().default(1).describe('a number'),
    makes: z
      .strictObject({
        clusters: z.array(z.string().describe('a name')).default([]).describe('names'),
      })
      .prefault({})
      .describe('what steps make'),
    choices: z
      .array(z.strictObject({ text: z.string().min(1).describe('the answer') }))
      .min(2)
      .describe('at least two'),
    needs: z.enum(['docker']).optional().describe('needs=docker'),
  });
  expect(schemaRows(schema, 'test')).toEqual([
    {
      path: 'minutes',
      expected: 'whole minutes',
      type: 'integer; 1 to 600',
      otherwise: 'must be given',
    },
    { path: 'scale', expected: 'a number', type: 'number', otherwise: '1' },
    { path: 'makes', expected: 'what steps make', type: 'object', otherwise: 'may be left out' },
    { path: 'makes.clusters', expected: 'names', type: 'list of string', otherwise: '[]' },
    {
      path: 'choices',
      expected: 'at least two',
      type: 'list of object; at least 2',
      otherwise: 'must be given',
    },
    {
      path: 'choices[].text',
      expected: 'the answer',
      type: 'string; from 1 characters',
      otherwise: 'must be given',
    },
    {
      path: 'needs',
      expected: 'needs=docker',
      type: 'string; docker',
      otherwise: 'may be left out',
    },
  ]);
});

test('a member without a description stops the build', () => {
  const schema = z.strictObject({ a: z.strictObject({ b: z.string() }).describe('a') });
  expect(() => schemaRows(schema, 'Quiz')).toThrow(
    `src/workbook/schema.ts: Quiz, a.b has no description. Expected .describe('…')`,
  );
});

test('the guide has every member of the front matter and every function of the check library', async () => {
  const library = await readLibrary();
  const text = guidePage(guideSections(library), 'v');
  for (const member of Object.keys(frontMatterSchema.shape)) {
    expect(text).toContain(`<th scope="row"><code>${member}</code></th>`);
  }
  expect(library.map(({ name }) => name)).toContain('expectService');
  expect(library.filter(({ comment }) => comment === '')).toEqual([]);
});

test('the guide has every format that grades are written in, with its files', () => {
  const text = guidePage(guideSections([]), 'v');
  const report = classReport([{ student: { id: 'STUDENT' } }]);
  for (const { name, files } of EXPORTERS) {
    expect(text).toContain(`<th scope="row"><code>${name}</code></th>`);
    for (const { path } of files(report)) expect(text).toContain(path);
  }
});
