import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/control-plane/control-plane.ts';
import { decodeRecords, encodeRecords } from '../../src/control-plane/journal/codec.ts';
import { Journal } from '../../src/control-plane/journal/journal.ts';
import type { StateRecord } from '../../src/core/records.ts';
import { Machine, temporaryFolder } from './harness.ts';

const cluster = (clusterName: string): StateRecord => ({
  type: 'ClusterPut',
  cluster: {
    clusterArn: `arn:aws:ecs:us-east-1:111122223333:cluster/${clusterName}`,
    clusterName,
    status: 'ACTIVE',
    settings: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    tags: [],
  },
});

test('records come back as they were, also what a change takes away', () => {
  const records: StateRecord[] = [
    cluster('a'),
    {
      type: 'TaskChanged',
      taskArn: 'x',
      change: { stoppedReason: undefined, lastStatus: 'RUNNING', dueAt: null },
    },
  ];
  expect(decodeRecords(encodeRecords(records))).toStrictEqual(records);
});

/** Commits 1 to `count`, a cluster each. */
function write(journal: Journal, from: number, to: number): void {
  const commits = Array.from({ length: to - from + 1 }, (_, n) => {
    const sequence = from + n;
    return { sequence, time: 1_000 + sequence, records: [cluster(`c${sequence}`)] };
  });
  while (commits.length > 0) journal.append(commits.splice(0, 50));
}

const snapshotNow = (journal: Journal) => {
  const { state, sequence, time } = journal.replay(() => {});
  for (const _ of journal.snapshots.write(state, sequence, time));
};

const edit = (dataDir: string, sql: string) => {
  const database = new Database(join(dataDir, 'journal.db'));
  database.exec(sql);
  database.close();
};

