import { parse as parseCsv } from 'csv-parse/sync';
import { XMLParser } from 'fast-xml-parser';
import { expect } from 'vitest';
import { z } from 'zod';
import { EXPORTERS } from '../../../grader/report/exporters.ts';
import { fileNames } from '../../../grader/report/file-names.ts';

/** What is known of a student because it was planted. */
export type Planted = { readonly student: string } & (
  | {
      /** Ids of the checks that must fail, in the order of the lab; no other may. */
      readonly fail: readonly string[];
      /** Those that wait for them. */
      readonly blocked: readonly string[];
    }
  | { readonly ungraded: true }
);

/** By path, as an exporter calls them. */
export type Files = ReadonlyMap<string, string>;

/** Reads each format back, and expects every planted mistake in it, no more and no fewer. */
export const expectInEveryFormat = (
  planted: readonly Planted[],
  filesOf: (format: string) => Files,
): void => {
  expect(Object.keys(READERS).sort()).toEqual(EXPORTERS.map(({ name }) => name).sort());
  const facts = factsSchema.parse(JSON.parse(file(filesOf('json'), 'class.json')));
  expect(facts.students.map(({ student }) => student.id)).toEqual(
    planted.map(({ student }) => student),
  );
  for (const [format, read] of Object.entries(READERS)) {
    const saidOf = read(filesOf(format), facts);
    for (const one of planted) {
      const { student } = one;
      expect({ format, student, ...saidOf(student) }).toEqual({
        ...{ format, student },
        ...expected(one, facts, format),
      });
    }
  }
};

const resultSchema = z.object({ id: z.string(), status: z.string() });
/** What the verdicts are compared by: titles, points, and the partial credit of what failed. */
const factsSchema = z.object({
  checks: z.array(z.object({ id: z.string(), title: z.string(), points: z.number() })),
  pointsPossible: z.number(),
  students: z.array(
    z.object({
      student: z.object({ id: z.string() }),
      score: z.object({ final: z.number() }).optional(),
      report: z
        .object({ results: z.array(resultSchema.extend({ earned: z.number().default(0) })) })
        .optional(),
    }),
  ),
});
type Facts = z.infer<typeof factsSchema>;

/** What a format says of one student, as far as it can. */
interface Said {
  readonly isGraded: boolean;
  /** Of the grade book. */
  readonly score?: number | undefined;
  readonly fail?: readonly string[] | undefined;
  readonly blocked?: readonly string[] | undefined;
}

const expected = (planted: Planted, facts: Facts, format: string): Said => {
  if ('ungraded' in planted) return { isGraded: false };
  const tells = TELLS[format];
  const lost = [...planted.fail, ...planted.blocked];
  const own = facts.students.find(({ student }) => student.id === planted.student);
  const credit = (own?.report?.results ?? []).reduce((sum, { earned }) => sum + earned, 0);
  const sum = (checks: Facts['checks']) => checks.reduce((total, one) => total + one.points, 0);
  const share =
    (sum(facts.checks.filter(({ id }) => !lost.includes(id))) + credit) / sum(facts.checks);
  return {
    isGraded: true,
    ...(tells?.score && { score: Math.round(share * facts.pointsPossible * 100) / 100 }),
    ...(tells?.checks && { fail: planted.fail }),
    ...(tells?.blocked && { blocked: planted.blocked }),
  };
};

const ALL = { score: true, checks: true, blocked: true };
/** What each format has room for. */
const TELLS: Readonly<Record<string, { score?: boolean; checks?: boolean; blocked?: boolean }>> = {
  table: ALL,
  html: ALL,
  json: ALL,
  junit: ALL,
  gradescope: ALL,
  check50: { checks: true, blocked: true },
  'github-classroom': { checks: true },
  moodle: ALL,
  canvas: { score: true },
  nbgrader: { score: true },
};

type Reader = (files: Files, report: Facts) => (student: string) => Said;

