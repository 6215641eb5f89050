import MarkdownIt from 'markdown-it';
import {
  checkPlaceSchema,
  frontMatterSchema,
  quizAttributesSchema,
  quizSchema,
  simulatorPlaceSchema,
  stepSchema,
} from '../../../src/workbook/schema.ts';
import { codeBlock } from '../code-block.ts';
import { Html, html } from '../html.ts';
import { code, table } from '../reference/table.ts';
import { type Section, sectioned, textPage } from '../text-page.ts';
import { formatsSection } from './formats.ts';
import { gradingSection } from './grading.ts';
import type { LibraryEntry } from './library.ts';
import { schemaRows } from './schema-rows.ts';
import { submissionsSection } from './submissions.ts';

const fence = '```';
const markdown = new MarkdownIt({ typographer: true });

const members = (caption: string, schema: Parameters<typeof schemaRows>[0]): Html =>
  table(
    caption,
    ['member', 'what is expected', 'type', 'otherwise'],
    schemaRows(schema, caption).map(({ path, expected, type, otherwise }) => [
      code(path),
      expected,
      type,
      otherwise,
    ]),
  );

const example = (text: string): Html => codeBlock(text, '', 'Example');

const FOLDER = `labs/my-lab/
  lab.md       the text, with its steps, checks, quizzes and simulators
  checks.ts    what is true when the lab is solved
  mutants.ts   mistakes that students make; each must be caught by one check
  files/       copied to where the steps run`;

const FRONT_MATTER = `---
number: 4
title: ECS on EC2
summary: Bring your own machines, and run cats on them.
minutes: 60
makes:
  clusters: [ECSDemo]
---`;

const STEP = `${fence}sh step=cluster title="Make a cluster"
aws ecs create-cluster --cluster-name cats
${fence}`;

const SOLUTION = `${fence}sh step=service title="Make the service" solution
aws ecs create-service --cluster "$CLUSTER" --service-name web …
${fence}`;

const VARIANT = `variant:
  cluster: { words: [mango, quince, lychee], prefix: cats-, default: ECSDemo }
  port: { from: 8001, to: 8999, default: 8080 }
  taskCpu: { oneOf: [256, 512, 1024], default: 256 }
makes:
  clusters: [$CLUSTER]`;

const QUIZ = `${fence}quiz id=comes-back
question: You stop a stand-alone task. What starts it again?
choices:
  - text: Nothing does
    correct: true
    explanation: Nobody asked for it to be kept.
  - text: ECS does
    explanation: Only a service has a desired count.
${fence}`;

const CHECK = `export default defineChecks(
  check({
    id: 'cluster',
    title: 'The cluster cats is active',
    points: 10,
    hint: 'Run the step "Make a cluster".',
    run: async (context) => {
      await expectCluster(context, 'cats');
      return 'The cluster is there.';
    },
  }),
);`;

