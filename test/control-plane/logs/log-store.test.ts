import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { type Logs, openLogs } from '../../../src/control-plane/logs/open-logs.ts';
import { Retention } from '../../../src/control-plane/logs/retention.ts';
import { SCHEMA } from '../../../src/control-plane/logs/schema.ts';
import { SqliteLogStore } from '../../../src/control-plane/logs/sqlite-log-store.ts';
import { taskArn } from '../../../src/core/arn.ts';
import { SCOPE, temporaryFolder } from '../harness.ts';

const OTHER = { ...SCOPE, region: 'eu-west-1' };
const GROUP = '/ecs/cats';
const NOW = Date.UTC(2026, 0, 1);

function memory() {
  const database = new Database(':memory:');
  database.exec(SCHEMA);
  const clock = { now: NOW };
  return { database, clock, store: new SqliteLogStore(database, () => clock.now) };
}

/** Messages at the given times, each saying its time. */
const at = (...times: number[]) =>
  times.map((time) => ({ timestamp: time, message: `at ${time}` }));

describe('groups and streams', () => {
  test('belong to an account and region, and are listed by name', () => {
    const { store } = memory();
    expect(store.createGroup(SCOPE, GROUP)).toBe(true);
    expect(store.createGroup(SCOPE, GROUP)).toBe(false);
    expect(store.createGroup(SCOPE, '/ecs/apples')).toBe(true);
    expect(store.createGroup(OTHER, GROUP)).toBe(true);
    expect(store.groups(SCOPE).map(({ name }) => name)).toEqual(['/ecs/apples', GROUP]);
    expect(store.groups(SCOPE, '/ecs/c').map(({ name }) => name)).toEqual([GROUP]);
    expect(store.group(SCOPE, '/ecs/c')).toBeUndefined();
    expect(store.group(OTHER, GROUP)).toEqual({
      name: GROUP,
      createdAt: NOW,
      retentionInDays: undefined,
      storedBytes: 0,
    });
    expect(store.setRetention(SCOPE, GROUP, 7)).toBe(true);
    expect(store.setRetention(SCOPE, 'none', 7)).toBe(false);
    expect(store.group(SCOPE, GROUP)?.retentionInDays).toBe(7);
    expect(store.deleteGroup(SCOPE, GROUP)).toBe(true);
    expect(store.deleteGroup(SCOPE, GROUP)).toBe(false);
    expect(store.group(OTHER, GROUP)).toBeDefined();
  });

  test('streams know their first, last and latest times, and sort by them', () => {
    const { store } = memory();
    store.createGroup(SCOPE, GROUP);
    expect(store.createStream(SCOPE, 'none', 'a')).toBe(false);
    for (const name of ['a', 'b', 'c']) expect(store.createStream(SCOPE, GROUP, name)).toBe(true);
    expect(store.createStream(SCOPE, GROUP, 'a')).toBe(false);
    store.append(SCOPE, GROUP, 'a', at(20, 10));
    store.append(SCOPE, GROUP, 'b', at(30));
    store.append(SCOPE, GROUP, 'a', at(15));
    expect(store.streams(SCOPE, GROUP)).toEqual([
      { name: 'a', createdAt: NOW, firstEventAt: 10, lastEventAt: 20, lastIngestedAt: NOW },
      { name: 'b', createdAt: NOW, firstEventAt: 30, lastEventAt: 30, lastIngestedAt: NOW },
      {
        name: 'c',
        createdAt: NOW,
        firstEventAt: undefined,
        lastEventAt: undefined,
        lastIngestedAt: undefined,
      },
    ]);
    const byTime = store.streams(SCOPE, GROUP, { orderBy: 'LastEventTime' });
    expect(byTime.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
    expect(store.streams(SCOPE, GROUP, { prefix: 'b' })).toHaveLength(1);
    expect(store.group(SCOPE, GROUP)?.storedBytes).toBe(4 * (5 + 26));
    expect(store.deleteStream(SCOPE, GROUP, 'a')).toBe(true);
    expect(store.events(SCOPE, { group: GROUP, limit: 10 }).map(({ stream }) => stream)).toEqual([
      'b',
    ]);
  });
});

describe('events', () => {
  const filled = () => {
    const { store } = memory();
    store.createGroup(SCOPE, GROUP);
    store.append(SCOPE, GROUP, 'web/1', at(10, 30, 30));
    store.append(SCOPE, GROUP, 'web/2', at(20, 30));
    store.append(SCOPE, GROUP, 'db/1', at(25));
    const times = (query: object) =>
      store.events(SCOPE, { group: GROUP, limit: 10, ...query }).map((event) => event.timestamp);
    return { store, times };
  };

  test('come oldest first, by time and then arrival', () => {
    const { store, times } = filled();
    expect(times({})).toEqual([10, 20, 25, 30, 30, 30]);
    expect(store.events(OTHER, { group: GROUP, limit: 10 })).toEqual([]);
    expect(store.events(SCOPE, { group: GROUP, limit: 1 })).toEqual([
      { id: 1, stream: 'web/1', timestamp: 10, ingestedAt: NOW, message: 'at 10' },
    ]);
  });

  test('are filtered by streams, prefix and time', () => {
    const { times } = filled();
    expect(times({ streams: ['web/2', 'db/1'] })).toEqual([20, 25, 30]);
    expect(times({ streams: [] })).toEqual([]);
    expect(times({ streamPrefix: 'web/' })).toEqual([10, 20, 30, 30, 30]);
    expect(times({ from: 20, to: 30 })).toEqual([20, 25]);
  });

  test('go on behind, or backwards before, the event where the last page ended', () => {
    const { store } = filled();
    const page = (query: object) => store.events(SCOPE, { group: GROUP, limit: 4, ...query });
    const first = page({});
    const rest = page({ after: first.at(-1) });
    expect([...first, ...rest].map(({ id }) => id)).toEqual([1, 4, 6, 2, 3, 5]);
    expect(page({ after: rest.at(-1) })).toEqual([]);

    const newest = page({ backwards: true });
    expect(newest.map(({ id }) => id)).toEqual([6, 2, 3, 5]);
    expect(page({ backwards: true, after: newest[0] }).map(({ id }) => id)).toEqual([1, 4]);
  });
});

describe('retention', () => {
  const sweep = (retention: Retention, now: number) => {
    for (const _ of retention.sweep(now));
  };
  const DAY = 86_400_000;

  test('drops what is older than the group’s days, and what nothing reaches any more', () => {
    const { database, store } = memory();
    for (const group of ['kept', 'short', 'gone']) {
      store.createGroup(SCOPE, group);
      store.append(SCOPE, group, 's', at(NOW - 2 * DAY, NOW));
    }
    store.setRetention(SCOPE, 'short', 1);
    store.deleteGroup(SCOPE, 'gone');
    sweep(new Retention(database), NOW);
    const left = database.prepare('SELECT count(*) AS n FROM log_event').get();
    expect(left).toMatchObject({ n: 3 });
    expect(store.events(SCOPE, { group: 'short', limit: 9 }).map((e) => e.timestamp)).toEqual([
      NOW,
    ]);
    expect(store.group(SCOPE, 'short')?.storedBytes).toBe(26 + `at ${NOW}`.length);
    expect(store.events(SCOPE, { group: 'kept', limit: 9 })).toHaveLength(2);
  });

  test('bounds the whole, oldest first', () => {
    const { database, store } = memory();
    store.createGroup(SCOPE, GROUP);
    store.append(SCOPE, GROUP, 's', at(...Array.from({ length: 5_000 }, (_, n) => n)));
    sweep(new Retention(database, { events: 3_000, bytes: 10 ** 9 }), NOW);
    const left = store.events(SCOPE, { group: GROUP, limit: 10_000 });
    expect(left).toHaveLength(3_000);
    expect(left[0]?.timestamp).toBe(2_000);
  });
});

describe('the lines of an engine', () => {
  const TASK = taskArn(SCOPE, 'demo', 'a'.repeat(32));
  const line = (timestamp: number, containerName = 'web') => ({
    taskArn: TASK,
    containerName,
    group: GROUP,
    stream: `cats/${containerName}/aa`,
    region: SCOPE.region,
    timestamp,
    message: `line ${timestamp}`,
  });
  const open = (path: string, reports: string[] = []): Logs =>
    openLogs(
      path,
      () => NOW,
      (report) => reports.push(report),
    );

  test('are there for whoever reads, at once and after a restart', () => {
    using folder = temporaryFolder();
    const first = open(folder.path);
    first.store.createGroup(SCOPE, GROUP);
    for (const time of [1, 2, 3]) first.intake.logged(line(time));
    first.intake.logged(line(7, 'side'));
    const messages = first.store
      .events(SCOPE, { group: GROUP, streams: ['cats/web/aa'], limit: 9 })
      .map(({ message }) => message);
    expect(messages).toEqual(['line 1', 'line 2', 'line 3']);
    expect(first.intake.lastLogged(TASK, 'web')).toBe(3);
    first.intake.logged(line(4));
    first.close();

    const second = open(folder.path);
    expect(second.intake.lastLogged(TASK, 'web')).toBe(4);
    expect(second.intake.lastLogged(TASK, 'side')).toBe(7);
    expect(second.intake.lastLogged(TASK, 'other')).toBeUndefined();
    expect(second.store.events(SCOPE, { group: GROUP, limit: 9 })).toHaveLength(5);
    second.close();
  });

  test('of a group that is gone go nowhere, and do not bring it back', () => {
    using folder = temporaryFolder();
    const logs = open(folder.path);
    logs.intake.logged(line(1));
    expect(logs.store.groups(SCOPE)).toEqual([]);
    logs.close();
  });

  test('damaged logs are put aside; the runtime starts', () => {
    using folder = temporaryFolder();
    writeFileSync(
      join(folder.path, 'logs.db'),
      'this is no database, but long enough to be read as one'.repeat(50),
    );
    const reports: string[] = [];
    const logs = open(folder.path, reports);
    expect(logs.store.createGroup(SCOPE, GROUP)).toBe(true);
    expect(reports).toEqual([expect.stringContaining('are damaged')]);
    expect(readdirSync(folder.path)).toContain(`logs.db.damaged-${NOW}`);
    logs.close();
  });
});
