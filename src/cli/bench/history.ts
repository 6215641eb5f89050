import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit } from '../../control-plane/control-plane.ts';
import { Journal } from '../../control-plane/journal/journal.ts';
import { ClusterHistory } from '../../server/workbook/history/history.ts';
import { pictureOf } from '../../server/workbook/picture.ts';
import { type Bench, interleave, row } from './measurement.ts';
import { ReplacingWorld } from './steps.ts';

const ROUNDS = 40;
const TASKS = 500;
const RECORDS = 20_000;
const ACCOUNT = '000000000000';
const PORT = 4566;

/** What it takes to look at any moment of the past. */
export const history: Bench = {
  name: 'history',
  summary: `a picture of the past with ${TASKS} tasks and ${RECORDS.toLocaleString('en')} records`,
  async measure(progress) {
    progress(`writing ${RECORDS} records`);
    const folder = await mkdtemp(join(tmpdir(), 'workbook-bench-'));
    const journal = new Journal(folder);
    const { from, to } = write(journal);
    const { state } = journal.replay(() => {});
    const past = new ClusterHistory(
      {
        history: (sequence) => journal.history(sequence ?? 1),
        recentHistory: (commits) => journal.recent(commits),
        now: () => to,
      },
      PORT,
    );
    try {
      const first = await timeOf(() => past.overview(ACCOUNT, null));
      progress(`the first look reads the journal in ${Math.round(first)} ms`);
      // Here and there over all of the past, the same at each run.
      let at = 0;
      const rounds = await interleave(
        ROUNDS,
        () => {
          at = (at + 0.618) % 1;
          const moment = Math.round(from + at * (to - from));
          return timeOf(async () => JSON.stringify(await past.picture(ACCOUNT, String(moment))));
        },
        () => timeOf(() => JSON.stringify(pictureOf(state, ACCOUNT, to, PORT))),
      );
      return {
        name: this.name,
        title: 'The time line',
        how: `A journal of ${RECORDS.toLocaleString('en')} records in which ${TASKS} tasks are stopped and replaced again and again. ${ROUNDS} moments all over it are asked for, each picture made and written as JSON, in turn with a live picture of as many tasks. The first look at the past, which reads the journal, is not counted; it took ${Math.round(first)} ms. Time is CPU time of this process.`,
        rows: [
          row({ label: 'a moment of the past', unit: 'ms', against: 'a live picture' }, rounds, {
            text: '< 100 ms',
            met: (ours) => ours < 100,
          }),
        ],
      };
    } finally {
      past.close();
      journal.close();
      await rm(folder, { recursive: true });
    }
  },
};

/** Fills the journal; the answer is its first and last moment. */
function write(journal: Journal): { from: number; to: number } {
  const commits: Commit[] = [];
  let written = 0;
  const world = new ReplacingWorld(TASKS, (records, time) => {
    commits.push({ sequence: commits.length + 1, time, records });
    written += records.length;
  });
  while (written < RECORDS) world.microsecondsAStep(10);
  journal.append(commits);
  return { from: commits[0]?.time ?? 0, to: commits.at(-1)?.time ?? 0 };
}

/** CPU time of this process, in milliseconds. */
async function timeOf(work: () => unknown): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
