import type { ClassReport, StudentGrade } from '../class/class-report.ts';
import type { CheckResult } from '../result.ts';
import type { Exporter } from './exporter.ts';
import { isGraded, nameOf, remarks, scoreLine } from './grades.ts';
import { escapeMarkup, findings, points, storable } from './text.ts';

/**
 * A suite a student, a case a check, as CI systems read it. Valid by Ant's schema, which asks for
 * the most (every attribute here, the properties first, the output last, one element a case), and
 * by that of Jenkins' xUnit plug-in, which allows the least of the rest. A check that waits is
 * `skipped`; one that we could not carry out, and a student of whom nothing can be said, an `error`:
 * "an unanticipated problem", never a failure.
 */
export const junit: Exporter = {
  name: 'junit',
  description: 'JUnit XML as CI systems read it, a suite for each student: junit.xml',
  files: (report) => [
    {
      path: 'junit.xml',
      content: `<?xml version="1.0" encoding="UTF-8"?>\n${element(
        'testsuites',
        {},
        report.students.map((grade, index) => suite(grade, index, report)),
      )}\n`,
    },
  ],
};

const suite = (grade: StudentGrade, id: number, report: ClassReport): string => {
  const results: readonly CheckResult[] = isGraded(grade)
    ? grade.report.results
    : [{ id: 'graded', title: 'Graded', points: 0, status: 'error', message: grade.problem }];
  const number = (status: CheckResult['status']) =>
    String(results.filter((result) => result.status === status).length);
  const attributes = {
    id: String(id),
    name: nameOf(grade.student),
    package: report.lab.id,
    // By Ant's schema without an offset.
    timestamp: (isGraded(grade) ? grade.report.gradedAt : report.gradedAt).slice(0, 19),
    hostname: isGraded(grade) ? grade.report.target : 'localhost',
    tests: String(results.length),
    failures: number('fail'),
    errors: number('error'),
    skipped: number('blocked'),
    time: '0',
  };
  return element('testsuite', attributes, [
    element('properties', {}, properties(grade, report)),
    ...results.map((result) => testcase(result, report.lab.id)),
    element('system-out', {}, [escapeText(output(grade, report))]),
    element('system-err', {}, []),
  ]);
};

const testcase = (result: CheckResult, lab: string): string =>
  element('testcase', { classname: `${lab}.${result.id}`, name: result.title, time: '0' }, [
    ...outcome(result),
  ]);

const outcome = (result: CheckResult): string[] => {
  const text = escapeText(findings(result));
  switch (result.status) {
    case 'pass':
      return [];
    case 'fail':
      return [element('failure', { type: result.symptom, message: result.observed }, [text])];
    case 'blocked':
      return [element('skipped', { message: findings(result) }, [])];
    case 'error':
      return [element('error', { type: 'error', message: result.message }, [text])];
  }
};

const properties = (grade: StudentGrade, { pointsPossible }: ClassReport): string[] =>
  Object.entries({
    student: grade.student.id,
    ...(isGraded(grade)
      ? {
          account: grade.report.account,
          score: points(grade.score.final),
          pointsPossible: points(pointsPossible),
          daysLate: String(grade.score.daysLate),
          penalty: points(grade.score.penalty),
          needsReview: String(grade.score.needsReview),
        }
      : {}),
  }).map(([name, value]) => element('property', { name, value }, []));

const output = (grade: StudentGrade, report: ClassReport): string =>
  isGraded(grade)
    ? [
        [`${scoreLine(grade, report)}.`, ...remarks(grade, report.rules)].join('\n'),
        ...grade.report.results.map(
          (result) => `${result.id}: ${result.status}\n${findings(result)}`,
        ),
      ].join('\n\n')
    : grade.problem;

const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
): string => {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeValue(value)}"`,
  );
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
};

/** A parser makes a line feed of every end of line that is written as such … */
const escapeText = (text: string): string => escapeMarkup(storable(text)).replaceAll('\r', '&#13;');

/** … and in attributes a blank of those and of tabs. */
const escapeValue = (text: string): string =>
  escapeText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
