import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { bundleWorker } from '../simulation/pool.ts';
import type { Mutant } from './mutant.ts';
import { mutation } from './mutate.ts';
import type { Hunt, Hunted } from './worker.ts';

/** One that takes longer goes in circles without end. */
const PATIENCE = 180_000;

let programs = 0;

/** Bundles the worker with the mistake in it (undefined: as it is) and lets it hunt for it. */
export async function hunt(mutant: Mutant | undefined, what: Hunt): Promise<Hunted> {
  programs += 1;
  const program = await bundleWorker(`mutant-${process.pid}-${programs}`, {
    entry: 'test/mutants/worker.ts',
    plugins: mutant === undefined ? [] : [mutation(mutant)],
  });
  try {
    return await ask(program, what);
  } finally {
    await rm(program);
  }
}

function ask(program: string, what: Hunt): Promise<Hunted> {
  const worker = new Worker(program, { execArgv: ['--enable-source-maps'] });
  let timer: NodeJS.Timeout | undefined;
  return new Promise<Hunted>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The worker ended without an answer.')));
    timer = setTimeout(() => {
      reject(new Error(`No answer within ${PATIENCE / 1000} s: it goes in circles.`));
    }, PATIENCE);
    worker.postMessage(what);
  }).finally(() => {
    clearTimeout(timer);
    return worker.terminate();
  });
}
