import { drawCat } from '../../../labs/images/cats/cat.mjs';
import type { TaskPicture } from '../../../src/server/api.ts';
import { TOKEN } from '../fake-runtime.ts';
import { HOSTILE, MEGABYTE } from '../hostile.ts';
import { picture, report, service, task } from '../pictures.ts';
import { expect, LAB, labWithToken, test } from './workbook.ts';

const hostile = HOSTILE.map(({ text }) => text).join(' · ');
const shown = HOSTILE.map(({ text, shown = text }) => shown).join(' · ');

test('each task is a cat in its box, the one of its container', async ({ page, runtime }) => {
  runtime.show(
    picture(
      [
        task(1, { service: 'cats', url: 'http://localhost:1/' }),
        task(2, { service: 'cats', revision: 2, healthStatus: 'UNHEALTHY' }),
        task(3),
      ],
      [service()],
    ),
  );
  await page.goto(`${runtime.url}/${LAB}`);
  const inService = page.getByRole('list', { name: 'Tasks of service cats in allthecats' });
  await expect(inService.getByRole('listitem')).toHaveCount(2);
  const alone = page.getByRole('list', { name: 'Tasks on their own in allthecats' });
  await expect(alone.getByRole('listitem')).toHaveCount(1);
  const first = inService.getByRole('listitem').first();
  await expect(first).toContainText('RUNNING HEALTHY');
  await expect(first).toContainText('revision 1, 1 min');
  await expect(first).toContainText('us-east-1a');
  await expect(first.getByRole('link')).toHaveAttribute('href', 'http://localhost:1/');
  await expect(inService.getByRole('listitem').nth(1)).toContainText('UNHEALTHY');
  const drawn = drawCat('ccccccccccc1', { cushion: false, size: 200 });
  await expect(first.locator('img')).toHaveAttribute(
    'src',
    `data:image/svg+xml,${encodeURIComponent(drawn)}`,
  );
  const loaded = await first.locator('img').evaluate((image) => {
    return image instanceof HTMLImageElement && image.naturalWidth > 0;
  });
  expect(loaded, 'the cat is drawn').toBe(true);
  await expect(page.getByText('2 running, 2 desired')).toBeVisible();
  await expect(page.getByText('has reached a steady state.')).toBeVisible();
});

test('the picture moves as the cluster moves, and says so', async ({ page, runtime }) => {
  runtime.show(picture([task(1)]));
  await page.goto(`${runtime.url}/${LAB}`);
  await expect(page.locator('.task')).toHaveCount(1);
  const stays = await page.locator('.task').elementHandle();
  runtime.show(picture([task(1), task(2, { lastStatus: 'PENDING', containers: [] })]));
  await expect(page.locator('.task')).toHaveCount(2);
  await expect(page.locator('[data-announce]')).toHaveText(
    'Cluster allthecats: 1 of 2 stand-alone tasks running.',
  );
  runtime.show(picture([task(1)]));
  await expect(page.locator('.task')).toHaveCount(1);
  expect(
    await stays?.evaluate((element) => element.isConnected),
    'the box that stays is the same',
  ).toBe(true);
  runtime.show({ now: 0, faults: [], loadBalancers: [], clusters: [] });
  await expect(page.getByText('No cluster yet.')).toBeVisible();
});

test('the focus stays with a task while others come and go', async ({ page, runtime }) => {
  const url = 'http://localhost:1/';
  runtime.show(picture([task(1), task(2, { url })]));
  await page.goto(`${runtime.url}/${LAB}`);
  const link = page.locator('.task').getByRole('link');
  await link.focus();
  runtime.show(picture([task(2, { url }), task(3)]));
  await expect(page.getByText('task 00000003')).toBeVisible();
  await expect(page.getByText('task 00000001')).toHaveCount(0);
  await expect(link).toBeFocused();
});

