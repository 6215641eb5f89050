import { parentPort } from 'node:worker_threads';
import { type Failure, playHistory } from './history.ts';
import type { FaultName } from './profile.ts';

/** Seeds to play, the last not included. */
export interface Job {
  readonly from: number;
  readonly to: number;
  /** Gives up after so many failures. */
  readonly most: number;
  readonly actions?: number | undefined;
  readonly without?: readonly FaultName[] | undefined;
}

export interface Done {
  readonly histories: number;
  readonly steps: number;
  readonly crashes: number;
  readonly failures: readonly Failure[];
  readonly commands: readonly [string, { readonly accepted: number; readonly refused: number }][];
}

async function playAll({ from, to, most, actions, without }: Job): Promise<Done> {
  const failures: Failure[] = [];
  const commands = new Map<string, { accepted: number; refused: number }>();
  let steps = 0;
  let crashes = 0;
  let seed = from;
  for (; seed < to && failures.length < most; seed += 1) {
    const history = await playHistory(seed, { actions, without });
    steps += history.counts.steps;
    crashes += history.counts.crashes;
    for (const [name, { accepted, refused }] of history.commands) {
      const known = commands.get(name) ?? { accepted: 0, refused: 0 };
      commands.set(name, { accepted: known.accepted + accepted, refused: known.refused + refused });
    }
    if (history.failure !== undefined) failures.push(history.failure);
  }
  return { histories: seed - from, steps, crashes, failures, commands: [...commands] };
}

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await playAll(job)));
