import { describe, expect, test } from 'vitest';
import { LabError } from '../../src/workbook/lab-error.ts';
import { parseLab } from '../../src/workbook/parse-lab.ts';
import { makesNothing } from './makes-nothing.ts';

const head = `---
number: 1
title: Cats
summary: All about cats.
minutes: 5
---
`;

const parse = (text: string) =>
  parseLab({ id: 'cats', folder: '/labs/cats', file: 'labs/cats/lab.md', text });

const mistakes = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
  throw new Error('expected a LabError');
};

test('a lab is front matter and blocks in the order of the page', () => {
  const lab = parse(`${head}
# Cats

Some *prose*.

\`\`\`sh step=build title="Build the image" needs=docker
docker build .
\`\`\`

\`\`\`sh
not run
\`\`\`

::check{id=cluster}

\`\`\`quiz id=layers
question: What is an image?
choices:
  - text: Layers
    correct: true
    explanation: Yes.
  - text: A cat
    explanation: No.
\`\`\`

\`\`\`sh step=away title="Clean up" cleanup
docker rmi x
\`\`\`
`);
  expect(lab).toEqual({
    id: 'cats',
    folder: '/labs/cats',
    number: 1,
    title: 'Cats',
    summary: 'All about cats.',
    minutes: 5,
    timeScale: 1,
    images: [],
    variant: {},
    makes: makesNothing,
    blocks: [
      { type: 'prose', markdown: '# Cats\n\nSome *prose*.', line: 8 },
      {
        type: 'step',
        id: 'build',
        title: 'Build the image',
        script: 'docker build .\n',
        needs: 'docker',
        cleanUp: false,
        solution: false,
        line: 12,
      },
      { type: 'prose', markdown: '```sh\nnot run\n```', line: 16 },
      { type: 'check', id: 'cluster', line: 20 },
      {
        type: 'quiz',
        id: 'layers',
        question: 'What is an image?',
        choices: [
          { text: 'Layers', correct: true, explanation: 'Yes.' },
          { text: 'A cat', correct: false, explanation: 'No.' },
        ],
        line: 22,
      },
      {
        type: 'step',
        id: 'away',
        title: 'Clean up',
        script: 'docker rmi x\n',
        needs: undefined,
        cleanUp: true,
        solution: false,
        line: 32,
      },
    ],
  });
});

test('what looks like a step inside of another fence is text', () => {
  const lab = parse(`${head}~~~\n\`\`\`sh step=a title="A"\nls\n\`\`\`\n::check{id=x}\n~~~\n`);
  expect(lab.blocks.map(({ type }) => type)).toEqual(['prose']);
});

test('a lab says what each student has for oneself, and where the page shows it', () => {
  const withVariant = head.replace(
    'minutes: 5',
    `minutes: 5
variant:
  cluster: { words: [mango, kiwi], prefix: cats-, default: cats }
  appPort: { from: 8001, to: 8999, default: 8080 }
  cpu: { oneOf: [256, 0.5.x], default: 256 }`,
  );
  const lab = parse(`${withVariant}::variant`);
  expect(lab.variant).toEqual({
    cluster: { words: ['mango', 'kiwi'], prefix: 'cats-', default: 'cats' },
    appPort: { from: 8001, to: 8999, default: 8080 },
    cpu: { oneOf: ['256', '0.5.x'], default: '256' },
  });
  expect(lab.blocks).toEqual([{ type: 'variant', id: 'values', line: 11 }]);
});

test('a step can be one way to do it', () => {
  const [step] = parse(`${head}\`\`\`sh step=a title=A solution\nls\n\`\`\``).blocks;
  expect(step).toMatchObject({ type: 'step', solution: true });
});

