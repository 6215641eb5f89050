import { describe, expect, test } from 'vitest';
import type { Commit } from '../../../src/control-plane/control-plane.ts';
import { apply } from '../../../src/core/apply.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { Gap, KEPT, type Kept, Past } from '../../../src/server/workbook/history/past.ts';
import { pictureOf } from '../../../src/server/workbook/picture.ts';
import { playHistory } from '../../simulation/history.ts';
import { Random } from '../../simulation/random.ts';
import { SCOPE } from '../../simulation/simulation.ts';

const { account } = SCOPE;
const PORT = 4566;
/** Looked at when nothing happens too: stopped tasks leave the picture by themselves. */
const LATER = [0, 1, 700, 59_999, 60_000];

interface Lived {
  readonly commits: readonly Commit[];
  /** What was seen live, as it was sent. */
  readonly pictures: readonly { readonly at: number; readonly json: string }[];
}

const lives = new Map<number, Promise<Lived>>();

/** A random history of commands and faults, crashes and restarts among them. */
const live = (seed: number): Promise<Lived> => {
  const lived = lives.get(seed) ?? play(seed);
  lives.set(seed, lived);
  return lived;
};

const play = async (seed: number): Promise<Lived> => {
  const commits: Commit[] = [];
  let latest: { at: number; json: string }[] = [];
  const pictures: typeof latest = [];
  await playHistory(seed, {
    actions: 40,
    committed: (turn, state, time) => {
      // A journal holds JSON, and nothing of it is shared with the state that goes on.
      for (const records of turn)
        commits.push({ sequence: commits.length + 1, time, records: structuredClone(records) });
      pictures.push(...latest.filter(({ at }) => at < time));
      latest = LATER.map((later) => ({
        at: time + later,
        json: JSON.stringify(pictureOf(state, account, time + later, PORT)),
      }));
    },
  });
  pictures.push(...latest);
  return { commits, pictures };
};

/** The journal with the commits up to `base` replaced by one that makes the state as it was then. */
const shortened = (commits: readonly Commit[], base: number): Commit[] => {
  const state = emptyState();
  for (const { records } of commits.slice(0, base))
    for (const record of structuredClone(records)) apply(state, record);
  const time = commits[base - 1]?.time ?? 0;
  return [{ sequence: base, time, records: [...snapshot(state)] }, ...commits.slice(base)];
};

const journalOf = (commits: readonly Commit[]) => {
  const [first] = commits;
  return {
    recentHistory: () => commits,
    history: (from = 1) =>
      first === undefined || from <= first.sequence
        ? commits
        : commits.slice(from - first.sequence),
  };
};

const read = async (commits: readonly Commit[], kept: Partial<Kept> = {}) => {
  const past = new Past(journalOf(commits), { ...KEPT, age: Number.POSITIVE_INFINITY, ...kept });
  await past.read(commits.at(-1)?.time ?? 0);
  return past;
};

const seen = (past: Past, at: number) =>
  JSON.stringify(pictureOf(past.stateAt(at), account, at, PORT));

/** Without and with load balancers; in every third of these faults are caused too. */
const SEEDS = [1, 2, 3, 302, 304, 307, 310];

describe('the picture of any moment is the one that was live then', () => {
  test.each(SEEDS)('history %i', async (seed) => {
    const { commits, pictures } = await live(seed);
    const random = new Random(seed, 'looks');
    // So few records between two states that are kept, that many of these are used.
    const past = await read(commits, { records: 60 });
    // Back and forth as somebody scrubs, then on and on as it is played.
    const scrubbed = Array.from({ length: 40 }, () => pictures[random.below(pictures.length)]);
    for (const picture of [...scrubbed, ...pictures])
      expect(seen(past, picture?.at ?? 0)).toBe(picture?.json);
    expect(pictures.length).toBeGreaterThan(40);

    // Another runtime, on a journal that was shortened.
    const base = 1 + random.below(commits.length - 1);
    const since = commits[base]?.time ?? 0;
    const rest = await read(shortened(commits, base), { records: 60 });
    for (const { at, json } of pictures.filter((picture) => picture.at >= since))
      expect(seen(rest, at)).toBe(json);
    expect(rest.from).toBe(commits[base - 1]?.time);
  });
});

