import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../project-root.ts';

/** Where the static site is built. */
export const siteFolder: string = join(projectRoot, 'dist', 'site');

/** What the pages are made from. */
const SOURCES = ['labs', 'site', 'docs', 'src/core', 'src/engines', 'src/workbook', 'dist/labs'];

/** Answers the folder of the built site; builds it first where it is missing or older than its sources. */
export const builtSite = async (report: (line: string) => void): Promise<string> => {
  const built = await modified(join(siteFolder, 'index.html'));
  if (built !== undefined && built >= (await newest(SOURCES))) return siteFolder;
  const began = performance.now();
  const { buildSite } = await import('../../../site/build.ts');
  await buildSite({ outDir: siteFolder });
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 1) report(`Built the pages of the workbook in ${seconds.toFixed(1)} s.`);
  return siteFolder;
};

const newest = async (folders: readonly string[]): Promise<number> => {
  let time = 0;
  for (const folder of folders) {
    const root = join(projectRoot, folder);
    const entries = await readdir(root, { recursive: true }).catch(() => []);
    for (const entry of entries) time = Math.max(time, (await modified(join(root, entry))) ?? 0);
  }
  return time;
};

const modified = async (file: string): Promise<number | undefined> =>
  (await stat(file).catch(() => undefined))?.mtimeMs;
