import { readFile } from 'node:fs/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { readEvidence, writeEvidence } from '../../evidence/evidence.ts';
import { recordTarget } from '../../evidence/record.ts';
import { replayTarget } from '../../evidence/replay.ts';
import { explainError } from '../../explain-error.ts';
import { type GradeOptions, grade } from '../../grade.ts';
import { loadChecks } from '../../load-checks.ts';
import { openTarget } from '../../open-target.ts';
import type { Answer, Delivery, Job, LiveSource, Order, WorkerStart } from './job.ts';

/** A thread of its own for students' checks: what goes wrong in here ends with it. */
const start = (port: MessagePort, { lab, checks, beats }: WorkerStart): void => {
  setInterval(() => Atomics.add(beats, 0, 1), 200);
  const loaded = loadChecks(lab, checks);
  port.on('message', async ({ number, job }: Order) => {
    const work = { lab, checks: await loaded };
    // From now on it is a check that stops the counter.
    Atomics.add(beats, 0, 1);
    const delivery: Delivery = { number, answer: await answer(job, work) };
    port.postMessage(delivery);
  });
};

type Work = Pick<GradeOptions, 'lab' | 'checks'>;

const answer = async ({ source, ...options }: Job, work: Work): Promise<Answer> => {
  try {
    return source.kind === 'evidence'
      ? await fromEvidence(source.file, { ...work, ...options })
      : await live(source, { ...work, ...options });
  } catch (error) {
    const endpoint = source.kind === 'live' ? source.target.endpoint : undefined;
    return { problem: explainError(error, endpoint) };
  }
};

type Options = Omit<GradeOptions, 'target'>;

const live = async ({ target, account }: LiveSource, options: Options): Promise<Answer> => {
  const opened = await openTarget(target);
  try {
    if (account !== undefined && account !== opened.account) {
      return {
        problem: `The roster has the account ${account}, but its role or profile leads to ${opened.account}. Correct one of them, and grade again.`,
      };
    }
    const recorded = recordTarget(opened);
    const report = await grade({ ...options, target: recorded.target });
    return { report, evidence: writeEvidence(await recorded.evidence()) };
  } finally {
    opened.close();
  }
};

const fromEvidence = async (file: string, options: Options): Promise<Answer> => {
  const target = replayTarget(readEvidence(await readFile(file, 'utf8')));
  try {
    return { report: await grade({ ...options, target }) };
  } finally {
    target.close();
  }
};

if (parentPort !== null) start(parentPort, workerData);
