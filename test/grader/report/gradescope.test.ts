import { expect, test } from 'vitest';
import { z } from 'zod';
import { gradescope } from '../../../grader/report/gradescope.ts';
import { classReport } from './class-fixture.ts';
import { hostileClass } from './hostile.ts';

const visibility = z.enum(['hidden', 'after_due_date', 'after_published', 'visible']);
const format = z.enum(['text', 'html', 'simple_format', 'md', 'ansi']);

/** "Output format" of Gradescope's autograder specifications. */
const resultsSchema = z.strictObject({
  score: z.number().min(0),
  execution_time: z.number().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  test_output_format: format.optional(),
  test_name_format: format.optional(),
  visibility: visibility.optional(),
  stdout_visibility: visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
  tests: z.array(
    z.strictObject({
      score: z.number().min(0).optional(),
      max_score: z.number().min(0).optional(),
      status: z.enum(['passed', 'failed']).optional(),
      name: z.string().optional(),
      name_format: format.optional(),
      number: z.string().optional(),
      output: z.string().optional(),
      output_format: format.optional(),
      tags: z.array(z.string()).optional(),
      visibility: visibility.optional(),
      extra_data: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

const resultsOf = (id: string, report = classReport()) => {
  const file = gradescope
    .files(report)
    .find(({ path }) => path === `gradescope/${id}/results.json`);
  return resultsSchema.parse(JSON.parse(file?.content ?? 'null'));
};

test('each graded student has a results.json by the specification', () => {
  for (const report of [classReport(), hostileClass()]) {
    const files = gradescope.files(report);
    expect(files).toHaveLength(report.statistics.graded);
    for (const { content } of files) resultsSchema.parse(JSON.parse(content));
  }
});

test('nobody gets a zero for what was not graded', () => {
  expect(gradescope.files(classReport()).map(({ path }) => path)).not.toContain(
    'gradescope/barbara/results.json',
  );
});

test('the score is what goes into the grade book, with what lateness costs', () => {
  const { score, output } = resultsOf('alan');
  expect(score).toBe(60);
  expect(output).toMatchInlineSnapshot(`
    "ECS on EC2: 60 of 80 points (75 earned, 15 less for lateness).
    Handed in late: 3 days begun after the due date. The first day costs nothing. Each further day costs 10 % of the points earned, at most 50 %: 15 less."
  `);
});

test('a check that waits and one that went wrong are neither passed nor failed', () => {
  expect(
    resultsOf('grace').tests.map(({ status, score, max_score }) => [status, score, max_score]),
  ).toEqual([
    ['passed', 10, 10],
    ['passed', 20, 20],
    ['failed', 15, 30],
    [undefined, undefined, undefined],
    ['passed', 5, 5],
  ]);
  const { score, tests, output } = resultsOf('edsger');
  expect(score).toBe(80);
  expect(output).toContain('somebody has to look');
  expect(tests[3]).toEqual({
    name: 'Cats are served on port 80',
    number: '4',
    output:
      'Could not be checked, through no fault of yours; not counted. The check was not done after 30 s.',
    extra_data: { id: 'page', status: 'error' },
  });
});

test('a failed test says what to do', () => {
  expect(resultsOf('grace').tests[2]?.output).toMatchInlineSnapshot(`
    "Expected: four tasks RUNNING
    Observed: two tasks RUNNING
    Hint: Run the step again, and look at the events of the service."
  `);
});
