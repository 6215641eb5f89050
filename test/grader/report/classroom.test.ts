import { expect, test } from 'vitest';
import { z } from 'zod';
import { check50 } from '../../../grader/report/check50.ts';
import type { Exporter } from '../../../grader/report/exporter.ts';
import { githubClassroom } from '../../../grader/report/github-classroom.ts';
import { classReport } from './class-fixture.ts';
import { hostileClass } from './hostile.ts';

const read = (exporter: Exporter, id: string): unknown =>
  JSON.parse(
    exporter.files(classReport()).find(({ path }) => path === `${exporter.name}/${id}.json`)
      ?.content ?? 'null',
  );

const classroomStatus = z.enum(['pass', 'fail', 'error']);

/** What Classroom's own graders set as their result, and its reporter reads. */
const classroomSchema = z.strictObject({
  version: z.literal(1),
  status: classroomStatus,
  max_score: z.number().min(0),
  tests: z
    .array(
      z.strictObject({
        name: z.string(),
        status: classroomStatus,
        message: z.string().nullable(),
        test_code: z.string(),
        filename: z.string(),
        line_no: z.number().int(),
        duration: z.number(),
        // Added up by the reporter: a test without one would make the sum NaN.
        score: z.number(),
      }),
    )
    .min(1),
});

const cause = z.looseObject({ rationale: z.string(), help: z.string().nullable() });

/** check50's "JSON specification". */
const check50Schema = z.union([
  z.strictObject({
    slug: z.string(),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    results: z.array(
      z
        .strictObject({
          name: z.string(),
          description: z.string(),
          passed: z.boolean().nullable(),
          log: z.array(z.string().regex(/^[^\n]*$/)),
          cause: cause.nullable(),
          data: z.record(z.string(), z.unknown()),
          dependency: z.string().nullable(),
        })
        .refine((one) => (one.passed === true) === (one.cause === null)),
    ),
  }),
  z.strictObject({
    slug: z.string(),
    version: z.string(),
    error: z.strictObject({
      type: z.string(),
      value: z.string(),
      traceback: z.array(z.string()),
      actions: z.strictObject({ show_traceback: z.boolean(), message: z.string() }),
      data: z.record(z.string(), z.unknown()),
    }),
  }),
]);

const classroom = (id: string) => classroomSchema.parse(read(githubClassroom, id));
/** As the reporter does it. */
const total = (id: string) => classroom(id).tests.reduce((sum, { score }) => sum + score, 0);

test.each([
  [githubClassroom, classroomSchema],
  [check50, check50Schema],
])('each student has a file by the format: %o', (exporter, schema) => {
  for (const report of [classReport(), hostileClass()]) {
    const files = exporter.files(report);
    expect(files).toHaveLength(report.students.length);
    for (const { content } of files) schema.parse(JSON.parse(content));
  }
});

test('Classroom adds up to the score, less what lateness costs', () => {
  expect([total('ada'), classroom('ada').max_score]).toEqual([80, 80]);
  expect([total('grace'), classroom('grace').max_score]).toEqual([50, 80]);
  expect(total('alan')).toBe(60);
  expect(classroom('alan').tests.at(-1)).toMatchObject({
    name: 'Handed in on time',
    status: 'fail',
    score: -15,
  });
});

test('what we could not check is not among the points of Classroom', () => {
  expect(classroom('edsger')).toMatchObject({ status: 'error', max_score: 65 });
  expect(total('edsger')).toBe(65);
});

test('Classroom gets no points of an ungraded student', () => {
  expect(classroom('barbara')).toMatchObject({ status: 'error', max_score: 0 });
});

test('for Classroom the check that others wait for says so; they are no failures', () => {
  expect(classroom('donald').tests.map(({ name, status }) => [name, status])).toEqual([
    ['The cluster ECSDemo is active', 'fail'],
    ['What an hour of it costs', 'pass'],
  ]);
  expect(classroom('grace').tests[2]?.message).toMatchInlineSnapshot(`
    "Expected: four tasks RUNNING
    Observed: two tasks RUNNING
    Hint: Run the step again, and look at the events of the service.
    1 check waiting for it: page"
  `);
});

test('check50 knows passed, failed and skipped', () => {
  const parsed = check50Schema.parse(read(check50, 'grace'));
  expect(parsed).toMatchInlineSnapshot(`
    {
      "results": [
        {
          "cause": null,
          "data": {
            "points": 10,
          },
          "dependency": null,
          "description": "The cluster ECSDemo is active",
          "log": [
            "As it should be: all of them RUNNING.",
          ],
          "name": "cluster",
          "passed": true,
        },
        {
          "cause": null,
          "data": {
            "points": 20,
          },
          "dependency": null,
          "description": "Two container instances, agents connected",
          "log": [
            "As it should be: all of them RUNNING.",
          ],
          "name": "instances",
          "passed": true,
        },
        {
          "cause": {
            "actual": "two tasks RUNNING",
            "expected": "four tasks RUNNING",
            "help": "Run the step again, and look at the events of the service.",
            "rationale": "Expected four tasks RUNNING; observed two tasks RUNNING",
          },
          "data": {
            "earned": 15,
            "points": 30,
            "symptom": "differs",
          },
          "dependency": null,
          "description": "The service cats keeps four tasks",
          "log": [],
          "name": "service",
          "passed": false,
        },
        {
          "cause": {
            "help": null,
            "rationale": "Waits for service. Not a mistake of its own.",
          },
          "data": {
            "points": 15,
          },
          "dependency": "service",
          "description": "Cats are served on port 80",
          "log": [],
          "name": "page",
          "passed": null,
        },
        {
          "cause": null,
          "data": {
            "points": 5,
          },
          "dependency": null,
          "description": "What an hour of it costs",
          "log": [
            "As it should be: all of them RUNNING.",
          ],
          "name": "cost",
          "passed": true,
        },
      ],
      "slug": "ecs-on-ec2",
      "version": "3.0.0",
    }
  `);
});

test('check50 reports an error in place of results where there are none', () => {
  expect(read(check50, 'barbara')).toHaveProperty('error.type', 'NotGraded');
  expect(read(check50, 'barbara')).not.toHaveProperty('results');
});

test('students do not read what is for the instructor', () => {
  for (const exporter of [githubClassroom, check50]) {
    expect(JSON.stringify(read(exporter, 'barbara'))).not.toContain('no folder');
  }
});
