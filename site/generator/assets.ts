import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../../src/project-root.ts';
import { SIMULATOR_NAMES } from '../../src/workbook/lab.ts';
import { strictTerminal } from './strict-terminal.ts';

export interface Assets {
  readonly files: readonly [path: string, content: Uint8Array | string][];
  /** Changes when any of them changes. */
  readonly version: string;
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#4a3f36" d="M8 18V6l5 4h6l5-4v12z"/><path fill="#c99a63" d="M3 17h26l-2 13H5z"/><circle fill="#fff" cx="13" cy="13.6" r="1.3"/><circle fill="#fff" cx="19" cy="13.6" r="1.3"/></svg>`;

/**
 * Bundles the widgets and the theme. Plain scripts rather than modules, since browsers load no
 * modules from `file://`.
 */
export const buildAssets = async (): Promise<Assets> => {
  const site = join(projectRoot, 'site');
  const options = {
    absWorkingDir: site,
    outdir: join(site, 'assets'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  } as const;
  const entryPoints = {
    home: 'widgets/home.ts',
    lab: 'widgets/lab.ts',
    theme: 'theme/theme.css',
    search: 'widgets/search/main.ts',
    'text-page': 'widgets/text-page.ts',
    'simulator-page': 'widgets/simulator-page.ts',
    ...Object.fromEntries(
      SIMULATOR_NAMES.map((name) => [name, `simulators/${name}/widget/main.ts`]),
    ),
    details: 'details/main.ts',
    'details-panel': 'theme/details.css',
    timeline: 'widgets/timeline/main.ts',
    'timeline-theme': 'theme/timeline.css',
    simulator: 'theme/simulators.css',
    text: 'theme/text-page.css',
    print: 'theme/print.css',
  };
  const terminal = {
    terminal: 'widgets/terminal/main.ts',
    'terminal-theme': 'theme/terminal.css',
  };
  const built = await Promise.all([
    build({ ...options, entryPoints }),
    // xterm.js comes minified: twice takes twice as long and saves nothing.
    build({
      ...options,
      entryPoints: terminal,
      plugins: [strictTerminal],
      minify: false,
      minifyWhitespace: true,
    }),
  ]);
  const outputFiles = built.flatMap((each) => each.outputFiles);
  const hash = createHash('sha256');
  for (const { contents } of outputFiles) hash.update(contents);
  return {
    version: hash.digest('hex').slice(0, 10),
    files: [
      ...outputFiles.map(({ path, contents }): [string, Uint8Array] => [
        `assets/${basename(path)}`,
        contents,
      ]),
      ['assets/icon.svg', icon],
    ],
  };
};
