import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../../src/project-root.ts';

/** A program of the tests as one file that Node.js runs; inside the project, to find its packages. */
export async function bundle(entry: string): Promise<string> {
  const name = entry.slice(entry.lastIndexOf('/') + 1).replace(/\.ts$/, '.mjs');
  const outfile = join(projectRoot, 'node_modules', '.cache', 'control-plane-tests', name);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}
