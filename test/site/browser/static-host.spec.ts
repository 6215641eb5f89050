import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, LAB, test } from './workbook.ts';

const readsWell = async (page: Page) => {
  await expect(page.getByRole('heading', { name: 'Container of cats', level: 1 })).toBeVisible();
  await expect(page.locator('[data-runtime-text]')).toHaveText(
    'Reading only: run buttons appear when npm start runs',
  );
  await expect(page.getByRole('button', { name: /^Run/ })).toHaveCount(0);
  await expect(page.getByText('Checked while the runtime is up').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy commands of step 1' })).toBeVisible();
  const fontSize = await page
    .locator('.lead')
    .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  expect(fontSize, 'the theme applies').toBeGreaterThan(18);
};

const quizWorks = async (page: Page) => {
  await expect(page.locator('[data-explanation]:visible')).toHaveCount(0);
  await page.getByLabel('ECS does').check();
  await expect(page.locator('[data-explanation]:visible')).toHaveCount(0);
  await page.getByRole('button', { name: 'Answer' }).click();
  await expect(page.getByText('Not quite. Only a service has a desiredCount.')).toBeVisible();
  await page.getByLabel('Nothing does').check();
  await page.getByRole('button', { name: 'Answer' }).click();
  await expect(page.getByText('Right. Nobody asked for it to be kept.')).toBeVisible();
  await expect(page.getByText('1 of 1 question right')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Right. Nobody asked for it to be kept.')).toBeVisible();
};

test('a lab reads well and its quiz works on a plain host', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  await readsWell(page);
  await quizWorks(page);
});

test('a lab reads well and its quiz works from a file', async ({ page, site }) => {
  await page.goto(`${pathToFileURL(site)}/${LAB}`);
  await readsWell(page);
  await quizWorks(page);
});

test('the index leads to the lab and back, and says what is not written yet', async ({
  page,
  host,
}) => {
  await page.goto(host.url);
  await expect(page.locator('.entry')).toHaveCount(24);
  await expect(page.getByText('not written yet')).toHaveCount(23);
  await page.getByRole('link', { name: 'Start: lab 1, Container of cats' }).click();
  await expect(page).toHaveURL(host.url + LAB);
  await page.getByRole('link', { name: 'ECS Workbook' }).click();
  await expect(page).toHaveURL(`${host.url}index.html`);
});

test('the index goes on where one left off', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  await page.getByLabel('Nothing does').check();
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.goto(host.url);
  await expect(page.getByRole('link', { name: 'Go on: lab 1, Container of cats' })).toBeVisible();
  await expect(page.locator('[data-entry]')).toContainText('begun');
});

test('an address that is not there leads home', async ({ page, host }) => {
  await page.goto(`${host.url}labs/no/such/page`);
  await page.getByRole('link', { name: 'Back to the course' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('run for real');
});

test('a plain host is asked for the runtime once, and no other host for anything', async ({
  page,
  host,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(host.url).origin) {
      elsewhere.push(request.url());
    }
  });
  await page.clock.install();
  await page.goto(host.url + LAB);
  await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'none');
  await page.clock.runFor(60_000);
  expect(elsewhere).toEqual([]);
  expect(host.requests.filter((path) => path.startsWith('/_workbook/'))).toHaveLength(1);
});

test('copying puts the commands on the clipboard', async ({ page, host, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(host.url + LAB);
  await page.getByRole('button', { name: 'Copy commands of step 1' }).click();
  await expect(page.getByText('Copied').first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'docker build -t containerofcats . # "quoted" $HOME',
  );
});

test('markup in a lab shows as text and does nothing', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  await expect(page.getByText('<script>globalThis.harmed = true</script>')).toBeVisible();
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  await expect(page.locator('a[href^="javascript:"]')).toHaveCount(0);
});
