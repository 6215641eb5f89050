import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, OutputFile } from 'esbuild';
import { projectRoot } from '../../project-root.ts';
import type { LabProblem } from '../../workbook/lab-error.ts';

/** What a module of a lab exports by default, or why it cannot be had. */
export type LoadedModule =
  | { readonly list: unknown; readonly problems?: undefined }
  | { readonly problems: readonly LabProblem[] };

/**
 * Loads `file` (relative to `root`) as it is written, not as it was built last. A list whose items
 * contradict each other is answered as if they did not.
 */
export const loadModule = async (root: string, file: string): Promise<LoadedModule> => {
  const { build } = await import('esbuild');
  // Within the project, where Node.js finds the packages that it imports.
  const folder = join(projectRoot, 'dist', `lint-${randomUUID()}`);
  const outfile = join(folder, 'module.mjs');
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [file],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      packages: 'external',
      sourcemap: 'external',
      write: false,
      logLevel: 'silent',
    });
    await mkdir(folder, { recursive: true });
    const script = outputFiles.find(({ path }) => path === outfile);
    await writeFile(outfile, script?.text ?? '');
    try {
      const module: { default?: unknown } = await import(
        /* @vite-ignore */ pathToFileURL(outfile).href
      );
      return { list: module.default };
    } catch (error) {
      if (isFaultyList(error)) return { list: error.items };
      return { problems: [thrown(error, { root, file, outfile, outputFiles })] };
    }
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { problems: error.errors.map((one) => notCompiled(one, file)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const isFaultyList = (error: unknown): error is { readonly items: readonly unknown[] } =>
  error instanceof Error && error.name === 'FaultyList' && 'items' in error;

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);

const notCompiled = (
  { text, location }: BuildFailure['errors'][number],
  file: string,
): LabProblem => ({
  file: location?.file ?? file,
  line: location?.line ?? 1,
  where: 'TypeScript',
  expected: 'what esbuild can read',
  found: location === null ? text : `${text}, at  ${location.lineText.trim()}`,
});

interface Ran {
  readonly root: string;
  readonly file: string;
  readonly outfile: string;
  readonly outputFiles: readonly OutputFile[];
}

/** Something that was thrown while the module was loaded: where, as far as the stack tells. */
const thrown = (error: unknown, { root, file, outfile, outputFiles }: Ran): LabProblem => {
  const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const problem = { where: 'when it is loaded', expected: 'no error', found };
  const text = outputFiles.find(({ path }) => path === `${outfile}.map`)?.text;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (text === undefined) return { file, line: 1, ...problem };
  const payload: SourceMapPayload = JSON.parse(text);
  const map = new SourceMap(payload);
  for (const [, line, column] of stack.matchAll(/module\.mjs:(\d+):(\d+)/g)) {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) continue;
    const source = relative(root, resolve(dirname(outfile), entry.originalSource));
    // What the lab calls is not where the mistake is.
    if (source.startsWith(dirname(file)))
      return { file: source, line: entry.originalLine + 1, ...problem };
  }
  return { file, line: 1, ...problem };
};
