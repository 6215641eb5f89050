import { AxeBuilder } from '@axe-core/playwright';
import { nameOf } from '../../../src/core/arn.ts';
import { callEcs } from '../../server/ask.ts';
import { runCat } from '../../server/cats.ts';
import { openRuntime } from '../../server/open-runtime.ts';
import { expect, test } from './workbook.ts';

test('the past is scrubbed to, played and left again, by keyboard too', async ({ page, site }) => {
  // The real runtime, on the simulated engine.
  const runtime = await openRuntime({ site });
  const { port, url } = runtime;
  const { taskArn } = await runCat(runtime);
  const cat = nameOf(taskArn).slice(0, 8);
  await page.goto(`${url}/`);
  const task = page.locator('.task', { hasText: `task ${cat}` });
  await expect(task).toContainText('RUNNING');
  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByRole('button', { name: 'Look back' }).click();
  const slider = page.getByRole('slider', { name: 'Moment shown' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'Now, live');

  await callEcs(port, 'StopTask', { cluster: 'allthecats', task: taskArn });
  await callEcs(port, 'CreateCluster', { clusterName: 'shortlived' });
  const shortlived = page.getByRole('heading', { name: 'cluster shortlived' });
  await expect(shortlived).toBeVisible();
  await callEcs(port, 'DeleteCluster', { cluster: 'shortlived' });
  await expect(task).toContainText('STOPPED');
  const list = page.getByRole('group').filter({ hasText: 'All that happened' });
  await expect(shortlived).toHaveCount(0);
  await list.getByText('All that happened').click();
  await expect(list.getByRole('button', { name: 'Cluster shortlived was deleted' })).toBeVisible();

  await test.step('as it was, nothing can be broken and no address be opened', async () => {
    await slider.focus();
    await slider.press('ArrowLeft');
    await expect(slider).toHaveAttribute('aria-valuetext', /^\d.*, .*Cluster shortlived was/);
    await list.getByRole('button', { name: 'Cluster allthecats was created' }).click();
    await expect(task).toHaveCount(0);
    await expect(page.getByText(/^As it was at/)).toBeVisible();
    await list.getByRole('button', { name: 'Cluster shortlived was created' }).click();
    await expect(shortlived).toBeVisible();
    await slider.focus();
    await slider.press('ArrowLeft');
    await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`Task ${cat} is RUNNING`));
    await expect(task).toContainText('RUNNING');
    await expect(shortlived).toHaveCount(0);
    await expect(task.getByRole('link')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Break it/ })).toHaveCount(0);
    await expect(slider).toBeFocused();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
  });

  await test.step('what goes on meanwhile is counted, and does not move the past', async () => {
    const since = page.locator('.timeline-when');
    const count = async () => Number(/(\d+) changes? since/.exec(await since.innerText())?.[1]);
    const before = await count();
    await callEcs(port, 'CreateCluster', { clusterName: 'later' });
    await expect.poll(count).toBe(before + 1);
    await expect(task).toContainText('RUNNING');
    await expect(page.getByRole('heading', { name: 'cluster later' })).toHaveCount(0);
  });

  await test.step('played, it comes to now', async () => {
    await page.getByLabel('Speed').selectOption('60×');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect(slider).toHaveAttribute('aria-valuetext', 'Now, live');
    await expect(task).toContainText('STOPPED');
    await expect(page.getByRole('heading', { name: 'cluster later' })).toBeVisible();
    const live = page.getByRole('button', { name: 'Live', exact: true });
    await expect(live).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('without the runtime, what was fetched stays', async () => {
    await runtime[Symbol.asyncDispose]();
    await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'away');
    await list.getByRole('button', { name: 'Cluster allthecats was created' }).click();
    await expect(task).toHaveCount(0);
    await page.getByRole('button', { name: 'Close the time line' }).click();
    await expect(slider).toBeHidden();
    await expect(task).toContainText('STOPPED');
  });
});

test('without a runtime there is no past to look at', async ({ page, host }) => {
  await page.goto(host.url);
  await expect(page.locator('[data-runtime-text]')).toContainText('Reading');
  await expect(page.getByRole('button', { name: 'Look back' })).toBeHidden();
});
