import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { stop } from './servers.ts';

/** The newest that is not a preview. */
const VERSION = '1.6.4';

/** Builds when told to, as a function that is called again and again, and says how long it took. */
const BUILDER = `import { build } from 'vitepress';
process.on('message', async (folder) => {
  const began = performance.now();
  await build(folder);
  process.send(performance.now() - began);
});
`;

/** As ours: a search that works offline. */
const CONFIGURATION = `export default {
  title: 'ECS Workbook',
  ignoreDeadLinks: true,
  themeConfig: { search: { provider: 'local' } },
};
`;

export interface VitePress extends AsyncDisposable {
  /** Builds the pages once more; answers the milliseconds it took. */
  build(): Promise<number>;
}

/**
 * VitePress in a process of its own, about to build these pages (Markdown by path). It is installed
 * once, into a temporary folder; undefined: that did not succeed.
 */
export const startVitePress = async (
  pages: ReadonlyMap<string, string>,
  progress: (line: string) => void,
): Promise<VitePress | undefined> => {
  const home = join(tmpdir(), `ecs-workbook-bench-vitepress-${VERSION}`);
  if (!existsSync(join(home, 'node_modules', 'vitepress'))) {
    progress(`installing VitePress ${VERSION} into ${home}`);
    await write(home, 'package.json', '{"private":true,"type":"module"}');
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
    const install = ['install', ...quiet, `vitepress@${VERSION}`];
    if ((await execa('npm', install, { cwd: home, reject: false })).failed) return undefined;
  }
  // In there, so that the pages find its packages.
  const folder = await mkdtemp(join(home, 'site-'));
  await write(folder, '.vitepress/config.mjs', CONFIGURATION);
  for (const [path, text] of pages) await write(folder, path, text);
  await write(home, 'builder.mjs', BUILDER);
  const builder = fork(join(home, 'builder.mjs'), { stdio: 'ignore', execArgv: [] });
  return {
    build: async () => {
      const answer = once(builder, 'message');
      builder.send(folder);
      const ended = once(builder, 'exit').then(() => {
        throw new Error('VitePress ended while it built the labs.');
      });
      return Number((await Promise.race([answer, ended]))[0]);
    },
    async [Symbol.asyncDispose]() {
      await stop(builder);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const write = async (folder: string, path: string, text: string): Promise<void> => {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
};
