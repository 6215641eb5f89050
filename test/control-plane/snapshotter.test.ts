import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { numberIn } from '../../src/control-plane/database.ts';
import { Machine } from './harness.ts';

test('after some thousand commits a snapshot is written in an idle moment, and read at the next start', async () => {
  using machine = new Machine();
  const first = await machine.start();
  const names = Array.from({ length: 2_100 }, (_, n) => `c${n}`);
  await Promise.all(names.map((clusterName) => first.send('CreateCluster', { clusterName })));
  const database = new Database(join(machine.dataDir, 'journal.db'));
  const snapshots = database.prepare('SELECT sequence FROM snapshot');
  for (const end = Date.now() + 10_000; snapshots.all().length === 0; await setTimeout(20)) {
    if (Date.now() > end) throw new Error('No snapshot was written within 10 s');
  }
  expect(snapshots.all().map((row) => numberIn(row, 'sequence'))).toEqual([2_100]);
  await first.send('CreateCluster', { clusterName: 'later' });
  await first.plane.close({ keep: true });
  // Nothing is left of the journal before it, as if it had been dropped.
  database.exec('DELETE FROM journal WHERE sequence <= 2100');
  database.close();
  const second = await machine.start();
  expect([...second.plane.state.clusters.values()].map((it) => it.clusterName)).toEqual([
    ...names,
    'later',
  ]);
  expect([...second.plane.history()].map(({ sequence }) => sequence)).toEqual([2_100, 2_101]);
  await second.plane.close({ keep: true });
});
