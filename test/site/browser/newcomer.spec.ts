import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { dockerAnswers } from '../../docker-answers.ts';
import { expect, start, test } from './real-runtime.ts';

const LAB = 'ecs-on-ec2';

/** What `npm start` prints is all that a newcomer has: an address with a token. */
const openFirstPage = async (page: Page, { url, token }: { url: string; token: string }) => {
  await page.goto(`${url}/#token=${token}`);
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'up');
  await page.locator(`[data-entry=${LAB}] a`).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/** Has the step typed into the terminal, and sees it through. */
const runInTerminal = async (page: Page, step: Locator) => {
  await step.getByRole('button', { name: 'Run in the terminal' }).click();
  await expect(step).toHaveAttribute('data-status', /done|failed/, { timeout: 120_000 });
  const screen = await page.locator('.terminal-panel .xterm-rows').innerText();
  await expect(step, `the terminal shows:\n${screen}`).toHaveAttribute('data-status', 'done');
};

/** Chooses until the page says that it is right, as one does. */
const answer = async (quiz: Locator) => {
  for (const choice of await quiz.getByRole('radio').all()) {
    await choice.check();
    await quiz.getByRole('button', { name: 'Answer' }).click();
    if (await quiz.locator('[data-explanation][data-correct=true]').isVisible()) return;
  }
  throw new Error('No choice is right.');
};

for (const engine of ['process', 'docker'] as const) {
  test(`a newcomer does a lab from the page alone, in its terminal, on ${engine}`, async ({
    page,
  }) => {
    test.skip(engine === 'docker' && !dockerAnswers(), 'no Docker engine answers');
    test.setTimeout(600_000);
    const dataDir = await mkdtemp(join(tmpdir(), 'workbook-newcomer-'));
    const { url, token, stop } = await start(dataDir, { engine });
    try {
      await openFirstPage(page, { url, token });
      const cleansUp = page.locator('.tag', { hasText: 'cleans up' });
      const steps = page.locator('[data-step]');
      for (const step of await steps.filter({ hasNot: cleansUp }).all()) {
        await runInTerminal(page, step);
      }
      const checks = await page.locator('[data-check]').count();
      expect(checks).toBeGreaterThan(5);
      await expect(page.locator('[data-check][data-status=pass]')).toHaveCount(checks, {
        timeout: 120_000,
      });
      for (const quiz of await page.locator('[data-quiz]').all()) await answer(quiz);
      await expect(page.locator('[data-score]')).toContainText('100 of 100 points');

      for (const step of await steps.filter({ has: cleansUp }).all()) {
        await runInTerminal(page, step);
      }
      await page.goto(`${url}/`);
      await expect(page.locator(`[data-entry=${LAB}]`)).toContainText('all checks passed');
    } finally {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}
