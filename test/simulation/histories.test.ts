import { beforeAll, describe, expect, test } from 'vitest';
import { bundleWorker, type Played, play } from './pool.ts';
import { explain } from './shrink.ts';

/** As many as fit into a minute on two processors, with room to spare. */
const HISTORIES = 2_000;

let program = '';
beforeAll(async () => {
  program = await bundleWorker();
});

describe('random histories of commands and faults', () => {
  let played: Played;

  test(`${HISTORIES} of them keep every invariant, and settle once the faults stop`, {
    timeout: 300_000,
  }, async () => {
    played = await play(program, { seed: 1, histories: HISTORIES });
    const [failure] = played.failures;
    expect(failure === undefined ? '' : await explain(failure)).toBe('');
    expect(played.histories).toBe(HISTORIES);
  });

  test('they do what the orchestrator is there for: hardly a command is always refused', () => {
    const rarely = [...played.commands]
      .filter(([, { accepted }]) => accepted < HISTORIES / 100)
      .map(([name]) => name);
    expect(rarely).toEqual([]);
    expect(played.steps).toBeGreaterThan(100 * HISTORIES);
    expect(played.crashes).toBeGreaterThan(HISTORIES / 4);
  });
});

test('a seed tells the whole story', async () => {
  const { playHistory } = await import('./history.ts');
  const [first, second] = [
    await playHistory(7, { tracing: true }),
    await playHistory(7, { tracing: true }),
  ];
  expect(first.trace.length).toBeGreaterThan(50);
  expect(second.trace).toEqual(first.trace);
});