const NOT_GRADED: Said = { isGraded: false };
const file = (files: Files, path: string): string => {
  const content = files.get(path);
  if (content === undefined)
    throw new Error(`Expected ${path}, found ${[...files.keys()].join(', ')}.`);
  return content;
};

/** A file for each student. */
const each =
  (path: (name: string) => string, read: (content: string, report: Facts) => Said): Reader =>
  (files, report) => {
    const names = fileNames(report.students.map(({ student }) => student.id));
    return (student) => {
      const content = files.get(path(names.get(student) ?? ''));
      return content === undefined ? NOT_GRADED : read(content, report);
    };
  };

const scores =
  (path: string, idColumn: string, scoreColumn: (row: Record<string, string>) => string): Reader =>
  (files) => {
    const rows: Record<string, string>[] = parseCsv(file(files, path), { columns: true });
    return (student) => {
      const row = rows.find((one) => one[idColumn] === student);
      if (row === undefined) throw new Error(`${student} is not in ${path}.`);
      const score = scoreColumn(row);
      return score === '' || score === '-' ? NOT_GRADED : { isGraded: true, score: Number(score) };
    };
  };

const idsOf = <T extends { readonly id: string }>(all: readonly T[], where: (one: T) => boolean) =>
  all.filter(where).map(({ id }) => id);

const byStatus = (results: readonly { readonly id: string; readonly status: string }[]) => ({
  fail: idsOf(results, ({ status }) => status === 'fail'),
  blocked: idsOf(results, ({ status }) => status === 'blocked'),
});

const gradescopeSchema = z.object({
  score: z.number(),
  tests: z.array(z.object({ status: z.string().optional(), extra_data: resultSchema })),
});
const check50Schema = z.object({
  results: z
    .array(
      z.object({
        name: z.string(),
        passed: z.boolean().nullable(),
        dependency: z.string().nullable(),
      }),
    )
    .optional(),
});
const classroomSchema = z.object({
  tests: z.array(z.object({ name: z.string(), status: z.string() })),
});
const MARKS: Readonly<Record<string, string>> = {
  '✔': 'pass',
  '✘': 'fail',
  '·': 'blocked',
  '!': 'error',
};

