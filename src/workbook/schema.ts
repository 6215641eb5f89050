import { z } from 'zod';
import { presetsOf, SIMULATOR_NAMES } from './lab.ts';

/**
 * What an author writes in a `lab.md`. The descriptions complete the sentence "expected …" in the
 * author's errors, and make the author's guide.
 */
const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .describe('a name of lower-case letters, digits and hyphens that begins with a letter');

const names = (what: string) =>
  z.array(z.string().min(1).describe(`the name of a ${what}`)).describe(`a list of ${what} names`);

export const frontMatterSchema = z
  .strictObject({
    number: z.int().min(1).max(99).describe("the lab's place in the course, a whole number from 1"),
    title: z.string().min(1).max(60).describe('a title of at most 60 characters'),
    summary: z.string().min(1).max(200).describe('one sentence of at most 200 characters'),
    minutes: z
      .int()
      .min(1)
      .max(600)
      .describe('the minutes that a student needs, a whole number from 1 to 600'),
    timeScale: z
      .number()
      .min(1)
      .max(100)
      .default(1)
      .describe('a number from 1 to 100 by which the delays of the orchestrator are divided'),
    images: z
      .array(id)
      .default([])
      .describe('a list of folders of labs/images that the steps need beside them'),
    makes: z
      .strictObject({
        clusters: names('cluster').default([]),
        taskDefinitionFamilies: names('task definition family').default([]),
        logGroups: names('log group').default([]),
        instances: names('group of EC2 instances (their tag Name)').default([]),
        loadBalancers: names('load balancer').default([]),
        targetGroups: names('target group').default([]),
        alarms: names('CloudWatch alarm').default([]),
        accountSettings: z
          .strictObject({
            awsvpcTrunking: z
              .enum(['enabled', 'disabled'])
              .optional()
              .describe('the value that it had before, enabled or disabled'),
          })
          .default({})
          .describe('awsvpcTrunking with the value that it had before, or nothing'),
      })
      .prefault({})
      .describe(
        'the names of what the steps make: clusters, taskDefinitionFamilies, logGroups, instances (their tags Name), loadBalancers, targetGroups, alarms; and accountSettings that they change',
      ),
  })
  .describe('only these: number, title, summary, minutes, timeScale, images, makes');

/** Of the line that opens a step: ```` ```sh step=build title="Build the image" needs=docker ````. */
export const stepSchema = z
  .strictObject({
    step: id,
    title: z.string().min(1).max(80).describe('title="…", what the step does in a few words'),
    needs: z.enum(['docker']).optional().describe('needs=docker, or nothing'),
    cleanup: z.literal(true).optional().describe('cleanup without a value, or nothing'),
  })
  .describe('only the attributes step, title, needs and cleanup');

/** Of the line that opens a quiz: ```` ```quiz id=layers ````. */
export const quizAttributesSchema = z.strictObject({ id }).describe('the attribute id');

/** The YAML inside a quiz. */
export const quizSchema = z
  .strictObject({
    question: z.string().min(1).describe('the question, as text'),
    choices: z
      .array(
        z
          .strictObject({
            text: z.string().min(1).describe('the answer to choose, as text'),
            correct: z.boolean().default(false).describe('true or false'),
            explanation: z.string().min(1).describe('why this choice is right or wrong, as text'),
          })
          .describe('a choice with text, correct and explanation'),
      )
      .min(2)
      .refine((choices) => choices.filter(({ correct }) => correct).length === 1)
      .describe('a list of at least two choices, of which exactly one has correct: true'),
  })
  .describe('a question and its choices');

/** Of a line ::simulator{name=rolling-deployment preset=example-2}; `id` where a page has several. */
export const simulatorPlaceSchema = z
  .strictObject({
    name: z
      .enum(SIMULATOR_NAMES)
      .describe(SIMULATOR_NAMES.map((name) => `name=${name}`).join(' or ')),
    preset: z
      .enum(SIMULATOR_NAMES.flatMap(presetsOf))
      .optional()
      .describe(
        `preset=, ${SIMULATOR_NAMES.map((name) => `for ${name} ${presetsOf(name).join(', ')}`).join('; ')}; or nothing`,
      ),
    id: id.optional(),
  })
  .refine(({ name, preset }) => preset === undefined || presetsOf(name).includes(preset), {
    path: ['preset'],
  })
  .describe('only the attributes name, preset and id');

/** Of a line ::check{id=cluster}. */
export const checkPlaceSchema = z.strictObject({ id }).describe('the attribute id');