test('nothing moves for those who asked for less motion', async ({ page, runtime }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  runtime.show(picture([task(1)]));
  await page.goto(`${runtime.url}/${LAB}`);
  await expect(page.locator('.task')).toHaveCount(1);
  runtime.show(picture([task(2, { lastStatus: 'PENDING' })]));
  await expect(page.locator('[data-mood=arriving]')).toHaveCount(1);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('what the runtime says is text, whatever it says', async ({ page, runtime }) => {
  const evil: TaskPicture = task(1, {
    id: hostile,
    family: hostile,
    service: hostile,
    lastStatus: hostile,
    healthStatus: hostile,
    availabilityZone: hostile,
    stoppedReason: hostile + MEGABYTE,
    url: 'javascript:globalThis.harmed = true',
    containers: [
      {
        name: hostile,
        runtimeId: hostile,
        lastStatus: hostile,
        healthStatus: hostile,
        reason: hostile,
      },
    ],
  });
  const events = [{ at: 1_800_000_000_000, message: hostile }];
  runtime.show(picture([evil], [service({ name: hostile, events })], hostile));
  runtime.status = { ...runtime.status, engineDescription: hostile, version: hostile };
  runtime.steps.set('cluster', [
    { type: 'output', text: `${hostile}\n` },
    { type: 'exit', code: 0 },
  ]);
  const grades = report();
  runtime.grade({
    ...grades,
    results: [
      {
        id: 'task',
        title: hostile,
        points: 1,
        status: 'fail',
        expected: hostile,
        observed: hostile,
        hint: hostile,
        symptom: 'differs',
        earned: 0,
      },
      { id: hostile, title: hostile, points: 1, status: 'error', message: hostile },
    ],
  });
  await page.goto(labWithToken(runtime));
  await expect(page.locator('.task')).toContainText(shown);
  await expect(page.locator('.events')).toContainText(shown);
  await expect(page.locator('#check-task')).toContainText(shown);
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.locator('[data-step=cluster] [data-step-output]')).toContainText(shown);
  await expect(page.locator('a[href^="javascript:"]')).toHaveCount(0);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await page.goto(`${runtime.url}/`);
  await expect(page.locator('[data-runtime-card]')).toContainText(shown);
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
});

test('a check turns green, with what was observed, and is announced', async ({ page, runtime }) => {
  runtime.grade(report());
  await page.goto(`${runtime.url}/${LAB}`);
  const check = page.locator('#check-task');
  await expect(check).toHaveAttribute('data-status', 'fail');
  await expect(check).toContainText('Expecteda task with lastStatus RUNNING');
  await expect(check).toContainText('Observedno task at all');
  await expect(check).toContainText('HintRun one with aws ecs run-task.');
  await expect(page.getByText('1 of 2 checks, 10 of 30 points')).toBeVisible();
  const fact = performance.now();
  runtime.grade(report(true));
  await expect(check).toHaveAttribute('data-status', 'pass');
  expect(performance.now() - fact, 'milliseconds from the fact to green').toBeLessThan(2_000);
  await expect(page.getByText('2 of 2 checks, 30 of 30 points')).toBeVisible();
  await expect(page.locator('[data-announce]')).toHaveText(
    'Check passed: A task of containerofcats is running.',
  );
});

test('a check that waits, or that we could not carry out, says so', async ({ page, runtime }) => {
  const [first] = report().results;
  if (first === undefined) throw new Error('expected a result');
  const { id, title, points } = first;
  runtime.grade({
    ...report(),
    results: [
      { id, title, points, status: 'error', message: 'connection refused' },
      { id: 'task', title: 'A task', points: 20, status: 'blocked', blockedBy: id },
    ],
  });
  await page.goto(`${runtime.url}/${LAB}`);
  await expect(page.locator('#check-cluster')).toContainText('our fault, and it costs you nothing');
  await expect(page.locator('#check-cluster')).toContainText('connection refused');
  await expect(page.locator('#check-task')).toContainText(`Waits for “${title}”`);
});

test('steps stream their output and say how they ended', async ({ page, runtime }) => {
  runtime.steps.set('build', [{ type: 'passedOver', reason: 'no Docker engine answers' }]);
  runtime.steps.set('cluster', [
    { type: 'output', text: '\u001b[32mgreen\u001b[0m 10%\r' },
    { type: 'output', text: '\u001b[32mgreen\u001b[0m 100%\n' },
    { type: 'exit', code: 3 },
  ]);
  await page.goto(labWithToken(runtime));
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.locator('[data-step=cluster]')).toContainText('Ended with exit status 3');
  await expect(page.locator('[data-step=cluster] [data-step-output]')).toHaveText('green 100%');
  await page.locator('[data-step=build] [data-run]').click();
  await expect(page.locator('[data-step=build]')).toContainText(
    'Passed over: no Docker engine answers',
  );
});

test('the token leaves the address and stays with the browser', async ({ page, runtime }) => {
  await page.goto(`${runtime.url}/#token=${TOKEN}`);
  await expect(page).toHaveURL(`${runtime.url}/`);
  await expect(page.getByLabel('Token, or the whole address')).toHaveCount(0);
  await page.goto(`${runtime.url}/${LAB}`);
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
});

