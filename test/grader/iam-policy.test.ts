import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { iamPolicy } from '../../grader/iam-policy.ts';
import { projectRoot } from '../../src/project-root.ts';

/** How IAM calls the services of the SDK's packages. */
const PREFIXES: Readonly<Record<string, string>> = {
  cloudwatch: 'cloudwatch',
  'cloudwatch-logs': 'logs',
  'cost-explorer': 'ce',
  ec2: 'ec2',
  ecs: 'ecs',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  iam: 'iam',
};

const IMPORTED =
  /\{([^{}]*)\}\s*(?:from|=\s*await import\()\s*'@aws-sdk\/client-([\w-]+)'|import\('@aws-sdk\/client-([\w-]+)'\)\)\.(\w+)/g;

/** `ecs:DescribeClusters` of each command that the file takes from the SDK. */
const actionsIn = (text: string): string[] =>
  [...text.matchAll(IMPORTED)].flatMap(([, names = '', client, other, name = '']) =>
    [...`${names},${name}`.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
      ([, sent, paged]) => `${PREFIXES[client ?? other ?? ''] ?? client}:${sent ?? paged}`,
    ),
  );

const files = ['grader', 'labs'].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(projectRoot, folder, file))
    .filter((file) => file.endsWith('.ts')),
);
const used = new Set(files.flatMap((file) => actionsIn(readFileSync(file, 'utf8'))));
// The instructor's own credentials do these, and the first needs no leave.
const own = ['sts:GetCallerIdentity', 'sts:AssumeRole'];

const allowed = iamPolicy().Statement.flatMap(({ Action }) => Action);

test('the policy allows what grading asks, and no more', () => {
  expect(used).toContain('ecs:DescribeClusters');
  expect(allowed).toEqual([...used].filter((action) => !own.includes(action)).toSorted());
});

test('each command that is sent was taken from the SDK in a way that this test sees', () => {
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const seen = actionsIn(text).map((action) => action.split(':')[1]);
    const sent = [...text.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)].map(
      ([, one, paged]) => one ?? paged,
    );
    expect({ file, unseen: sent.filter((operation) => !seen.includes(operation)) }).toEqual({
      file,
      unseen: [],
    });
  }
});

test('nothing that it allows changes anything', () => {
  for (const action of allowed) expect(action).toMatch(/^[a-z0-9]+:(Describe|List|Get|Filter)\w+$/);
});
