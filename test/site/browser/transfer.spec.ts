import { readFile } from 'node:fs/promises';
import { TOKEN } from '../fake-runtime.ts';
import { report } from '../pictures.ts';
import { expect, LAB, labWithToken, test } from './workbook.ts';

test('progress goes to another place in a file, and nothing that is there is lost', async ({
  page,
  runtime,
  browser,
}) => {
  runtime.steps.set('cluster', [
    { type: 'output', text: 'made\n' },
    { type: 'exit', code: 0 },
  ]);
  await page.goto(labWithToken(runtime));
  await page.locator('[data-step=cluster] [data-run]').click();
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
  await page.getByLabel('Nothing does').check();
  await page.getByRole('button', { name: 'Answer' }).click();
  runtime.progress = { ...runtime.progress, report: report() };
  await page.goto(`${runtime.url}/`);
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save to a file' }).click();
  const file = await (await downloading).path();
  await expect(page.getByText('your progress in 1 lab, the runtime’s too')).toBeVisible();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    labs: { 'container-of-cats': { outputs: { cluster: { text: 'made\n' } } } },
  });

  // Another browser, and a data folder that was emptied.
  runtime.progress = { lab: 'container-of-cats', steps: {}, quiz: {} };
  runtime.outputs = {};
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(`${runtime.url}/#token=${TOKEN}`);
  await expect(other.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  const field = other.locator('[data-progress-field]');
  await field.setInputFiles({
    name: 'broken.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":'),
  });
  await expect(other.getByText('nothing here has changed')).toBeVisible();
  await field.setInputFiles(file);
  await expect(other.getByText('container-of-cats: took 1 step and 1 answer.')).toBeVisible();
  expect(runtime.progress).toMatchObject({
    steps: { cluster: { status: 'done' } },
    quiz: { 'comes-back': 1 },
  });
  await field.setInputFiles(file);
  await expect(other.getByText('all of it was here already')).toBeVisible();
  await other.goto(`${runtime.url}/${LAB}`);
  await expect(other.locator('[data-step=cluster] [data-step-output]')).toHaveText('made');
  await expect(other.getByLabel('Nothing does')).toBeChecked();

  // It comes back as another, under the open page.
  await runtime.stop();
  await expect(other.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'away');
  runtime.status = { ...runtime.status, engine: 'docker', timeScale: 5, version: '9.9.9' };
  await runtime.start();
  const notices = other.getByRole('complementary', { name: 'Notices' });
  await expect(notices).toContainText('It runs on docker now, on process before.');
  await expect(notices.getByRole('button', { name: 'Reload' })).toBeVisible();

  // Starting over says what it will do before it does.
  await other.getByText('Each check').click();
  await other.getByRole('button', { name: 'Start the lab over' }).click();
  await expect(other.getByText('removes from your account: clusters allthecats')).toBeVisible();
  expect(runtime.calls).not.toContain('POST labs/container-of-cats/reset');
  await context.close();
});
