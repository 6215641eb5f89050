import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labsIn, lintLabs } from '../../../src/cli/lint/lint-labs.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { LabError } from '../../../src/workbook/lab-error.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lint-'));
  for (const name of ['grader', 'src', 'node_modules'])
    await symlink(join(projectRoot, name), join(root, name));
  await write('labs/images/cats/Dockerfile', 'FROM scratch\n');
  await write('test/labs/proofs/cats.test.ts', '');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

const fence = '```';
const LAB = `---
number: 1
title: Cats
summary: All about cats.
minutes: 5
makes:
  clusters: [cats]
---

# Cats

${fence}sh step=cluster title="Make a cluster"
aws ecs create-cluster --cluster-name cats
${fence}

::check{id=cluster}

::check{id=empty}
`;
const CHECKS = `import { check, clusterCheck, defineChecks } from '../../grader/library.ts';

export default defineChecks(
  clusterCheck('cats', { title: 'There is a cluster cats', points: 40, advice: 'Make it.' }),
  check({
    id: 'empty',
    title: 'Nothing runs in it',
    points: 60,
    dependsOn: ['cluster'],
    run: async () => 'nothing',
    hint: 'Stop what runs.',
  }),
);
`;
const MUTANTS = `import { defineMutants, mistake } from '../../grader/library.ts';

export default defineMutants(
  mistake({
    id: 'full',
    title: 'Something runs',
    caughtBy: 'empty',
    made: 'aws ecs run-task --cluster cats --task-definition cat',
  }),
);
`;

/** Lints a faultless lab with these changes: text of the file before and after. */
const lint = async (changes: {
  readonly lab?: (text: string) => string;
  readonly checks?: (text: string) => string;
  readonly mutants?: (text: string) => string;
}): Promise<string> => {
  const as = (text: string) => text;
  const { lab = as, checks = as, mutants = as } = changes;
  await write('labs/cats/lab.md', lab(LAB));
  await write('labs/cats/checks.ts', checks(CHECKS));
  await write('labs/cats/mutants.ts', mutants(MUTANTS));
  return new LabError(await lintLabs(root, ['cats'])).message;
};

test('all labs of the course are faultless, and that is said quickly', async () => {
  const labs = await labsIn(projectRoot);
  expect(labs).toContain('container-of-cats');
  expect(new LabError(await lintLabs(projectRoot, labs)).message).toBe('');
});

test('a faultless lab has nothing to be said about', async () => {
  expect(await lint({})).toBe('');
});

test('every fault of the text is said at once, each at its line', async () => {
  const more = `
${fence}sh step=cluster title="Once more"
aws ecs create-cluster --cluster-name "dogs"
aws ecs register-task-definition --cli-input-json file://cat.json
${fence}

See [the other lab](../dogs/index.html) and [below](#nowhere).

![A cat](cat.png)

::chek{id=x}

::check{id=dogs}

::variant

${fence}quiz id=q
question: Which?
choices:
  - { text: This, explanation: No. }
  - { text: That, explanation: No. }
${fence}

${fence}text
never closed
`;
  const lab = (text: string) =>
    text
      .replace('minutes: 5', 'minutes: five\nimages: [dogs]')
      .replace('clusters: [cats]', 'clusters: [cats, $NAME]') + more;
  expect(await lint({ lab })).toMatchInlineSnapshot(`
    "labs/cats/lab.md:5: front matter, minutes
      expected the minutes that a student needs, a whole number from 1 to 600
      found "five"
    labs/cats/lab.md:21: step cluster
      expected an id that no other step has
      found the id of the one in line 13
    labs/cats/lab.md:28: picture
      expected a picture in the lab's folder, named by its path in it
      found cat.png, which is not there
    labs/cats/lab.md:30: line that begins with ::
      expected ::check{id=NAME}, ::simulator{name=NAME} or ::variant
      found ::chek{id=x}
    labs/cats/lab.md:32: check
      expected a check of labs/cats/checks.ts: cluster, empty
      found "dogs"
    labs/cats/lab.md:39: quiz q, choices
      expected a list of at least two choices, of which exactly one has correct: true
      found [{"text":"This","explanation":"No."},{"text":"That","explanation":"No."}]
    labs/cats/lab.md:43: \`\`\`text
      expected a line \`\`\` that closes it
      found the end of the file"
  `);
});

