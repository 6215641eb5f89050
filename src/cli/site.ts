import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSite } from '../../site/build.ts';
import { projectRoot } from '../project-root.ts';
import { LabError } from '../workbook/lab-error.ts';

const usage = `npm run site [-- --out DIR] [--base PATH]
  --out DIR    where to put the files (default dist/site)
  --base PATH  where the host will serve them; only the 404 page needs it (default /)`;

/** Builds the workbook into static files. */
export const run = async (args: string[]): Promise<number> => {
  let options: { out?: string; base?: string; help?: boolean };
  try {
    options = parseArgs({
      args,
      options: {
        out: { type: 'string' },
        base: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const outDir = resolve(options.out ?? join(projectRoot, 'dist/site'));
  const started = performance.now();
  try {
    const { files } = await buildSite({ outDir, base: options.base });
    const shown = relative(process.cwd(), outDir);
    console.log(
      `${files.length} files in ${shown.startsWith('..') ? outDir : shown} (${Math.round(performance.now() - started)} ms)`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    console.error(error.message);
    return 1;
  }
};
