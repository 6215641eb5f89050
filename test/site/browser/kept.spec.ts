import { HOSTILE, HOSTILE_OUTPUT, MEGABYTE } from '../hostile.ts';
import { expect, LAB, labWithToken, test } from './workbook.ts';

const PROGRESS = 'ecs-workbook/progress/container-of-cats';

test('what a step printed stays under it, and can be forgotten', async ({ page, runtime }) => {
  runtime.steps.set('cluster', [
    { type: 'output', text: 'no such\u001b[0m cluster\n' },
    { type: 'exit', code: 254 },
  ]);
  await page.goto(labWithToken(runtime));
  const step = page.locator('[data-step=cluster]');
  await step.locator('[data-run]').click();
  await expect(step).toContainText('Ended with exit status 254');
  await page.reload();
  await expect(step.locator('[data-step-output]')).toHaveText('no such cluster');
  await expect(step).toContainText(/Ended with exit status 254\s*at \d\d:\d\d/);

  // Another data folder: what the browser has stays, and the page says whose it is.
  runtime.progress = { lab: 'container-of-cats', steps: {}, quiz: {} };
  runtime.outputs = {};
  await page.reload();
  await expect(step).toContainText('the runtime that answers now does not know of it');
  await expect(step.locator('[data-step-output]')).toHaveText('no such cluster');

  await step.getByRole('button', { name: 'Forget how it went' }).click();
  await expect(step.locator('[data-run]')).toBeFocused();
  await expect(step).toContainText('What it made stays');
  await expect(step.getByRole('group', { name: 'Commands that undo it' })).toHaveText(
    'aws ecs delete-cluster --cluster allthecats',
  );
  await expect(step.locator('[data-step-output]')).toBeHidden();
  expect(runtime.calls).toContain('POST labs/container-of-cats/steps/cluster/reset');
  await page.reload();
  await expect(step).toHaveAttribute('data-status', 'todo');
});

test('a step that still runs is taken up again', async ({ page, runtime }) => {
  const running = { step: 'cluster', startedAt: Date.now() };
  runtime.progress = { lab: 'container-of-cats', steps: {}, quiz: {}, running };
  runtime.steps.set('cluster', [
    { type: 'output', text: 'so far' },
    { type: 'exit', code: 0 },
  ]);
  await page.goto(`${runtime.url}/${LAB}`);
  const step = page.locator('[data-step=cluster]');
  await expect(step.locator('[data-step-state]')).toHaveText('Done');
  await expect(step.locator('[data-step-output]')).toHaveText('so far');
});

test('hostile output is text, bounded, and leaves the page as wide as it was', async ({
  page,
  runtime,
}) => {
  await page.setViewportSize({ width: 360, height: 700 });
  const lines = [...HOSTILE, ...HOSTILE_OUTPUT];
  runtime.steps.set('cluster', [
    ...lines.map(({ text }) => ({ type: 'output', text: `${text}\n` }) as const),
    { type: 'output', text: MEGABYTE },
    { type: 'output', text: '\nthe end' },
    { type: 'exit', code: 0 },
  ]);
  await page.goto(labWithToken(runtime));
  await page.locator('[data-step=cluster] [data-run]').click();
  const output = page.locator('[data-step=cluster] [data-step-output]');
  await expect(output).toContainText('the end');
  const text = (await output.textContent()) ?? '';
  for (const { text: raw, shown = raw } of lines) expect(text).toContain(shown.trimEnd());
  expect(text).toContain('characters of the output are left out here');
  expect(text.length).toBeLessThan(40_000);
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
});

test('damaged notes of the browser are kept aside and explained; the rest is there', async ({
  page,
  runtime,
}) => {
  const damaged = JSON.stringify({
    steps: { cluster: { status: 'done' }, build: 7, gone: { status: 'done' } },
    quiz: { 'comes-back': 9 },
    medals: ['of a newer version'],
  });
  await page.addInitScript(
    ([key, text]) => {
      if (localStorage.getItem(`${key}/set`) === null) localStorage.setItem(key, text);
      localStorage.setItem(`${key}/set`, 'once');
    },
    [PROGRESS, damaged] as const,
  );
  await page.goto(`${runtime.url}/${LAB}`);
  const notice = page.getByRole('complementary', { name: 'Notices' });
  await expect(notice).toContainText('kept aside');
  await expect(page.locator('[data-step=cluster]')).toHaveAttribute('data-status', 'done');
  await expect(page.getByText('1 of 3 steps run')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Answer' })).toBeDisabled();
  const kept = await page.evaluate(() => ({ ...localStorage }));
  const aside = Object.keys(kept).filter((key) => key.startsWith('ecs-workbook/aside/'));
  expect(aside.map((key) => kept[key])).toEqual([damaged]);
  expect(JSON.parse(kept[PROGRESS])).toMatchObject({
    medals: ['of a newer version'],
    steps: { gone: { status: 'done' } },
  });
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.locator('[data-step=cluster]')).toHaveAttribute('data-status', 'done');
  await expect(notice).toHaveCount(0);
});
