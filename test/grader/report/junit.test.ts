import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { junit } from '../../../grader/report/junit.ts';
import { storable } from '../../../grader/report/text.ts';
import { classReport } from './class-fixture.ts';
import { HOSTILE, hostileClass } from './hostile.ts';

const content = (report = classReport()): string => {
  const [file, ...others] = junit.files(report);
  expect(others).toEqual([]);
  return file?.content ?? '';
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  alwaysCreateTextNode: true,
  htmlEntities: true,
  isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
});

const number = z.string().regex(/^\d+$/).transform(Number);
const blank = z.literal('').optional();
const token = z.string().min(1);
const said = z.strictObject({ type: z.string(), message: z.string(), '#text': z.string() });

/** Ant's schema, which asks for the most; one element a case; `skipped` as Jenkins' plug-in has it. */
const testcase = z
  .strictObject({
    '#text': blank,
    classname: token,
    name: token,
    time: z.string().regex(/^\d+(\.\d+)?$/),
    failure: said.optional(),
    error: said.optional(),
    skipped: z.strictObject({ message: z.string(), '#text': blank }).optional(),
  })
  .refine((one) => [one.failure, one.error, one.skipped].filter(Boolean).length <= 1);

const testsuite = z
  .strictObject({
    '#text': blank,
    id: number,
    name: token,
    package: token,
    timestamp: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    hostname: token,
    tests: number,
    failures: number,
    errors: number,
    skipped: number,
    time: z.string().regex(/^\d+(\.\d+)?$/),
    properties: z.object({
      property: z.array(z.strictObject({ '#text': blank, name: token, value: z.string() })),
    }),
    testcase: z.array(testcase),
    'system-out': z.object({ '#text': z.string() }),
    'system-err': z.object({ '#text': z.string() }),
  })
  .refine(({ testcase: cases, ...counts }) => {
    const counted = (kind: 'failure' | 'error' | 'skipped') =>
      cases.filter((one) => one[kind] !== undefined).length;
    return (
      counts.tests === cases.length &&
      counts.failures === counted('failure') &&
      counts.errors === counted('error') &&
      counts.skipped === counted('skipped')
    );
  }, 'the counts are those of the cases');

const schema = z.object({ testsuites: z.object({ testsuite: z.array(testsuite) }) });

const suites = (report = classReport()) => {
  const xml = content(report);
  expect(XMLValidator.validate(xml)).toBe(true);
  return schema.parse(parser.parse(xml)).testsuites.testsuite;
};

test('a class is suites by the schemas of Ant and Jenkins', () => {
  expect(
    suites().map(({ name, tests, failures, errors, skipped }) => [
      name,
      tests,
      failures,
      errors,
      skipped,
    ]),
  ).toEqual([
    ['Lovelace, Ada', 5, 0, 0, 0],
    ['Grace Hopper', 5, 1, 0, 1],
    ['Alan Turing', 5, 1, 0, 0],
    ['Edsger W. Dijkstra', 5, 0, 1, 0],
    ['Barbara Liskov', 1, 0, 1, 0],
    ['Donald Knuth', 5, 1, 0, 3],
  ]);
});

test('the properties come first and the output last, as Ant has them', () => {
  for (const [, inside] of content().matchAll(/<testsuite [^>]*>(.*?)<\/testsuite>/gs)) {
    expect(inside).toMatch(
      /^<properties>.*<\/properties>(<testcase .*<\/testcase>)+<system-out>[^<]*<\/system-out><system-err><\/system-err>$/s,
    );
  }
});

test('no XML holds a character that XML has not', () => {
  const xml = content(hostileClass());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  expect(xml).not.toMatch(/\p{Surrogate}/u);
});

test('hostile texts are read back as they were, but for characters that XML has not', () => {
  const read = suites(hostileClass());
  HOSTILE.forEach((text, index) => {
    const { name, testcase: cases } = read[index] ?? {};
    expect(name).toBe(storable(text));
    expect(cases?.[2]?.failure?.message).toBe(storable(text));
    expect(cases?.[4]?.error?.message).toBe(storable(text));
  });
});