const READERS: Readonly<Record<string, Reader>> = {
  json:
    (_files, { students }) =>
    (id) => {
      const found = students.find(({ student }) => student.id === id);
      if (found?.score === undefined) return NOT_GRADED;
      return { isGraded: true, score: found.score.final, ...byStatus(found.report?.results ?? []) };
    },

  table: (files, { checks }) => {
    const lines = file(files, 'class.txt').split('\n');
    return (id) => {
      for (const line of lines) {
        const [, score, marks, student] = /^ *([\d.]+) .*?([✔✘·!]{2,}) {2}(\S+)/.exec(line) ?? [];
        if (student !== id) continue;
        const results = [...(marks ?? '')].map((mark, index) => ({
          id: checks[index]?.id ?? '',
          status: MARKS[mark] ?? '',
        }));
        return { isGraded: true, score: Number(score), ...byStatus(results) };
      }
      const cells = lines.map((line) => line.trim().split(/\s+/));
      if (!cells.some(([first, ...others]) => first === '-' && others.includes(id))) {
        throw new Error(`${id} is not in the table.`);
      }
      return NOT_GRADED;
    };
  },

  html: each(
    (name) => `html/students/${name}.html`,
    (content) => {
      const results = [...content.matchAll(/id="check-([^"]*)" data-status="(\w+)"/g)];
      const [, score] = /aria-label="([\d.]+) of [\d.]+ points"/.exec(content) ?? [];
      if (results.length === 0) return NOT_GRADED;
      const read = results.map(([, id = '', status = '']) => ({ id, status }));
      return { isGraded: true, score: Number(score), ...byStatus(read) };
    },
  ),

  gradescope: each(
    (name) => `gradescope/${name}/results.json`,
    (content) => {
      const { score, tests } = gradescopeSchema.parse(JSON.parse(content));
      const failed = tests.filter(({ status }) => status === 'failed');
      const blocked = tests.filter(({ extra_data: { status } }) => status === 'blocked');
      return {
        isGraded: true,
        score,
        fail: failed.map(({ extra_data: { id } }) => id),
        blocked: blocked.map(({ extra_data: { id } }) => id),
      };
    },
  ),

  check50: each(
    (name) => `check50/${name}.json`,
    (content) => {
      const { results } = check50Schema.parse(JSON.parse(content));
      if (results === undefined) return NOT_GRADED;
      const read = results.map(({ name: id, passed, dependency }) => {
        if (passed !== null) return { id, status: passed ? 'pass' : 'fail' };
        return { id, status: dependency === null ? 'error' : 'blocked' };
      });
      return { isGraded: true, ...byStatus(read) };
    },
  ),

  'github-classroom': each(
    (name) => `github-classroom/${name}.json`,
    (content, { checks }) => {
      const { tests } = classroomSchema.parse(JSON.parse(content));
      if (tests.length === 1 && tests[0]?.name === 'Graded') return NOT_GRADED;
      const failed = tests.filter(({ status }) => status === 'fail').map(({ name }) => name);
      return { isGraded: true, fail: idsOf(checks, ({ title }) => failed.includes(title)) };
    },
  ),

  junit: (files) => {
    const array = ['testsuite', 'testcase', 'property'];
    const parser = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => array.includes(name),
    });
    const attribute = z.object({ '@_name': z.string(), '@_value': z.string() });
    const testcase = z.looseObject({ '@_classname': z.string() });
    const suite = z.object({
      properties: z.object({ property: z.array(attribute) }),
      testcase: z.array(testcase),
    });
    const schema = z.object({ testsuites: z.object({ testsuite: z.array(suite) }) });
    const { testsuite } = schema.parse(parser.parse(file(files, 'junit.xml'))).testsuites;
    return (id) => {
      const found = testsuite.find(({ properties: { property } }) =>
        property.some((one) => one['@_name'] === 'student' && one['@_value'] === id),
      );
      const score = found?.properties.property.find((one) => one['@_name'] === 'score');
      if (found === undefined || score === undefined) return NOT_GRADED;
      const having = (element: string) =>
        found.testcase
          .filter((one) => element in one)
          .map((one) => one['@_classname'].slice(one['@_classname'].indexOf('.') + 1));
      return {
        isGraded: true,
        score: Number(score['@_value']),
        fail: having('failure'),
        blocked: having('skipped'),
      };
    };
  },

  canvas: scores('canvas.csv', 'SIS User ID', (row) => Object.values(row).at(-1) ?? ''),
  nbgrader: scores('nbgrader.csv', 'student_id', (row) => row.score ?? ''),

  moodle: (files, report) => {
    const read = scores(
      'moodle.csv',
      'ID number',
      (row) => Object.values(row).at(-2) ?? '',
    )(files, report);
    const rows: Record<string, string>[] = parseCsv(file(files, 'moodle.csv'), { columns: true });
    return (id) => {
      const said = read(id);
      if (!said.isGraded) return said;
      const row = rows.find((one) => one['ID number'] === id) ?? {};
      const feedback = plain(Object.values(row).at(-1) ?? '');
      const parts = new Map(
        feedback.split('\n\n').map((part) => {
          const [title = '', ...rest] = part.split('\n');
          return [title, rest.join('\n')];
        }),
      );
      const told = report.checks.flatMap(({ id: check, title }) => {
        const text = parts.get(title);
        return text === undefined
          ? []
          : [{ id: check, status: text.includes('Expected') ? 'fail' : 'blocked' }];
      });
      return { ...said, ...byStatus(told) };
    };
  },
};

const plain = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
