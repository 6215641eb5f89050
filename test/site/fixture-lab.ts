import type { SiteLab } from '../../site/build.ts';
import { makesNothing } from '../workbook/makes-nothing.ts';

const code = '```';

/** A lab with one of everything, and texts that would do harm if a page took them for markup. */
export const fixtureLab = (folder = '/nowhere'): SiteLab => ({
  lab: {
    id: 'container-of-cats',
    number: 1,
    title: 'Container of cats',
    summary: 'Build an image, run it, and let ECS keep it running.',
    minutes: 40,
    timeScale: 10,
    folder,
    images: [],
    variant: {},
    makes: { ...makesNothing, clusters: ['allthecats'] },
    blocks: [
      {
        type: 'prose',
        line: 1,
        markdown: `## What you will see

An image is a stack of *read-only layers*; a container adds one that can be written. See the
[documentation](https://docs.aws.amazon.com/ecs/) and \`docker images\`.

<script>globalThis.harmed = true</script> and [a trap](javascript:alert(1))

> Containers are short-lived. Cats are not.

| status | meaning |
|---|---|
| RUNNING | the cat is in its box |
| STOPPED | the box is empty |

${code}json
{ "family": "containerofcats", "cpu": "512" }
${code}

## Build the image`,
      },
      {
        type: 'step',
        id: 'build',
        title: 'Build the image',
        script: 'docker build -t containerofcats . # "quoted" $HOME\n',
        needs: 'docker',
        cleanUp: false,
        solution: false,
        line: 20,
      },
      { type: 'prose', line: 24, markdown: '## Run it on Fargate\n\nA cluster first.' },
      {
        type: 'step',
        id: 'cluster',
        title: 'Make a cluster',
        script: 'aws ecs create-cluster --cluster-name allthecats\n',
        needs: undefined,
        cleanUp: false,
        solution: false,
        line: 30,
      },
      { type: 'check', id: 'cluster', line: 34 },
      { type: 'check', id: 'task', line: 35 },
      { type: 'prose', line: 36, markdown: '## A question\n\nBefore you go on.' },
      {
        type: 'quiz',
        id: 'comes-back',
        question: 'You stop a stand-alone task. What **starts** it again?',
        choices: [
          { text: 'ECS does', correct: false, explanation: 'Only a service has a `desiredCount`.' },
          { text: 'Nothing does', correct: true, explanation: 'Nobody asked for it to be kept.' },
          { text: 'The cat does', correct: false, explanation: 'Cats do not.' },
        ],
        line: 40,
      },
      { type: 'prose', line: 60, markdown: '## Clean up\n\nLeave nothing behind.' },
      {
        type: 'step',
        id: 'clean-up',
        title: 'Delete the cluster',
        script: 'aws ecs delete-cluster --cluster allthecats\n',
        needs: undefined,
        cleanUp: true,
        solution: false,
        line: 64,
      },
    ],
  },
  checks: [
    { id: 'cluster', title: 'The cluster allthecats is active', points: 10 },
    { id: 'task', title: 'A task of containerofcats is running', points: 20 },
  ],
});
