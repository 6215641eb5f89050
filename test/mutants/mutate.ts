import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { projectRoot } from '../../src/project-root.ts';
import type { Mutant } from './mutant.ts';

const fileOf = ({ file }: Mutant): string => join(projectRoot, 'src/core', file);

/** The source with the mistake in it. Throws when the snippet is not there exactly once. */
export function mutated(mutant: Mutant): string {
  const source = readFileSync(fileOf(mutant), 'utf8');
  const [before, after, ...more] = source.split(mutant.original);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(
      `The mutant "${mutant.name}" expects its snippet once in src/core/${mutant.file} and finds ` +
        `it ${source.split(mutant.original).length - 1} times. Let it follow the code:\n${mutant.original}`,
    );
  }
  return before + mutant.replacement + after;
}

/** Puts the mistake into what is bundled. */
export const mutation = (mutant: Mutant): Plugin => ({
  name: 'mutant',
  setup({ onLoad }) {
    const file = fileOf(mutant);
    onLoad({ filter: /\.ts$/ }, ({ path }) =>
      path === file ? { contents: mutated(mutant), loader: 'ts' } : undefined,
    );
  },
});