test('a wrong token is asked for again', async ({ page, runtime }) => {
  await page.goto(`${runtime.url}/${LAB}#token=an-old-token`);
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.getByText('The runtime does not take the token')).toBeVisible();
  await page.getByLabel('Token, or the whole address').fill(TOKEN);
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
});

test('the page says that the runtime is away and goes on by itself', async ({ page, runtime }) => {
  runtime.show(picture([task(1)]));
  runtime.grade(report());
  await page.goto(labWithToken(runtime));
  await expect(page.locator('.task')).toHaveCount(1);
  await runtime.stop();
  await expect(page.locator('[data-runtime-text]')).toHaveText(
    'The runtime is away; the page goes on when it is back',
  );
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.locator('[data-step=cluster]')).toContainText('The runtime does not answer.');
  runtime.show(picture([task(1), task(2)]));
  runtime.grade(report(true));
  await runtime.start();
  await expect(page.locator('.task')).toHaveCount(2);
  await expect(page.locator('#check-task')).toHaveAttribute('data-status', 'pass');
});

test('a step runs although its first request gets lost', async ({ page, runtime }) => {
  await page.goto(labWithToken(runtime));
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  await page.route('**/run', (route) => route.abort('failed'), { times: 1 });
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
  expect(runtime.calls).toEqual(['POST labs/container-of-cats/steps/cluster/run']);
});

test('a request that gets lost does not make the runtime look away', async ({ page, runtime }) => {
  await page.goto(labWithToken(runtime));
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  await page.evaluate(() => {
    const line = document.querySelector('[data-runtime-line]');
    if (line === null) return;
    new MutationObserver(() => line.setAttribute('data-flickered', '')).observe(line, {
      attributeFilter: ['data-state'],
    });
  });
  const lost = page.waitForEvent('requestfailed');
  await page.route('**/status', (route) => route.abort('failed'), { times: 1 });
  const answered = page.waitForResponse('**/status');
  await lost;
  await answered;
  await expect(page.locator('[data-runtime-line]')).not.toHaveAttribute('data-flickered');
});

test('an engine that went away is said to be away', async ({ page, runtime }) => {
  runtime.status = {
    ...runtime.status,
    engine: 'docker',
    available: false,
    unavailableReason: 'Docker does not answer at /var/run/docker.sock.',
  };
  await page.goto(`${runtime.url}/`);
  await expect(page.locator('[data-runtime-text]')).toHaveText(
    'Waiting for docker: Docker does not answer at /var/run/docker.sock.',
  );
});

test('answers go to the runtime, also those given before it was there', async ({
  page,
  runtime,
}) => {
  // Before any script of the page: a page that is open already would write its own over this.
  await page.addInitScript(() =>
    localStorage.setItem(
      'ecs-workbook/progress/container-of-cats',
      JSON.stringify({ steps: {}, quiz: { 'comes-back': 1 } }),
    ),
  );
  await page.goto(`${runtime.url}/${LAB}`);
  await expect.poll(() => runtime.progress.quiz).toEqual({ 'comes-back': 1 });
});

test('what was done in a terminal shows on the page', async ({ page, runtime }) => {
  runtime.progress = {
    lab: 'container-of-cats',
    steps: { cluster: { status: 'done' } },
    quiz: { 'comes-back': 1 },
    report: report(),
  };
  await page.goto(`${runtime.url}/${LAB}`);
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
  await expect(page.getByText('Right. Nobody asked for it to be kept.')).toBeVisible();
  await page.goto(`${runtime.url}/`);
  await expect(page.locator('[data-entry]')).toContainText('1 of 2 checks, 10 of 30 points');
});

test('starting over asks twice and forgets the lab', async ({ page, runtime }) => {
  await page.goto(labWithToken(runtime));
  await page.getByLabel('Nothing does').check();
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.getByText('Each check').click();
  await page.getByRole('button', { name: 'Start the lab over' }).click();
  await page.getByRole('button', { name: 'Press again' }).click();
  await expect(page.getByRole('button', { name: 'Started over' })).toBeVisible();
  await expect(page.getByLabel('Nothing does')).not.toBeChecked();
  expect(runtime.calls).toContain('POST labs/container-of-cats/reset');
});

test('a hidden page holds no connection', async ({ page, runtime }) => {
  runtime.show(picture([task(1)]));
  await page.goto(`${runtime.url}/${LAB}`);
  await expect(page.locator('.task')).toHaveCount(1);
  await expect.poll(() => runtime.openStreams()).toBe(2);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => runtime.openStreams()).toBe(0);
});