test('what a readable text names must be there', async () => {
  const more = `
${fence}sh step=more title="Once more"
aws ecs create-cluster \\
  --cluster-name "dogs"
aws ecs register-task-definition --cli-input-json file://cat.json
echo '{}' > made.json
aws ecs register-task-definition --cli-input-json file://made.json
${fence}

See [the other lab](../dogs/index.html) and [below](#nowhere).

::check{id=dogs}

::variant
`;
  const lab = (text: string) =>
    text
      .replace('minutes: 5', 'minutes: 5\nimages: [dogs]')
      .replace('clusters: [cats]', 'clusters: [cats, $NAME]') + more;
  expect(await lint({ lab })).toMatchInlineSnapshot(`
    "labs/cats/lab.md:6: front matter, images
      expected folders of labs/images, each with a Dockerfile
      found "dogs", which is none
    labs/cats/lab.md:8: front matter, makes.clusters
      expected only variables of the variant: it has none
      found $NAME
    labs/cats/lab.md:21: step more
      expected what it makes to stand in the front matter, makes.clusters
      found dogs, which does not
      so add it, or starting the lab over leaves it behind
    labs/cats/lab.md:24: step more
      expected a file of the folder files/, or one that a step makes
      found file://cat.json, which is neither
    labs/cats/lab.md:29: link
      expected a page of the site, as ../OTHER-LAB/index.html; there is no labs/dogs/index.html
      found ../dogs/index.html
    labs/cats/lab.md:29: link
      expected a place of labs/cats/index.html; it has #main, #step-cluster, #step-cluster-title, #check-cluster, #check-cluster-title, #check-empty, #check-empty-title, #step-more, #step-more-title, #check-dogs, #check-dogs-title, #variant-values, #score-title, #cluster-title
      found #nowhere
    labs/cats/lab.md:31: check
      expected a check of labs/cats/checks.ts: cluster, empty
      found "dogs"
    labs/cats/lab.md:33: variant
      expected a variant in the front matter
      found none, so there are no values to show"
  `);
});

test('a picture that is not there', async () => {
  expect(await lint({ lab: (text) => `${text}\n![A cat](cat.png)\n` })).toMatchInlineSnapshot(`
    "labs/cats/lab.md:20: picture
      expected a picture in the lab's folder, named by its path in it
      found cat.png, which is not there"
  `);
});

test('values of one’s own that no page tells', async () => {
  const lab = (text: string) =>
    text.replace('makes:', 'variant:\n  port: { from: 1, to: 9, default: 1 }\nmakes:');
  expect(await lint({ lab })).toMatchInlineSnapshot(`
    "labs/cats/lab.md:6: front matter, variant
      expected a line ::variant in the text, which tells students their values
      found none"
  `);
});

test('a number that another lab has, and no test that proves it', async () => {
  await write('labs/dogs/lab.md', LAB.replace('title: Cats', 'title: Dogs'));
  await rm(join(root, 'test/labs/proofs/cats.test.ts'));
  expect(await lint({})).toMatchInlineSnapshot(`
    "labs/cats/lab.md:1: proof
      expected a test that proves the lab, test/labs/proofs/cats.test.ts
      found none
      so write one as the other labs have: testProof, with at least so many mutants
    labs/cats/lab.md:2: front matter, number
      expected a number that no other lab has
      found 1, as dogs has"
  `);
});

