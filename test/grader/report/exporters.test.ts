import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { EXPORTERS, exporterNamed } from '../../../grader/report/exporters.ts';
import { classReport, PLANTED } from './class-fixture.ts';
import { anyText, hostileClass } from './hostile.ts';

const PATH =
  /^(?:[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\/)*[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+$/;

/** What XML and data bases refuse, and a terminal obeys. */
const UNSTORABLE =
  /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|\\u0000/u;

test('an exporter is found by its name', () => {
  for (const exporter of EXPORTERS) expect(exporterNamed(exporter.name)).toBe(exporter);
  expect(exporterNamed('xls')).toBeUndefined();
});

test('all formats of a class can be written side by side, under safe names', () => {
  const paths = EXPORTERS.flatMap((exporter) =>
    exporter.files(hostileClass()).map(({ path }) => path),
  );
  expect(paths.filter((path) => !PATH.test(path))).toEqual([]);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
});

test.each(EXPORTERS)('$name is pure', ({ files }) => {
  const report = classReport();
  const before = JSON.stringify(report);
  expect(files(report)).toEqual(files(classReport()));
  expect(JSON.stringify(report)).toBe(before);
});

test.each(EXPORTERS)(
  '$name writes an empty class, and one of which nobody was graded',
  ({ files }) => {
    for (const report of [
      classReport([]),
      classReport([{ student: { id: 'a' }, problem: 'No account.' }]),
    ]) {
      for (const { content } of files(report))
        expect(content).not.toMatch(/NaN|undefined|Infinity/);
    }
  },
);

const unique = { maxLength: 4, selector: ({ student }: { student: { id: string } }) => student.id };
const text = fc.oneof(
  anyText(30),
  fc.string({
    unit: fc.constantFrom(
      ...'=+-@\t\r\n ,;"\'<>&/\\.\u{0}\u{1b}\u{202e}\u{d800}\u{ff1d}a1'.split(''),
    ),
    maxLength: 12,
  }),
);
const students = fc.uniqueArray(
  fc.record({
    student: fc.record({
      id: text,
      name: text,
      email: text,
      columns: fc.record({ Section: text, Student: text, ID: text }),
    }),
    text,
    variant: fc.dictionary(text, text, { maxKeys: 2 }),
    outcomes: fc.constantFrom({}, { service: 'half' as const, cost: 'error' as const }),
  }),
  unique,
);

/** Throws for what the format cannot be read as. */
const read = (path: string, content: string) => {
  if (path.endsWith('.json')) JSON.parse(content);
  if (path.endsWith('.xml')) expect(XMLValidator.validate(content)).toBe(true);
  if (path.endsWith('.csv')) {
    const cells: string[][] = parse(content);
    const formulas = cells.flat().filter((cell) => /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell));
    expect(formulas).toEqual([]);
  }
};

test('whatever is written anywhere, every format can be read, and runs nothing', () => {
  fc.assert(
    fc.property(students, (planted) => {
      const report = classReport(planted);
      for (const { name, files } of EXPORTERS) {
        for (const { path, content } of files(report)) {
          expect(path).toMatch(PATH);
          read(path, content);
          if (name !== 'json') expect(content).not.toMatch(UNSTORABLE);
        }
      }
    }),
    { seed: 6, numRuns: 60 },
  );
});

test('300 students are written in all formats in less than a second each', () => {
  const many = Array.from({ length: 50 }, (_one, round) =>
    PLANTED.map((one) => ({
      ...one,
      student: { ...one.student, id: `${one.student.id}${round}` },
    })),
  ).flat();
  const report = classReport(many);
  const time = (files: (typeof EXPORTERS)[number]['files']): number => {
    const start = performance.now();
    files(report);
    return performance.now() - start;
  };
  for (const { name, files } of EXPORTERS) {
    // Some tens of milliseconds; the best of three, on machines with much else to do.
    expect(Math.min(time(files), time(files), time(files)), name).toBeLessThan(1000);
  }
});
