import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.ts';
import { expect, start, test } from './real-runtime.ts';

const LAB = 'labs/container-of-cats/index.html';

/** All that the page has to complain of, and every host that it asks. */
const watch = (page: Page) => {
  const problems: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  return { problems, hosts };
};

const rows = (page: Page) => page.locator('.terminal-panel .xterm-rows');
const input = (page: Page) => page.getByRole('textbox', { name: 'Press F6 to leave' });

test('a step is run in the terminal of the page, which has its screen after a reload', async ({
  page,
  runtime,
}) => {
  test.setTimeout(120_000);
  const { problems, hosts } = watch(page);
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(`${runtime.url}/${LAB}#token=${runtime.token}`);
  const button = page.getByRole('button', { name: 'Terminal Ctrl+`' });
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  expect(fetched.filter((path) => path.includes('terminal'))).toEqual([]);

  // Opened by its keys, from a step's button, and back there.
  const step = page.locator('[data-step=cluster]');
  await step.locator('[data-run]').focus();
  await page.keyboard.press('Control+Backquote');
  await expect(input(page)).toBeFocused();
  await expect(rows(page)).toContainText('container-of-cats $');
  await page.keyboard.press('Tab');
  await expect(input(page)).toBeFocused();
  await page.keyboard.press('F6');
  await expect(step.locator('[data-run]')).toBeFocused();

  await step.getByRole('button', { name: 'Run in the terminal' }).click();
  await expect(rows(page)).toContainText('"defaultCapacityProviderStrategy": []');
  await expect(page.locator('#check-cluster')).toHaveAttribute('data-status', 'pass');
  await expect(input(page)).toBeFocused();

  // Whatever is printed stays in the terminal: titles, links, the clipboard, colours, markup.
  const title = await page.title();
  await page.keyboard.type(
    String.raw`clear; printf '\e]0;harmed\a\e]52;c;aGFybWVk\a\e]8;;http://example.com\aa link\e]8;;\a\e]11;#ff0000\a <img src=x onerror=alert(1)> \e[38;2;250;250;250mpale\e[0m \e[31mred\e[0m\n'`,
  );
  await page.keyboard.press('Enter');
  await expect(rows(page)).toContainText(/^.*a link <img src=x onerror=alert\(1\)> pale red/);
  expect(await page.title()).toBe(title);
  await expect(page.locator('.terminal-panel a, .terminal-panel img')).toHaveCount(0);
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, '.terminal-panel');

  // Larger by keyboard; the shell hears of it.
  const edge = page.getByRole('separator', { name: 'Height of the terminal' });
  await edge.focus();
  await page.keyboard.press('Home');
  await expect(edge).toHaveAttribute('aria-valuenow', '80');
  await page.reload();
  await expect(rows(page)).toContainText('a link <img');
  await expect(input(page)).not.toBeFocused();
  await page.setViewportSize({ width: 360, height: 640 });
  expect(
    await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ),
  ).toBe(0);
  await page.getByRole('button', { name: 'Close the terminal' }).click();
  await expect(button).toBeFocused();
  await expect(page.locator('.terminal-panel')).toBeHidden();
  expect(problems).toEqual([]);
  expect([...hosts]).toEqual([new URL(runtime.url).host]);
});

test('the terminal asks for the token, and goes on when the runtime is back', async ({ page }) => {
  test.setTimeout(120_000);
  const dataDir = await mkdtemp(join(tmpdir(), 'workbook-terminal-'));
  const { url, token, stop } = await start(dataDir);
  await page.goto(url);
  await page.getByRole('button', { name: 'Terminal Ctrl+`' }).click();
  const field = page.locator('.terminal-panel').getByLabel('Token, or the whole address');
  await field.fill('not-the-right-one');
  await field.press('Enter');
  await expect(page.locator('.terminal-panel')).toContainText('does not take the token');
  await field.fill(token);
  await field.press('Enter');
  await expect(rows(page)).toContainText('workbook $');
  await page.keyboard.type('echo before\n');
  await expect(rows(page)).toContainText('workbook $ echo beforebefore');
  await stop();
  await expect(page.locator('.terminal-state')).toContainText('goes on when it is back');
  await expect(rows(page)).toContainText('before');
  const again = await start(dataDir, { port: new URL(url).port });
  await expect(rows(page)).toContainText(/before.*a new shell, in the same folder.*workbook \$/, {
    timeout: 30_000,
  });
  await again.stop();
  await rm(dataDir, { recursive: true });
});
