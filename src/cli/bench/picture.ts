import { get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { ClusterPicture } from '../../server/api.ts';
import { browserPath } from '../find-browser.ts';
import { throwIfInterrupted } from './interruption.ts';
import { ask } from './load.ts';
import { type Bench, type Row, row } from './measurement.ts';
import { awsRequest, serviceInput, taskDefinition } from './requests.ts';
import { startRuntimeProcess } from './servers.ts';

const TASKS = 500;
const CHANGES = 20;
/** Milliseconds between two changes, so that none waits for the one before. */
const PAUSE = 400;
/** Seconds for which frames are counted. */
const WATCHED = 10;
const PATIENCE = 30_000;
const AIM = { milliseconds: 200, frames: 60 };

/** The live picture of a cluster with many tasks, in a real browser. */
export const picture: Bench = {
  name: 'picture',
  summary: `the live picture of ${TASKS} tasks in a browser: from a change to it, frames a second`,
  async measure(progress) {
    const description = {
      name: this.name,
      title: `The live picture of ${TASKS} tasks`,
      how: `The built runtime on the simulated engine with a service of ${TASKS} tasks, its start page open in Chromium without a window at 1280 × 800. ${CHANGES} times UpdateService with another desired count: from its answer until the page shows that count, seen by a MutationObserver and the frame after it; in turn with a bare reader of the stream of events who waits for the same. Then a rolling deployment of all tasks: frames of requestAnimationFrame in each of its first ${WATCHED} s, against an empty page in the same browser before it.`,
    };
    const executablePath = browserPath();
    if (executablePath === undefined) {
      const skipped = 'there is no Chromium here; npm run setup installs one, or says how to.';
      return { ...description, rows: [], skipped };
    }
    const { chromium } = await import('@playwright/test');
    await using runtime = await startRuntimeProcess('simulated');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      return { ...description, rows: await measureIn(browser, runtime.port, progress) };
    } finally {
      await browser.close();
    }
  },
};

const measureIn = async (
  browser: Browser,
  port: number,
  progress: (line: string) => void,
): Promise<Row[]> => {
  const call = (operation: string, input: object) =>
    ask(port, awsRequest(port, operation, JSON.stringify(input)));
  const update = async (change: object): Promise<number> => {
    await call('UpdateService', { cluster: 'bench', service: 'cats', ...change });
    return Date.now();
  };

  progress('an empty page, which nothing slows down');
  const still = await framesIn(await browser.newPage());
  progress(`starting ${TASKS} tasks`);
  await call('CreateCluster', { clusterName: 'bench' });
  await call('RegisterTaskDefinition', taskDefinition);
  await call('CreateService', serviceInput('cats', TASKS));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://localhost:${port}/`);
  await drawn(page, `${TASKS} running, ${TASKS} desired`);

  const rounds = { ours: [] as number[], baseline: [] as number[] };
  for (let change = 1; change <= CHANGES; change += 1) {
    throwIfInterrupted();
    progress(`change ${change} of ${CHANGES}`);
    for (const [seen, wait] of [
      [rounds.ours, (count: number) => drawn(page, `${count} desired`)],
      [rounds.baseline, (count: number) => streamed(port, count)],
    ] as const) {
      const count = TASKS + change * 2 + (seen === rounds.ours ? 0 : 1);
      const waiting = wait(count);
      const answered = await update({ desiredCount: count });
      seen.push(Math.max(0, (await waiting) - answered));
      await setTimeout(PAUSE);
    }
  }

  progress('a rolling deployment of all tasks');
  await call('RegisterTaskDefinition', taskDefinition);
  await update({ taskDefinition: 'bench' });
  const frames = await framesIn(page);
  const quick = {
    text: `< ${AIM.milliseconds} ms`,
    met: (ours: number) => ours < AIM.milliseconds,
  };
  const slowest = { ours: [Math.max(...rounds.ours)], baseline: [Math.max(...rounds.baseline)] };
  const against = 'a bare reader of the stream';
  return [
    row({ label: 'from a change to the picture', unit: 'ms', against }, rounds, quick),
    row({ label: `the slowest of ${CHANGES}`, unit: 'ms', against }, slowest, quick),
    row(
      { label: 'frames while all are replaced', unit: 'a second', against: 'an empty page' },
      { ours: frames.perSecond, baseline: still.perSecond },
      { text: `${AIM.frames}`, met: (ours) => Math.round(ours) >= AIM.frames },
    ),
    row(
      { label: 'the longest of these frames', unit: 'ms', against: 'an empty page' },
      { ours: [frames.longest], baseline: [still.longest] },
    ),
  ];
};

/** When the page showed that text, by the clock of this machine. */
const drawn = (page: Page, text: string): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve, reject) => {
    const look = () => {
      if (!document.body.textContent.includes(${JSON.stringify(text)})) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(Date.now()));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
    setTimeout(() => reject(new Error('The page does not show ${text}.')), ${PATIENCE});
  })`);

/** When a reader of the stream of events had that desired count. */
const streamed = (port: number, count: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/_workbook/cluster' }, async (answer) => {
      let rest = '';
      for await (const chunk of answer.setEncoding('utf8')) {
        const events = `${rest}${chunk}`.split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events.filter((one) => one.startsWith('data: '))) {
          const { clusters }: ClusterPicture = JSON.parse(event.slice('data: '.length));
          if (clusters[0]?.services[0]?.desiredCount !== count) continue;
          resolve(Date.now());
          return void request.destroy();
        }
      }
    });
    request.on('error', reject);
  });

/** Frames in each second of the time that is watched, and the longest of them in milliseconds. */
const framesIn = (page: Page): Promise<{ perSecond: number[]; longest: number }> =>
  page.evaluate<{ perSecond: number[]; longest: number }>(`new Promise((resolve) => {
    const perSecond = new Array(${WATCHED}).fill(0);
    const began = performance.now();
    let longest = 0;
    let last = began;
    const frame = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      const second = Math.floor((now - began) / 1000);
      if (second >= ${WATCHED}) return resolve({ perSecond, longest });
      perSecond[second] += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
