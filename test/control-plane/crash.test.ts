import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { openControlPlane } from '../../src/control-plane/open.ts';
import { bundle } from './child.ts';
import { FolderEngine } from './folder-engine.ts';
import { temporaryFolder } from './harness.ts';
import { Session } from './session.ts';

let program = '';
beforeAll(async () => {
  program = await bundle(join(import.meta.dirname, 'crash-child.ts'));
});

/** What a killed runtime had confirmed, over all its lives. */
interface Confirmed {
  /** ARN by the `startedBy` of its command. */
  readonly ran: Map<string, string>;
  readonly stopped: Set<string>;
  /** Counts that the service may be at: the last that was confirmed, or asked for after it. */
  desired: number[];
}

/** Runs a runtime until it crashes at that moment (or is killed after so long). */
async function crash(
  folder: string,
  moment: string,
  alive: number,
  tag: string,
  confirmed: Confirmed,
): Promise<void> {
  const args = [program, join(folder, 'data'), join(folder, 'engine'), moment, `${alive}`, tag];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    // "Killed at any moment": counted from when it is open, since before that nothing happens.
    if (output === '' && moment === 'none')
      void setTimeout(alive).then(() => child.kill('SIGKILL'));
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
  expect(signal, `It should have been killed, not ended by itself: ${errors}`).toBe('SIGKILL');
  for (const line of output.trim().split('\n').filter(Boolean)) take(JSON.parse(line), confirmed);
}

function take([word, first, second]: [string, string & number, string], confirmed: Confirmed) {
  if (word === 'ran') confirmed.ran.set(first, second);
  if (word === 'stopped') confirmed.stopped.add(first);
  if (word === 'scaling') confirmed.desired.push(first);
  if (word === 'scaled') confirmed.desired = [first];
}

/** Opens the folder as the next start does, and checks that nothing is lost, doubled or orphaned. */
async function nothingIsLost(folder: string, confirmed: Confirmed): Promise<void> {
  const reports: string[] = [];
  const engine = new FolderEngine(join(folder, 'engine'));
  const plane = await openControlPlane({
    dataDir: join(folder, 'data'),
    engine,
    timeScale: 1_000,
    report: (line) => reports.push(line),
  });
  try {
    const session = new Session(plane);
    const { tasks, services } = plane.state;
    const unsettled = () =>
      [...tasks.values()].filter(({ lastStatus, desiredStatus }) => lastStatus !== desiredStatus);
    const [service] = services.values();
    const ofService = () => session.running().filter(({ serviceArn }) => serviceArn !== undefined);
    const settled = () =>
      unsettled().length === 0 && ofService().length === (service?.desiredCount ?? 0);
    for (const end = Date.now() + 10_000; !settled(); await setTimeout(5)) {
      if (Date.now() > end) {
        throw new Error(
          `Not settled after 10 s: ${JSON.stringify({ unsettled: unsettled(), service })}`,
        );
      }
    }
    // Nothing lost: what was confirmed is there, and as it was asked for.
    for (const arn of confirmed.ran.values()) expect(session.task(arn)).toBeDefined();
    for (const arn of confirmed.stopped) expect(session.task(arn).lastStatus).toBe('STOPPED');
    if (confirmed.desired.length > 0) expect(confirmed.desired).toContain(service?.desiredCount);
    confirmed.desired = service === undefined ? [] : [service.desiredCount];
    // A stand-alone task that nobody stopped still runs: a crash of the runtime stops no container.
    for (const arn of confirmed.ran.values()) {
      if (confirmed.stopped.has(arn)) continue;
      const task = session.task(arn);
      const ok = task.lastStatus === 'RUNNING' || task.stoppedReason === 'enough';
      expect(ok, JSON.stringify(task)).toBe(true);
    }
    // Nothing doubled: a task a command, a start a container.
    const startedBy = [...tasks.values()]
      .filter((t) => t.serviceArn === undefined)
      .map((t) => t.startedBy);
    expect(new Set(startedBy).size).toBe(startedBy.length);
    const starts = engine.starts();
    expect(new Set(starts).size).toBe(starts.length);
    // Nothing orphaned: what the engine has is what runs, container for container.
    const present = (await engine.list()).map(({ taskArn }) => taskArn);
    expect(present.toSorted()).toEqual(
      session
        .running()
        .map(({ taskArn }) => taskArn)
        .toSorted(),
    );
    expect(reports).toEqual([]);
  } finally {
    await plane.close({ keep: true });
  }
}

const MOMENTS = ['stepped', 'committed', 'performed', 'answered', 'engine-before', 'engine-after'];

describe('kill -9, and start again: no task is lost, doubled or orphaned', () => {
  test.each([
    [
      'between any two steps on the way',
      MOMENTS.flatMap((m) => [0, 3, 17].map((n) => [m, n] as const)),
    ],
    ['at random moments', [1, 3, 7, 20, 60, 150].map((ms) => ['none', ms] as const)],
  ])('%s', { timeout: 60_000 }, async (_what, crashes) => {
    using folder = temporaryFolder();
    const confirmed: Confirmed = { ran: new Map(), stopped: new Set(), desired: [] };
    for (const [moment, alive] of crashes) {
      const tag = `${moment}-${alive}`;
      await crash(folder.path, moment, alive, tag, confirmed);
      await nothingIsLost(folder.path, confirmed).catch((cause) => {
        throw new Error(`After a crash at ${moment}, passed ${alive} times`, { cause });
      });
    }
    expect(confirmed.ran.size).toBeGreaterThan(5);
  });
});
