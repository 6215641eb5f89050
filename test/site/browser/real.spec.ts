import { request as httpRequest } from 'node:http';
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  ListTasksCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import type { Page } from '@playwright/test';
import { drawCat } from '../../../labs/images/cats/cat.mjs';
import { expect, type RealRuntime, test } from './real-runtime.ts';

test.describe.configure({ mode: 'serial' });

/** The task's own answer, asked for as a browser would: by its name, at this machine. */
const ask = (url: string, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { host, port } = new URL(url);
    const request = httpRequest({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    request.on('error', reject);
    request.end();
  });

const openLab = async (page: Page, { url, token }: RealRuntime) => {
  await page.goto(`${url}/#token=${token}`);
  await expect(page.getByRole('heading', { name: 'Your runtime' })).toBeVisible();
  await expect(page.locator('[data-runtime-text]')).toHaveText('Runtime is up on plain processes');
  await page.locator('[data-entry=container-of-cats] a').click();
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
};

const CLEANS_UP = ':has(.tag:text("cleans up"))';

/** Steps in the order of the page, clean-up aside; or those of the clean-up. */
const stepsOf = (page: Page, kind = `:not(${CLEANS_UP})`) =>
  page
    .locator(`[data-step]${kind}`)
    .evaluateAll((steps) => steps.map((step) => step.getAttribute('data-step') ?? ''));

/** Presses Run and sees the step to a good end. */
const runStep = async (page: Page, step: string) => {
  const card = page.locator(`[data-step="${step}"]`);
  await card.locator('[data-run]').click();
  await expect(card).toHaveAttribute('data-status', /done|passedOver|failed/, { timeout: 90_000 });
  const output = await card.locator('[data-step-output]').textContent();
  await expect(card, `step ${step} printed:\n${output}`).not.toHaveAttribute(
    'data-status',
    'failed',
  );
};

test('the lab is done from the page: every step runs, cats appear, every check turns green', async ({
  page,
  runtime,
}) => {
  test.setTimeout(300_000);
  await openLab(page, runtime);
  const steps = await stepsOf(page);
  expect(steps.length).toBeGreaterThan(10);
  for (const step of steps) {
    await runStep(page, step);
    if (step === 'wait-running') {
      await expect(page.locator('.task[data-mood=well]')).toHaveCount(1);
    }
  }
  await expect(page.locator('.task[data-mood=well]')).toHaveCount(2);
  const checks = page.locator('[data-check]');
  await expect(page.locator('[data-check][data-status=pass]')).toHaveCount(await checks.count(), {
    timeout: 30_000,
  });
  await page.goto(`${runtime.url}/`);
  await expect(page.locator('[data-entry=container-of-cats]')).toContainText('all checks passed');
});

test("a task's cat is the one that its container's page shows", async ({ page, runtime }) => {
  await openLab(page, runtime);
  const task = page.locator('.task[data-mood=well]').first();
  const url = await task.getByRole('link').getAttribute('href');
  if (url === null) throw new Error('expected the task to have a page');
  const { id }: { id: string } = JSON.parse(await ask(url, '/id'));
  expect(await ask(url, '/')).toContain(drawCat(id));
  const drawn = drawCat(id, { cushion: false, size: 200 });
  await expect(task.locator('img')).toHaveAttribute(
    'src',
    `data:image/svg+xml,${encodeURIComponent(drawn)}`,
  );
});

test('a cat that is taken away makes room for another one', async ({ page, runtime }) => {
  await openLab(page, runtime);
  const { taskArns = [] } = await runtime.ecs.send(
    new ListTasksCommand({ cluster: 'allthecats', serviceName: 'cats' }),
  );
  const [gone = '', stays = ''] = taskArns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  const name = (id: string) => page.locator('.task', { hasText: `task ${id.slice(0, 8)}` });
  await expect(name(gone)).toHaveAttribute('data-mood', 'well');
  const reason = '<img src=x onerror="globalThis.harmed = true">';
  await runtime.ecs.send(new StopTaskCommand({ cluster: 'allthecats', task: gone, reason }));
  await expect(name(gone)).toHaveAttribute('data-mood', /leaving|stopped/);
  await expect(name(gone)).toContainText(reason);
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  await expect(page.locator('.task[data-mood=well]')).toHaveCount(2, { timeout: 60_000 });
  await expect(name(stays)).toHaveAttribute('data-mood', 'well');
  await expect(page.locator('.events').first()).toContainText(/has started 1 tasks?/);
});

test('a check is green within two seconds of the fact', async ({ page, runtime }) => {
  await openLab(page, runtime);
  for (const step of await stepsOf(page, CLEANS_UP)) await runStep(page, step);
  await expect(page.locator('.task[data-mood=well]')).toHaveCount(0);
  const check = page.locator('#check-cluster');
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    await expect(check).toHaveAttribute('data-status', 'fail');
    await runtime.ecs.send(new CreateClusterCommand({ clusterName: 'allthecats' }));
    const fact = performance.now();
    await expect(check).toHaveAttribute('data-status', 'pass');
    times.push(performance.now() - fact);
    await runtime.ecs.send(new DeleteClusterCommand({ cluster: 'allthecats' }));
  }
  console.log(`From the fact to green: ${times.map(Math.round).join(', ')} ms`);
  expect(Math.max(...times)).toBeLessThan(2_000);
});
