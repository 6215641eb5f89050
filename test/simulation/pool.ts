import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../../src/project-root.ts';
import type { Failure } from './history.ts';
import type { FaultName } from './profile.ts';
import type { Done, Job } from './worker.ts';

const CACHE = join(projectRoot, 'node_modules', '.cache', 'simulation');

export interface BundleOptions {
  /** Where the program starts. Default: the worker that plays histories. */
  readonly entry?: string;
  /** May change what goes into it. */
  readonly plugins?: Plugin[];
}

/** A program that workers run, as one file of that name; it is made anew each time. */
export async function bundleWorker(
  name = 'worker',
  { entry = 'test/simulation/worker.ts', plugins = [] }: BundleOptions = {},
): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const outfile = join(CACHE, `${name}.mjs`);
  await build({
    entryPoints: [join(projectRoot, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins,
  });
  return outfile;
}

export interface PlayOptions {
  /** Seed of the first; the others follow it. */
  readonly seed: number;
  readonly histories: number;
  readonly workers?: number | undefined;
  /** Stops after so many failures. Default 1. */
  readonly failures?: number | undefined;
  readonly actions?: number | undefined;
  readonly without?: readonly FaultName[] | undefined;
  readonly progress?: ((played: number) => void) | undefined;
}

export interface Played {
  readonly histories: number;
  readonly failures: readonly Failure[];
  readonly steps: number;
  readonly crashes: number;
  /** Commands that were accepted and refused, by name. */
  readonly commands: ReadonlyMap<string, { readonly accepted: number; readonly refused: number }>;
}

/** Seeds that a worker takes at a time. */
const SHARE = 20;

/** Plays histories on all processors; ends early when enough of them failed. */
export async function play(program: string, options: PlayOptions): Promise<Played> {
  const { seed, histories, failures: most = 1, actions, without, progress } = options;
  const failures: Failure[] = [];
  const commands = new Map<string, { accepted: number; refused: number }>();
  const total = { histories: 0, steps: 0, crashes: 0 };
  let next = seed;
  const end = seed + histories;
  const job = (): Job | undefined => {
    if (next >= end || failures.length >= most) return undefined;
    const from = next;
    next = Math.min(end, next + SHARE);
    return { from, to: next, most, actions, without };
  };
  const take = (done: Done) => {
    failures.push(...done.failures);
    total.histories += done.histories;
    total.steps += done.steps;
    total.crashes += done.crashes;
    for (const [name, { accepted, refused }] of done.commands) {
      const known = commands.get(name) ?? { accepted: 0, refused: 0 };
      commands.set(name, { accepted: known.accepted + accepted, refused: known.refused + refused });
    }
    progress?.(total.histories);
  };
  const workers = Math.max(1, options.workers ?? availableParallelism());
  await Promise.all(Array.from({ length: workers }, () => work(program, job, take)));
  failures.sort((a, b) => a.seed - b.seed);
  return { ...total, failures, commands };
}

/** One worker, fed until there is nothing left. */
function work(
  program: string,
  job: () => Job | undefined,
  take: (done: Done) => void,
): Promise<void> {
  const first = job();
  if (first === undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { execArgv: ['--enable-source-maps'] });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    worker.on('message', (done: Done) => {
      take(done);
      const more = job();
      if (more === undefined) void worker.terminate();
      else worker.postMessage(more);
    });
    worker.postMessage(first);
  });
}
