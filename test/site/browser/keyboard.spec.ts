import type { Page } from '@playwright/test';
import { expect, LAB, labWithToken, test } from './workbook.ts';

/** Presses Tab until that element has the focus, and minds on the way that the focus shows. */
const tabTo = async (page: Page, selector: string) => {
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab');
    const { there, shows, what } = await page.evaluate((target) => {
      const focused = document.activeElement;
      if (focused === null) return { there: false, shows: true, what: '' };
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return {
        there: focused.matches(target),
        shows: outlineStyle !== 'none' && outlineWidth !== '0px',
        what: focused.outerHTML.slice(0, 120),
      };
    }, selector);
    expect(shows, `the focus shows on ${what}`).toBe(true);
    if (there) return;
  }
  throw new Error(`Tab did not reach ${selector}`);
};

test('the skip link is the first stop and leads to the text', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the text' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('a step is run and its button keeps the focus', async ({ page, runtime }) => {
  runtime.steps.set('cluster', [
    { type: 'output', text: 'made\n' },
    { type: 'exit', code: 0 },
  ]);
  await page.goto(labWithToken(runtime));
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  await tabTo(page, '[data-step=cluster] [data-run]');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
  await expect(page.locator('[data-step=cluster] [data-run]')).toBeFocused();
  await tabTo(page, '[data-step=cluster] [data-step-output]');
});

test('the token is pasted and the step runs, without a mouse', async ({ page, runtime }) => {
  await page.goto(`${runtime.url}/${LAB}`);
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  await tabTo(page, '[data-step=cluster] [data-run]');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Token, or the whole address')).toBeFocused();
  await page.keyboard.insertText('nonsense!');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('That is no token');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(labWithToken(runtime));
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-step=cluster] [data-step-state]')).toHaveText('Done');
  await expect(page.locator('[data-step=cluster] [data-run]')).toBeFocused();
});

test('a question is answered with the arrow keys', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  await tabTo(page, '[data-quiz] input');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, '[data-answer]');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Right. Nobody asked for it to be kept.')).toBeVisible();
});

test('the cluster at the side can be scrolled', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  await tabTo(page, 'aside');
});
