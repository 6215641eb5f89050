import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { EngineEffect } from '../../../src/core/effects.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { fixtureImages } from './support.ts';

/** `runtime-to-kill.ts` as a program of its own; `remove` takes it away again. */
export function buildRuntime(name: string): { readonly path: string; remove(): void } {
  const path = join(projectRoot, 'node_modules', '.cache', `${name}-${process.pid}.mjs`);
  mkdirSync(join(path, '..'), { recursive: true });
  buildSync({
    entryPoints: [join(import.meta.dirname, 'runtime-to-kill.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return { path, remove: () => rmSync(path, { force: true }) };
}

export async function waitUntil(predicate: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!predicate()) {
    if (Date.now() > deadline) throw new Error('Not within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface Heard {
  readonly type: string;
  readonly containerName?: string;
  readonly runtimeId?: string;
  readonly taskArn?: string;
}

/** The runtime in a process of its own. */
export class Runtime {
  readonly #process: ChildProcess;
  readonly #observations: Heard[] = [];

  constructor(bundle: string, dataDir: string) {
    this.#process = spawn(process.execPath, [bundle, dataDir, fixtureImages], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.#process.stdout)
      createInterface({ input: this.#process.stdout }).on('line', (line) =>
        this.#observations.push(JSON.parse(line)),
      );
  }

  async heard(type: string, containerName?: string): Promise<Heard> {
    let found: Heard | undefined;
    await waitUntil(() => {
      found = this.#observations.find(
        (observation) => observation.type === type && observation.containerName === containerName,
      );
      return found !== undefined;
    });
    if (!found) throw new Error('unreachable');
    return found;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  perform(effect: EngineEffect): void {
    this.#process.stdin?.write(`${JSON.stringify(effect)}\n`);
  }
}