test('every fault of the checks', async () => {
  const checks = (text: string) =>
    text.replace(
      ');\n',
      `  check({
    id: 'empty',
    title: 'Nothing runs in it.',
    points: 0.5,
    dependsOn: ['later', 'dogs'],
    run: async () => 'nothing',
    hint: '',
  }),
  check({ id: 'later', title: '', points: 10, run: async () => '', hint: () => ' ' }),
);
`,
    );
  expect(await lint({ checks })).toMatchInlineSnapshot(`
    "labs/cats/checks.ts:3: checks
      expected the points of all checks to add up to 100
      found 110.5
    labs/cats/checks.ts:14: check empty
      expected an id that no other check has
      found "empty" once more
    labs/cats/checks.ts:14: check empty
      expected points that are a whole number from 1
      found 0.5
    labs/cats/checks.ts:14: check empty
      expected dependsOn to name checks that stand before it
      found "later", which does not
    labs/cats/checks.ts:14: check empty
      expected dependsOn to name checks that stand before it
      found "dogs", which is no check
    labs/cats/checks.ts:14: check empty
      expected a title, as a sentence without a full stop
      found "Nothing runs in it."
    labs/cats/checks.ts:14: check empty
      expected a hint that says what to do next
      found an empty one, or none
    labs/cats/checks.ts:21: check later
      expected a title, as a sentence without a full stop
      found none
    labs/cats/checks.ts:21: check later
      expected a hint that says what to do next
      found an empty one, or none
    labs/cats/checks.ts:21: check later
      expected a line ::check{id=later} in lab.md
      found none, so no page shows it"
  `);
});

test('every fault of the mutants', async () => {
  const mutants = (text: string) =>
    text
      .replace("caughtBy: 'empty'", "caughtBy: 'emtpy'")
      .replace(
        /\);\n$/,
        "  mistake({ id: 'full', title: 'It is full.', caughtBy: 'cluster', made: 'true' }),\n);\n",
      );
  expect(await lint({ mutants })).toMatchInlineSnapshot(`
    "labs/cats/checks.ts:6: check empty
      expected a mutant with caughtBy: 'empty'
      found none, so nobody knows whether it can fail
      so think of a mistake that only this check can see, and write it down in mutants.ts
    labs/cats/mutants.ts:5: mutant full
      expected caughtBy to name a check of checks.ts
      found "emtpy"
    labs/cats/mutants.ts:10: mutant full
      expected an id that no other mutant has
      found "full" once more
    labs/cats/mutants.ts:10: mutant full
      expected a title, as a sentence without a full stop
      found "It is full.""
  `);
});

test('checks that do not compile are explained in the words of esbuild, and the rest goes on', async () => {
  expect(
    await lint({
      checks: (text) => text.replace('points: 60,', 'points: 60,,'),
      mutants: (text) => text.replace("'Something runs'", "''"),
    }),
  ).toMatchInlineSnapshot(`
    "labs/cats/checks.ts:8: TypeScript
      expected what esbuild can read
      found Expected identifier but found ",", at  points: 60,,
    labs/cats/mutants.ts:5: mutant full
      expected a title, as a sentence without a full stop
      found none"
  `);
});

test('checks that throw when they are loaded, and a list that is none', async () => {
  const checks = (text: string) =>
    text.replace(
      'export default',
      'const names: string[] = [];\nnames.at(0).trim();\nexport default',
    );
  expect(
    await lint({ checks, mutants: () => "export default ['full'];\n" }),
  ).toMatchInlineSnapshot(`
    "labs/cats/checks.ts:4: when it is loaded
      expected no error
      found TypeError: Cannot read properties of undefined (reading 'trim')
    labs/cats/mutants.ts:1: mutants
      expected a default export of the lab's mutants
      found something else"
  `);
});

test('a lab without checks and mutants', async () => {
  await write('labs/cats/lab.md', LAB);
  expect(new LabError(await lintLabs(root, ['cats'])).message).toMatchInlineSnapshot(`
    "labs/cats/checks.ts:1: checks
      expected a default export of the lab's checks
      found no such file
    labs/cats/mutants.ts:1: mutants
      expected a default export of the lab's mutants
      found no such file"
  `);
});
