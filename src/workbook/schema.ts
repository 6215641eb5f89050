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

/** Good in a shell, in an address and in a name on AWS. */
const word = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .describe('a word of letters, digits, dots and hyphens');
const size = z
  .union([word, z.number().transform(String)])
  .describe('a word of letters, digits, dots and hyphens, or a number');
const port = z.int().min(0).max(65_535);

/** What one value of a student is drawn from. */
export const variantKindSchema = z
  .union([
    z.strictObject({
      words: z.array(word).min(2).describe('a list of at least two words to draw from'),
      prefix: word.default('').describe('what stands before the word'),
      default: word.describe('the value for those who are no students'),
    }),
    z
      .strictObject({
        from: port.describe('the least number to draw, from 0'),
        to: port.describe('the largest, above from and at most 65535'),
        default: port.describe('the number for those who are no students'),
      })
      .refine(({ from, to }) => from < to, { path: ['to'] }),
    z.strictObject({
      oneOf: z.array(size).min(2).describe('a list of at least two sizes to draw from'),
      default: size.describe('the size for those who are no students'),
    }),
  ])
  .describe(
    'words (and a prefix), or from and to, or oneOf; and a default for those who are no students',
  );

/** They would take the place of what every shell has. */
const TAKEN =
  /^(path|home|user|shell|term|lang|pwd|ifs|uid|ps[1-4]|(aws|bash|lab|ecsWorkbook)[A-Z].*)$/;
const variantName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]*$/)
  .refine((name) => !TAKEN.test(name))
  .describe('a name in camelCase that in capitals is no variable of every shell, as PATH is');

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
    variant: z
      .record(variantName, variantKindSchema)
      .default({})
      .describe('the values that each student has for oneself, each by a name in camelCase'),
    makes: z
      .strictObject({
        clusters: names('cluster').default([]),
        taskDefinitionFamilies: names('task definition family').default([]),
        logGroups: names('log group').default([]),
        instances: names('group of EC2 instances (their tag Name)').default([]),
        loadBalancers: names('load balancer').default([]),
        targetGroups: names('target group').default([]),
        alarms: names('CloudWatch alarm').default([]),
        roles: names('role of IAM').default([]),
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
        'the names of what the steps make, with $NAME for a value of the variant: clusters, taskDefinitionFamilies, logGroups, instances (their tags Name), loadBalancers, targetGroups, alarms, roles; and accountSettings that they change',
      ),
  })
  .describe('only these: number, title, summary, minutes, timeScale, images, variant, makes');

/** Of the line that opens a step: ```` ```sh step=build title="Build the image" needs=docker ````. */
export const stepSchema = z
  .strictObject({
    step: id,
    title: z.string().min(1).max(80).describe('title="…", what the step does in a few words'),
    needs: z.enum(['docker']).optional().describe('needs=docker, or nothing'),
    cleanup: z.literal(true).optional().describe('cleanup without a value, or nothing'),
    solution: z
      .literal(true)
      .optional()
      .describe(
        'solution without a value (students see it folded, as one way to do it), or nothing',
      ),
  })
  .describe('only the attributes step, title, needs, cleanup and solution');

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