/** The sections of the instructor's guide, for its page and the search. */
export const guideSections = (library: readonly LibraryEntry[]): readonly Section[] => [
  {
    id: 'folder',
    title: 'A lab is a folder',
    body: html`
<p>The name of the folder is the name of the lab, in small letters. A lab needs no entry in any list: it is found, built into pages and served at the next <code>npm start</code>.</p>
${codeBlock(FOLDER, '', 'Folder of a lab')}
<p>A mistake in <code>lab.md</code> stops the build, with the file, the line, what was expected and what was found. The words of these errors are those of the tables on this page.</p>`,
  },
  {
    id: 'front-matter',
    title: 'Front matter',
    body: html`
<p>Between two lines <code>---</code> at the top of <code>lab.md</code>, in YAML. What the lab makes is named here, so that starting over can remove it.</p>
${example(FRONT_MATTER)}
${members('Front matter', frontMatterSchema)}`,
  },
  {
    id: 'steps',
    title: 'Steps',
    body: html`
<p>A fenced block with attributes is a step. All steps run in order in one shell, so a variable of one is there in the next. A step that fails stops the lab. A block without attributes is only shown.</p>
${example(STEP)}
${members('Step', stepSchema)}
<p>In an assignment the student is told what must be true, not what to type. Write down one way to do it all the same, as a step with <code>solution</code>. The page shows it folded and does not count it, <code>npm run lab</code> shows it when asked, and the proof runs it like any other: so an assignment is proved, too.</p>
${example(SOLUTION)}`,
  },
  {
    id: 'variants',
    title: 'Values of each student’s own',
    body: html`
<p>Two students with the same lab need not have the same cluster. Name in the front matter what is each one’s own, and what it is drawn from. Their ids choose: the same student has the same values on every machine, today and next year.</p>
${example(VARIANT)}
<p>Steps have the values as variables of their shell, by their names in capitals: <code>$CLUSTER</code>, <code>$PORT</code>, <code>$TASK_CPU</code>. Checks have them in <code>context.variant</code>, as text. A line <code>::variant</code> shows them on the page. Who the student is, is said once:</p>
${codeBlock('npm start -- --student s1234567\nnpm run lab my-lab -- --student s1234567', 'sh', 'Commands')}
<p>Without an id the defaults hold. The proof does such a lab with the defaults and as two students, lets the mutants loose on a student’s cluster, and asks that one student’s cluster does not pass for the other’s.</p>`,
  },
  {
    id: 'quizzes',
    title: 'Quizzes',
    body: html`
<p>Each choice says why it is right or wrong; the wrong ones teach the most.</p>
${example(QUIZ)}
${members('Quiz, on its first line', quizAttributesSchema)}
${members('Quiz, in YAML', quizSchema)}`,
  },
  {
    id: 'directives',
    title: 'Checks, simulators and values in the text',
    body: html`
<p>Each on a line of its own, at the left margin.</p>
${example('::check{id=cluster}\n\n::simulator{name=rolling-deployment preset=example-2}\n\n::variant')}
${members('Check', checkPlaceSchema)}
${members('Simulator', simulatorPlaceSchema)}`,
  },
  {
    id: 'checks',
    title: 'Writing checks',
    body: html`
<p>A check looks through the AWS API only, so it judges this runtime and AWS alike. It says what it saw when it passes, and what it expected, what it found and what to do when it does not. Points are whole numbers; a check that depends on another waits for it.</p>
${codeBlock(CHECK, 'ts', 'A check')}
${table(
  'What checks and mutants are written with, from grader/library.ts',
  ['name', 'what it does'],
  library.map(({ name, comment }) => [code(name), new Html(markdown.renderInline(comment))]),
)}`,
  },
  {
    id: 'five-commands',
    title: 'A lab in five commands',
    body: html`
<p>The first makes a small lab that is whole, each kind of block explained in it. Change it piece by piece, and lint and prove it as you go: the linter explains each fault at its line, the proof shows that the checks tell right from wrong. Then look at its page, and grade.</p>
${codeBlock('npm run lab:new my-lab\nnpm run lab:lint my-lab\nnpm run lab:prove my-lab\nnpm run site\nnpm run grade -- --lab my-lab', 'sh', 'Commands')}
<p>The linter asks that points add up to 100, that each check has a hint and a place on the page, and that a mutant names it, unless it depends on no other: then the proof sees it fail on a fresh account. What cannot be undone on a solved cluster, such as its past, is a mutant that does steps in another way: <code>doneOtherwise</code>.</p>`,
  },
  {
    id: 'prove',
    title: 'Proving a lab',
    body: html`
<p>A lab counts when it is proved: on fresh accounts its checks fail before the steps and pass after them, twice, and each mutant is caught by the check that it names, and by no other. Write at least six mutants.</p>
${codeBlock('npm run lab:prove my-lab\nnpm run lab:prove -- --engine docker my-lab', 'sh', 'Commands')}`,
  },
  {
    id: 'grade',
    title: 'Grading',
    body: html`
<p>The same checks grade a student’s cluster on their machine, a shared runtime with an account for each student, or real AWS. The JSON is for your own tools.</p>
${codeBlock('npm run grade -- --lab my-lab\nnpm run grade -- --lab my-lab --account 123456789012 --format json\nnpm run grade -- --lab my-lab --target aws --profile course', 'sh', 'Commands')}`,
  },
  gradingSection,
  submissionsSection,
  formatsSection,
];

/** How to write, prove and grade labs, at `instructors/index.html`. */
export const guidePage = (sections: readonly Section[], version: string): string =>
  textPage({
    path: 'instructors/index.html',
    kicker: 'For those who teach',
    heading: 'Instructor’s guide',
    lead: 'How a lab is written, proved and graded. The tables are made from the schema that reads the labs.',
    content: sectioned(sections),
    version,
  });