describe('a journal', () => {
  test('replays from the last snapshot what the whole of it says', () => {
    using folder = temporaryFolder();
    const journal = new Journal(folder.path);
    write(journal, 1, 30);
    const whole = journal.replay(() => {});
    snapshotNow(journal);
    write(journal, 31, 40);
    expect(whole.state.clusters.size).toBe(30);
    expect([...journal.replay(() => {}).state.clusters.keys()]).toHaveLength(40);
    expect(journal.replay(() => {})).toMatchObject({ sequence: 40, time: 1_040 });
    expect([...journal.history(1)].map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    expect([...journal.recent(11)]).toEqual([...journal.history(1)]);
    expect([...journal.recent(10)].map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 11 }, (_, n) => 30 + n),
    );
    journal.close();
  });

  test('passes over a damaged snapshot, and says so', () => {
    using folder = temporaryFolder();
    const journal = new Journal(folder.path);
    write(journal, 1, 5);
    snapshotNow(journal);
    journal.close();
    edit(folder.path, "UPDATE snapshot_part SET records = replace(records, 'c3', 'cX')");
    const again = new Journal(folder.path);
    const reports: string[] = [];
    expect([...again.replay((line) => reports.push(line)).state.clusters.keys()].at(2)).toMatch(
      /c3$/,
    );
    expect(reports).toEqual([expect.stringContaining('snapshot 5 does not match its checksum')]);
    again.close();
  });

  test('whose old commits are dropped begins its history with a snapshot', () => {
    using folder = temporaryFolder();
    const journal = new Journal(folder.path, { history: 50, milestone: 10 });
    for (let sequence = 1; sequence <= 200; sequence += 10) {
      write(journal, sequence, sequence + 9);
      snapshotNow(journal);
    }
    const history = [...journal.history(1)];
    const [base] = history;
    expect(base?.sequence).toBeGreaterThan(100);
    expect(base?.sequence).toBeLessThanOrEqual(150);
    expect(base?.records).toHaveLength(base?.sequence ?? 0);
    expect(history.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: history.length }, (_, n) => (base?.sequence ?? 0) + n),
    );
    expect(history.at(-1)?.sequence).toBe(200);
    expect(journal.replay(() => {}).state.clusters.size).toBe(200);
    // Its recent part begins with a snapshot as well: the newest that lies far enough back.
    const recent = (commits: number) => [...journal.recent(commits)];
    expect(recent(25).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 31 }, (_, n) => 170 + n),
    );
    expect(recent(25)[0]?.records).toHaveLength(170);
    expect(recent(1_000)).toEqual(history);
    journal.close();
  });

  test.each([
    [
      'a changed row',
      "UPDATE journal SET records = replace(records, 'c3', 'cX') WHERE sequence = 3",
      'commit 3 does not match its checksum',
    ],
    [
      'a changed time',
      'UPDATE journal SET time = time + 1 WHERE sequence = 3',
      'commit 3 does not match its checksum',
    ],
    ['a missing row', 'DELETE FROM journal WHERE sequence = 3', 'commit 3 is missing'],
    [
      'a missing end',
      'DELETE FROM journal WHERE sequence > 3',
      'it ends at commit 3, but commit 5 had been written',
    ],
  ])('with %s is not trusted', async (_what, sql, message) => {
    using machine = new Machine();
    const journal = new Journal(machine.dataDir);
    write(journal, 1, 5);
    journal.close();
    edit(machine.dataDir, sql);
    const before = readFileSync(join(machine.dataDir, 'journal.db'));
    const start = machine.start();
    await expect(start).rejects.toThrow(Unavailable);
    await expect(start).rejects.toThrow(message);
    await expect(start).rejects.toThrow(join(machine.dataDir, 'journal.db'));
    await expect(start).rejects.toThrow('move the folder away');
    expect(readFileSync(join(machine.dataDir, 'journal.db')).equals(before)).toBe(true);
    expect(machine.present()).toEqual([]);
  });

  test('of another version is not read', async () => {
    using machine = new Machine();
    await (await machine.start()).plane.close({ keep: true });
    edit(machine.dataDir, 'UPDATE format SET version = 99');
    await expect(machine.start()).rejects.toThrow('has format 99, but this program reads 1');
  });

  test.each(['journal.db', 'journal.db-wal'])(
    'with flipped bytes anywhere in %s loses nothing in silence',
    (file) => {
      using folder = temporaryFolder();
      const journal = new Journal(folder.path);
      journal.replay(() => {});
      write(journal, 1, 200);
      if (file === 'journal.db') journal.close();
      const parts = ['journal.db', 'journal.db-wal', 'journal.mark'].flatMap((name) => {
        const path = join(folder.path, name);
        return exists(path) ? [{ name, content: readFileSync(path) }] : [];
      });
      if (file !== 'journal.db') journal.close();
      const size = parts.find(({ name }) => name === file)?.content.length ?? 0;
      expect(size).toBeGreaterThan(10_000);
      let detected = 0;
      for (let offset = 40; offset < size; offset += Math.floor(size / 25)) {
        using copy = temporaryFolder();
        for (const { name, content } of parts) writeFileSync(join(copy.path, name), content);
        flip(join(copy.path, file), offset);
        // Either the damage hits nothing that matters, and all is there, or it is found.
        let found: number | string;
        try {
          const damaged = new Journal(copy.path);
          try {
            found = damaged.replay(() => {}).state.clusters.size;
          } finally {
            damaged.close();
          }
        } catch (error) {
          found = String(error);
        }
        if (typeof found === 'number') expect(found, `flip at ${offset}`).toBe(200);
        else detected += 1;
      }
      expect(detected).toBeGreaterThan(0);
    },
  );
});

const exists = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

function flip(path: string, offset: number): void {
  const content = readFileSync(path);
  const handle = openSync(path, 'r+');
  for (let at = offset; at < offset + 8 && at < content.length; at += 1) {
    writeSync(handle, Buffer.from([(content[at] ?? 0) ^ 0x5a]), 0, 1, at);
  }
  closeSync(handle);
}
