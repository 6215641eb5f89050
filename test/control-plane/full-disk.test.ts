import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/control-plane/control-plane.ts';
import { Machine } from './harness.ts';
import type { Session } from './session.ts';

const big = 'x'.repeat(20_000);

/** Registers until the runtime refuses; answers the revisions that were confirmed, and why it ended. */
async function registerUntilFull(session: Session): Promise<{ arns: string[]; error: unknown }> {
  const arns: string[] = [];
  const containerDefinitions = [{ name: 'web', image: 'cats', command: [big] }];
  for (let n = 0; n < 1_000; n += 1) {
    try {
      arns.push(
        (await session.register({ family: 'big', containerDefinitions })).taskDefinitionArn,
      );
    } catch (error) {
      return { arns, error };
    }
  }
  throw new Error('The disk never filled up');
}

/** What must hold of a runtime whose disk is full, and of the next one. */
async function loseNothing(
  machine: Machine,
  dataDir: string,
  makeRoom: () => void,
  maxJournalPages?: number,
): Promise<void> {
  const first = await machine.start({ dataDir, maxJournalPages });
  await first.demo();
  await first.createService({ desiredCount: 2 });
  await first.until(() => first.running().length === 2);
  const { arns, error } = await registerUntilFull(first);
  expect(arns.length).toBeGreaterThan(3);
  expect(error).toBeInstanceOf(Unavailable);
  const message = error instanceof Error ? error.message : '';
  expect(message).toContain(
    `The disk that holds the journal ${join(dataDir, 'journal.db')} is full.`,
  );
  expect(message).toContain('Free some space, then start again.');
  expect(machine.reports.filter((line) => line === message)).toHaveLength(1);

  // Reads go on, from what is durable; nothing else is taken, and the engine is left alone.
  const known = () =>
    [...first.plane.state.taskDefinitions.keys()].filter((arn) => arn.includes('big'));
  expect(known()).toEqual(arns);
  expect(first.running()).toHaveLength(2);
  const present = machine.present();
  await expect(first.send('CreateCluster', { clusterName: 'small' })).rejects.toThrow(message);
  await first.pass(120_000);
  expect(known()).toEqual(arns);
  expect(machine.present()).toEqual(present);
  await first.plane.close({ keep: true });

  makeRoom();
  const second = await machine.start({ dataDir });
  expect(
    [...second.plane.state.taskDefinitions.keys()].filter((arn) => arn.includes('big')),
  ).toEqual(arns);
  await second.register();
  await second.until(() => second.running().length === 2);
  await second.plane.close({ keep: true });
}

describe('a full disk', () => {
  test('stops all writing, says so, and loses nothing that was confirmed', async () => {
    using machine = new Machine();
    await loseNothing(machine, machine.dataDir, () => {}, 120);
  });

  test('does so on a real small disk', async (context) => {
    using machine = new Machine();
    const mounted = mountSmallDisk();
    if (mounted === undefined) return context.skip('no small disk can be mounted here');
    const { path } = mounted;
    try {
      writeFileSync(join(path, 'ballast'), Buffer.alloc(512 * 1024));
      await loseNothing(machine, join(path, 'data'), () => rmSync(join(path, 'ballast')));
    } finally {
      mounted.unmount();
    }
  });
});

test('a data folder that is deleted under a runtime ends all writing, too', async () => {
  using machine = new Machine();
  const session = await machine.start();
  await session.demo();
  rmSync(machine.dataDir, { recursive: true });
  await expect(session.runTask()).rejects.toThrow(
    `The journal ${join(machine.dataDir, 'journal.db')} is damaged: its folder was deleted while it was in use.`,
  );
  expect(session.plane.state.clusters.size).toBe(1);
  expect(session.plane.state.tasks.size).toBe(0);
  await session.plane.close({ keep: true });
});

/** A disk of 2 MiB, where this user may mount one. */
function mountSmallDisk(): { readonly path: string; unmount(): void } | undefined {
  const path = join('/tmp', `control-plane-disk-${process.pid}`);
  mkdirSync(path, { recursive: true });
  const mount = execaSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], {
    reject: false,
  });
  if (mount.failed) {
    rmSync(path, { recursive: true });
    console.warn(`No small disk to fill up could be mounted: ${mount.shortMessage}`);
    return undefined;
  }
  return {
    path,
    unmount() {
      // Lazily: SQLite's handles go with the next garbage collection.
      execaSync('umount', ['--lazy', path]);
      rmSync(path, { recursive: true });
    },
  };
}
