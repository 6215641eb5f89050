import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ECSClient } from '@aws-sdk/client-ecs';
import { test as base } from '@playwright/test';
import { projectRoot } from '../../../src/project-root.ts';

export interface RealRuntime {
  readonly url: string;
  readonly token: string;
  readonly ecs: ECSClient;
}

/** `npm start` in a data folder of its own; stopped at the end. */
export const start = async (
  dataDir: string,
  { port = '0', engine = 'process' }: { port?: string; engine?: 'process' | 'docker' } = {},
) => {
  const program = join(projectRoot, 'dist/cli.js');
  if (!existsSync(program)) throw new Error(`Expected ${program}. Run "npm run build" first.`);
  const args = ['start', '--port', port, '--engine', engine, '--time-scale', '20'];
  const child = spawn(process.execPath, [program, ...args, '--data', dataDir], {
    // What goes wrong in it is wanted beside the test that fails of it.
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: string[] = [];
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  for await (const line of createInterface(child.stdout)) {
    printed.push(line);
    const [, url, token] = /(http:\/\/localhost:\d+)\/#token=(\S+)/.exec(line) ?? [];
    if (url === undefined || token === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { url, token, stop };
  }
  throw new Error(`The runtime did not start:\n${printed.join('\n')}`);
};

/** Tests against the real runtime; one for all tests of a worker. */
export const test = base.extend<Record<never, never>, { runtime: RealRuntime }>({
  runtime: [
    async ({ browserName: _ }, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'workbook-runtime-'));
      const { url, token, stop } = await start(dataDir);
      const ecs = new ECSClient({
        // By address: not every resolver knows names under localhost.
        endpoint: url.replace('localhost', '127.0.0.1'),
        region: 'us-east-1',
        credentials: { accessKeyId: '000000000000', secretAccessKey: 'test' },
      });
      await use({ url, token, ecs });
      ecs.destroy();
      await stop();
      await rm(dataDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export const { expect } = test;