test('all kinds of moments are told, in sentences without long ids and full stops', async () => {
  const told = await Promise.all(
    SEEDS.map(async (seed) => (await read((await live(seed)).commits)).moments(account)),
  );
  const moments = told.flat();
  expect([...new Set(moments.map(({ kind }) => kind))].sort()).toEqual([
    'cluster',
    'deployment',
    'failure',
    'fault',
    'instance',
    'service',
    'task',
  ]);
  for (const { text } of moments) expect(text).toMatch(/^(?!.*[0-9a-f]{32}).*[^.]$/);
  const verbs = [
    /^Cluster \S+ was created$/,
    /^Service \S+ was created, \d+ desired$/,
    /^Service \S+: \d+ desired becomes \d+$/,
    /^Service \S+: deployment of \S+:\d+ began$/,
    /^Service \S+: deployment of \S+:\d+ completed$/,
    /^Service \S+: deployment of \S+:\d+ failed\. /,
    /^Task [0-9a-f]{8} of \S+ is RUNNING$/,
    /^Task [0-9a-f]{8} is STOPPED\. /,
    /^Fault \S+: /,
    /^Fault \S+ ended$/,
    /^Instance \S+ is running$/,
    /^Instance \S+ registered as a container instance$/,
    /^Instance \S+ lost its agent$/,
    /^Instance \S+ is back$/,
  ];
  const missing = verbs.filter((verb) => !moments.some(({ text }) => verb.test(text)));
  expect(missing).toEqual([]);
});

describe('what is kept of the past', () => {
  test('is bounded in commits, age and moments', async () => {
    const { commits, pictures } = await live(1);
    const last = commits.at(-1)?.time ?? 0;
    const few = await read(commits, { records: 20, commits: 100 });
    const from = few.from ?? 0;
    expect(commits.filter(({ time }) => time >= from).length).toBeLessThan(160);
    for (const { at, json } of pictures.filter((picture) => picture.at >= from))
      expect(seen(few, at)).toBe(json);
    expect(few.moments(account).every(({ at }) => at >= from)).toBe(true);

    const young = await read(commits, { records: 20, age: 60_000 });
    expect(young.from).toBeGreaterThan((commits[0]?.time ?? 0) + 60_000);
    expect(young.from).toBeLessThanOrEqual(last - 60_000);

    const all = (await read(commits)).moments(account);
    const short = (await read(commits, { moments: 10 })).moments(account);
    expect(short).toEqual(all.slice(-10));
    expect(short).toHaveLength(10);
  });

  test('goes on with what is written later, each commit once', async () => {
    const { commits } = await live(2);
    const half = Math.floor(commits.length / 2);
    const growing = commits.slice(0, half);
    const past = new Past(
      { recentHistory: () => growing, history: (from = 1) => growing.slice(from - 1) },
      KEPT,
    );
    await past.read(commits[half - 1]?.time ?? 0);
    growing.push(...commits.slice(half));
    await past.read(commits.at(-1)?.time ?? 0);
    expect(past.moments(account)).toEqual((await read(commits)).moments(account));
  });

  test('is given up where the journal was shortened behind it', async () => {
    const { commits } = await live(3);
    let journal = journalOf(commits);
    const past = new Past(
      { recentHistory: () => journal.recentHistory(), history: (from) => journal.history(from) },
      { ...KEPT, age: Number.POSITIVE_INFINITY },
    );
    await past.read(0);
    journal = journalOf(shortened(commits, commits.length - 5));
    expect(() => past.stateAt(commits[10]?.time ?? 0)).toThrow(Gap);
  });
});
