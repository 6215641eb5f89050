import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../src/server/runtime.ts';

export interface TestRuntime extends Runtime {
  readonly dataDir: string;
  /** What it reported. */
  readonly reported: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A runtime of its own on a free port, in a folder that goes with it. */
export const openRuntime = async (options: RuntimeOptions = {}): Promise<TestRuntime> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'ecs-workbook-test-')));
  const reported: string[] = [];
  const runtime = await startRuntime({
    port: 0,
    dataDir,
    engine: 'simulated',
    site: false,
    report: (line) => reported.push(line),
    ...options,
  });
  return {
    ...runtime,
    dataDir,
    reported,
    async [Symbol.asyncDispose]() {
      await runtime.close({ keep: false });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
