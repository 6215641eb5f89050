import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { html } from '../../../grader/report/html.ts';
import { hostileClass } from '../../grader/report/hostile.ts';
import { expectContrast, expectNoSidewaysScroll, expectNoViolations } from './axe.ts';

test('the pages of a report need no network and no script, and show every text as text', async ({
  page,
}, info) => {
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(request.url());
  });
  for (const { path, content } of html.files(hostileClass())) {
    const file = info.outputPath(path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const address = (path: string) => pathToFileURL(info.outputPath('html', path)).href;

  await page.goto(address('index.html'));
  const script = page.getByRole('row', { name: 'globalThis.harmed = true</script> s14' });
  await expect(script).toContainText('waiting for another check: 0 of 15');
  await expect(page.getByText('⟨U+202E⟩gnirts').first()).toBeVisible();
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectContrast(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScroll(page);

  await script.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^<script>/);
  await expect(page.getByText('<script>globalThis.harmed = true</script>')).toHaveCount(9);
  await expectNoSidewaysScroll(page);
  await expectContrast(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page);

  for (const path of ['statistics.html', 'students/s25.html', 'students/u0.html']) {
    await page.goto(address(path));
    await expectNoSidewaysScroll(page);
    await expectNoViolations(page);
  }
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  expect(problems).toEqual([]);
});