test('a simulator opens with an example, the first by default', () => {
  const text =
    '::simulator{name=rolling-deployment}\n::simulator{name=rolling-deployment id=second preset=example-2}\n::simulator{name=network-modes}';
  expect(parse(head + text).blocks).toEqual([
    {
      type: 'simulator',
      id: 'rolling-deployment',
      name: 'rolling-deployment',
      preset: 'example-1',
      line: 7,
    },
    { type: 'simulator', id: 'second', name: 'rolling-deployment', preset: 'example-2', line: 8 },
    { type: 'simulator', id: 'network-modes', name: 'network-modes', preset: 'host', line: 9 },
  ]);
});

test('a line of a check ends the paragraph before it', () => {
  const lab = parse(`${head}text\n::check{id=x}\nmore`);
  expect(lab.blocks.map(({ type }) => type)).toEqual(['prose', 'check', 'prose']);
});

describe('an author reads of a mistake where it is, what was expected and what was found:', () => {
  test('no front matter', () => {
    expect(mistakes('# Cats')).toMatchInlineSnapshot(`
      "labs/cats/lab.md:1: front matter
        expected a first line "---", the front matter in YAML, and a line "---"
        found "# Cats""
    `);
  });

  test('front matter without an end', () => {
    expect(mistakes('---\nnumber: 1\n')).toMatchInlineSnapshot(`
      "labs/cats/lab.md:1: front matter
        expected a first line "---", the front matter in YAML, and a line "---"
        found no second line "---""
    `);
  });

  test('several mistakes in the front matter at once', () => {
    const text = head
      .replace('minutes: 5', 'minutes: five\ntitel: Cats')
      .replace('number: 1\n', '');
    expect(mistakes(text)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:2: front matter, number
        expected the lab's place in the course, a whole number from 1
        found nothing
      labs/cats/lab.md:4: front matter, minutes
        expected the minutes that a student needs, a whole number from 1 to 600
        found "five"
      labs/cats/lab.md:5: front matter
        expected only these: number, title, summary, minutes, timeScale, images, variant, makes
        found "titel", which is not one of them"
    `);
  });

  test('front matter that is not YAML', () => {
    expect(mistakes('---\nnumber: [1\ntitle: x\n---\n')).toMatch(
      /^labs\/cats\/lab\.md:\d: front matter\n {2}expected YAML\n {2}found what is not: /,
    );
  });

  test('a step without a title, with an unknown attribute', () => {
    expect(mistakes(`${head}\`\`\`sh step=build neds=docker\nls\n\`\`\``)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: step, title
        expected title="…", what the step does in a few words
        found nothing
      labs/cats/lab.md:7: step
        expected only the attributes step, title, needs, cleanup and solution
        found "neds", which is not one of them"
    `);
  });

  test('a step that needs what we do not know', () => {
    expect(
      mistakes(`${head}\`\`\`sh step=a title=A needs=podman\nls\n\`\`\``),
    ).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: step, needs
        expected needs=docker, or nothing
        found "podman""
    `);
  });

  test('attributes that cannot be read', () => {
    expect(mistakes(`${head}\`\`\`sh step=a title="Build it\nls\n\`\`\``)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: step
        expected attributes like name, name=value or name="two words", each once
        found title="Build it"
    `);
  });

  test('a step in another language, and an empty one', () => {
    expect(
      mistakes(`${head}\`\`\`python step=a title=A\nls\n\`\`\`\n\n\`\`\`sh step=b title=B\n\`\`\``),
    ).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: step
        expected \`\`\`sh before the attributes
        found \`\`\`python
      labs/cats/lab.md:11: step b
        expected commands
        found nothing"
    `);
  });

  test('a step inside of a list', () => {
    expect(mistakes(`${head}- \`\`\`sh step=a title=A\n  ls\n  \`\`\``)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: \`\`\`sh step=a title=A
        expected it at the left margin, outside of lists and quotations
        found it inside of one"
    `);
  });

  test('a step without an end', () => {
    expect(mistakes(`${head}\`\`\`sh step=a title=A\nls\n`)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: \`\`\`sh step=a title=A
        expected a line \`\`\` that closes it
        found the end of the file"
    `);
  });

  test('a quiz with two right answers', () => {
    const quiz = `question: What?
choices:
  - {text: A, correct: true, explanation: Yes.}
  - {text: B, correct: true, explanation: Also.}`;
    expect(mistakes(`${head}\`\`\`quiz id=q\n${quiz}\n\`\`\``)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:10: quiz q, choices
        expected a list of at least two choices, of which exactly one has correct: true
        found [{"text":"A","correct":true,"explanation":"Yes."},{"text":"B","correct":true,"explanation":"Also."}]"
    `);
  });

  test('a choice without an explanation', () => {
    const quiz = `question: What?
choices:
  - {text: A, correct: true, explanation: Yes.}
  - {text: B}`;
    expect(mistakes(`${head}\`\`\`quiz id=q\n${quiz}\n\`\`\``)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:11: quiz q, choices[1].explanation
        expected why this choice is right or wrong, as text
        found nothing"
    `);
  });

  test('values of a student that cannot be drawn, or not be had in a shell', () => {
    const variant = `minutes: 5
variant:
  cluster: { words: [mango, kiwi] }
  port: { from: 9000, to: 8000, default: 1 }
  path: { oneOf: [a, b], default: a }
  cpu: { oneOf: [a b, b], default: a }`;
    expect(mistakes(head.replace('minutes: 5', variant))).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: front matter, variant.cluster
        expected words (and a prefix), or from and to, or oneOf; and a default for those who are no students
        found {"words":["mango","kiwi"]}
      labs/cats/lab.md:8: front matter, variant.port.to
        expected the largest, above from and at most 65535
        found 8000
      labs/cats/lab.md:9: front matter, variant.path
        expected a name in camelCase that in capitals is no variable of every shell, as PATH is
        found "path"
      labs/cats/lab.md:10: front matter, variant.cpu.oneOf[0]
        expected a word of letters, digits, dots and hyphens, or a number
        found "a b""
    `);
  });

  test('a line that begins like the place of a check', () => {
    expect(mistakes(`${head}::chek{id=x}`)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: line that begins with ::
        expected ::check{id=NAME}, ::simulator{name=NAME} or ::variant
        found ::chek{id=x}"
    `);
  });

  test('a simulator that we do not have, and an example that it has not', () => {
    expect(mistakes(`${head}::simulator{name=rolling preset=example-4}`)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: simulator, name
        expected name=rolling-deployment or name=network-modes or name=cost
        found "rolling"
      labs/cats/lab.md:7: simulator, preset
        expected preset=, for rolling-deployment example-1, example-2, example-3; for network-modes host, bridge-static, bridge-dynamic, awsvpc, trunking, fargate, none; for cost course-bill, steady-web, night-batch, office-hours, mostly-idle, spot-and-savings, arm; or nothing
        found "example-4""
    `);
  });

  test('an example of another simulator', () => {
    expect(
      mistakes(`${head}::simulator{name=network-modes preset=example-1}`),
    ).toMatchInlineSnapshot(`
      "labs/cats/lab.md:7: simulator, preset
        expected preset=, for rolling-deployment example-1, example-2, example-3; for network-modes host, bridge-static, bridge-dynamic, awsvpc, trunking, fargate, none; for cost course-bill, steady-web, night-batch, office-hours, mostly-idle, spot-and-savings, arm; or nothing
        found "example-1""
    `);
  });

  test('two simulators without ids of their own', () => {
    const place = '::simulator{name=rolling-deployment}\n\n';
    expect(mistakes(`${head}${place}${place}`)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:9: simulator rolling-deployment
        expected an id that no other simulator has
        found the id of the one in line 7"
    `);
  });

  test('an id that two steps have', () => {
    const step = '```sh step=a title=A\nls\n```\n';
    expect(mistakes(`${head}${step}${step}`)).toMatchInlineSnapshot(`
      "labs/cats/lab.md:10: step a
        expected an id that no other step has
        found the id of the one in line 7"
    `);
  });
});
