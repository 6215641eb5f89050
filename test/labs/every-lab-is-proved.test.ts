import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';

const labs = readdirSync(join(projectRoot, 'labs')).filter((name) =>
  existsSync(join(projectRoot, 'labs', name, 'lab.md')),
);

test('there are labs', () => {
  expect(labs).toContain('container-of-cats');
});

test.each(labs)('%s has a test that proves it', (lab) => {
  const file = join(projectRoot, 'test', 'labs', 'proofs', `${lab}.test.ts`);
  expect(existsSync(file), `expected ${file}, as those of the other labs`).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(`testProof('${lab}', {`);
});
