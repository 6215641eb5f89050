import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PRESETS } from '../../../site/simulators/cost/presets.ts';
import { designOf } from '../../../site/simulators/cost/settings.ts';
import { crossingsInWords, verdictOf } from '../../../site/simulators/cost/words.ts';
import { estimateOf } from '../../../src/core/cost/estimate.ts';
import { SWEEPS, sweepOf } from '../../../src/core/cost/sweep.ts';
import { costReport } from '../cost-report.ts';
import { expect, test } from './workbook.ts';

const SIMULATOR = 'simulators/cost/index.html';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const verdict = (page: Page) => page.locator('.sim-outcome').first();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const crossing = (page: Page) => page.locator('.cost-crossing');

test('the bill of the course, line by line; each example with its crossing', async ({
  page,
  host,
}) => {
  await page.goto(host.url + SIMULATOR);
  await expect(button(page, 'The course’s bill')).toHaveAttribute('aria-pressed', 'true');
  await expect(verdict(page)).toContainText('Fargate $3.19 a month');
  const fargate = page.getByRole('table', { name: 'A month on Fargate, line by line' });
  await expect(fargate.locator('tr')).toHaveText([
    /Line of the bill/,
    'USE1-Fargate-GB-Hours178.188 GB-Hours × $0.004445AWS Fargate Pricing, 202425 %$0.79',
    'USE1-Fargate-vCPU-Hours:perCPU59.396 vCPU-Hours × $0.04048AWS Fargate Pricing, 202475 %$2.40',
    'Total$3.19',
  ]);
  // Under each figure its prices and from when they are.
  for (const figure of await page.locator('.figure').all())
    await expect(figure).toContainText('(AWS Fargate Pricing, 2024)');
  await expect(page.locator('.cost-source')).toContainText('Amazon EC2 On-Demand Pricing, 2024');

  for (const { title, settings } of PRESETS) {
    await button(page, title).click();
    await expect(verdict(page)).toHaveText(verdictOf(estimateOf(designOf(settings))));
    for (const [index, over] of SWEEPS.entries()) {
      await page.locator('.cost-over input').nth(index).check();
      await expect(crossing(page)).toHaveText(crossingsInWords(sweepOf(designOf(settings), over)));
    }
  }
});

test('everything is described by the keyboard, and the address keeps it', async ({
  page,
  host,
}) => {
  await page.goto(`${host.url + SIMULATOR}#simulator=cost&preset=steady-web`);
  const hour = page.getByLabel('Copies from 03:00 to 04:00');
  await hour.focus();
  await page.keyboard.press('Home');
  await expect(hour).toHaveAttribute('aria-valuetext', '0 copies');
  await expect(hour).toBeFocused();
  await expect(page.getByLabel('Pattern over the day')).toHaveValue('own');
  await page.getByLabel('Copies', { exact: true }).first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(verdict(page)).toContainText('EC2 is cheaper by');
  await page.getByLabel('Days a month').fill('10');
  await page.getByLabel('Instance type').selectOption('m5.large');
  await page.getByLabel('Memory of a task').selectOption('12');
  await expect(verdict(page)).toContainText('does not fit on m5.large for lack of memory');
  await expect(page.locator('.figure:visible')).toHaveCount(0);
  await page.getByLabel('Memory of a task').selectOption('2');
  await expect(page.locator('.figure:visible')).toHaveCount(2);
  await page.getByRole('radio', { name: 'Copies' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Hours a day' })).toBeFocused();
  const said = await verdict(page).innerText();
  const across = await crossing(page).innerText();

  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(verdict(other)).toHaveText(said);
  await expect(crossing(other)).toHaveText(across);
  await expect(other.getByLabel('Days a month')).toHaveValue('10');
  await other.locator('summary', { hasText: 'The day as a table' }).click();
  await expect(
    other.getByRole('table', { name: 'The day as a table' }).locator('tbody tr').nth(3),
  ).toHaveText(/^03:00 to 04:000/);
  await other.close();
});

test('a figure is saved as a file that needs nothing else, from a folder too', async ({
  page,
  site,
}) => {
  await page.goto(`${pathToFileURL(site).href}/${SIMULATOR}`);
  for (const [what, name] of [
    ['the cost', 'fargate-and-ec2.svg'],
    ['the day', 'tasks-and-places.svg'],
  ] as const) {
    const saved = page.waitForEvent('download');
    await button(page, `Save as SVG: ${what}`).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe(name);
    const text = await readFile(await download.path(), 'utf8');
    const found = await page.evaluate((source) => {
      const file = new DOMParser().parseFromString(source, 'image/svg+xml');
      return {
        root: file.documentElement.nodeName,
        broken: file.querySelectorAll('parsererror').length,
        title: file.querySelector('text')?.textContent,
        strokes: [...file.querySelectorAll('path')].map((path) => path.getAttribute('stroke')),
      };
    }, text);
    expect(found).toMatchObject({ root: 'svg', broken: 0 });
    expect(found.title).toMatch(/^A (month|day)/);
    expect(found.strokes.length).toBeGreaterThan(0);
    for (const stroke of found.strokes) expect(stroke).toMatch(/^rgb\(/);
    expect(text).not.toMatch(/class=|var\(|url\(|href/);
    expect(text.match(/https?:[^"]+/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(text).toContain('AWS Fargate Pricing, 2024');
  }
});

test('one’s own cluster: what ran is billed, and what runs becomes a workload', async ({
  page,
  runtime,
}) => {
  await page.goto(`${runtime.url}/${SIMULATOR}`);
  const price = button(page, 'Price my own cluster');
  await expect(price).toHaveAttribute('aria-disabled', 'false');
  await price.click();
  await expect(page.getByText('The runtime did not say.')).toBeVisible();
  const report = costReport();
  runtime.cost = {
    ...report,
    bill: { ...report.bill, notes: ['<img src=x onerror="globalThis.harmed = true">'] },
  };
  await price.click();
  const own = page.getByRole('table', { name: 'What ran on your own cluster' });
  await expect(own.locator('tbody tr')).toHaveCount(report.bill.lines.length);
  await expect(own).toContainText('BoxUsage:m5.large2 Hrs × $0.096Amazon EC2 On-Demand Pricing');
  await expect(page.locator('.cost-remarks li')).toHaveText(/^<img src=x/);
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  await expect(page.locator('.sim-outcome').last()).toContainText('Time runs 10 times faster here');
  await button(page, 'A month of web in demo').click();
  await expect(page.getByLabel('vCPU of a task')).toHaveValue('0.5');
  await expect(page.getByLabel('On Spot')).toHaveValue('50');
  await runtime.stop();
  await expect(price).toHaveAttribute('aria-disabled', 'true');
  await expect(own.locator('tbody tr')).toHaveCount(report.bill.lines.length);
  await runtime.start();
});

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 360],
] as const) {
  test.describe(`${colorScheme} at ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test('no axe violation and no sideways scroll, with everything open', async ({
      page,
      runtime,
    }) => {
      runtime.cost = costReport();
      await page.goto(`${runtime.url}/${SIMULATOR}#simulator=cost&preset=spot-and-savings`);
      await button(page, 'Price my own cluster').click();
      await expect(page.locator('.cost-own')).toBeVisible();
      const closed = page.locator('main details:not([open]) > summary');
      while ((await closed.count()) > 0) await closed.first().click();
      const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
      expect(
        violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary}`),
        ),
      ).toEqual([]);
      const tooWide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(tooWide, 'pixels that the page is wider than the screen').toBe(0);
    });
  });
}
