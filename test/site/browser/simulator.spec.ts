import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { buildSite } from '../../../site/build.ts';
import { fixtureLab } from '../fixture-lab.ts';
import { expectNoSidewaysScroll, expectNoViolations } from './axe.ts';
import { expect, LAB, test } from './workbook.ts';

const SIMULATOR = 'simulators/rolling-deployment/index.html';

const where = (page: Page) => page.locator('.sim-where');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const open = async (page: Page, address: string) => {
  await page.goto(address);
  await expect(where(page)).toContainText('before the update');
};

/** Boxes in the picture, by generation and state: `old healthy 3`. */
const boxes = async (page: Page): Promise<string[]> => {
  const states = await page
    .locator('.sim-slot[data-generation]')
    .evaluateAll((slots) =>
      slots.map((slot) =>
        slot instanceof HTMLElement ? `${slot.dataset.generation} ${slot.dataset.state}` : '',
      ),
    );
  return [...new Set(states)]
    .sort()
    .map((state) => `${state} ${states.filter((one) => one === state).length}`);
};

interface Moment {
  readonly at: string;
  readonly boxes: readonly string[];
}

/** The traces of `simulator-trace.test.ts`, as the picture shows them. */
const traces: Readonly<Record<string, readonly Moment[]>> = {
  'Example 1': [
    { at: '0 s, before the update', boxes: ['old healthy 6'] },
    { at: '0 s, step 1 of 4', boxes: ['new pending 6', 'old healthy 6'] },
    { at: '10 s, step 2 of 4', boxes: ['new running 6', 'old healthy 6'] },
    { at: '20 s, step 3 of 4', boxes: ['new healthy 6', 'old stopping 6'] },
    { at: '22 s, step 4 of 4', boxes: ['new healthy 6'] },
  ],
  'Example 2': [
    { at: '0 s, before the update', boxes: ['old healthy 6'] },
    { at: '0 s, step 1 of 7', boxes: ['old healthy 3', 'old stopping 3'] },
    { at: '2 s, step 2 of 7', boxes: ['new pending 3', 'old healthy 3'] },
    { at: '12 s, step 3 of 7', boxes: ['new running 3', 'old healthy 3'] },
    { at: '22 s, step 4 of 7', boxes: ['new healthy 3', 'old stopping 3'] },
    { at: '24 s, step 5 of 7', boxes: ['new healthy 3', 'new pending 3'] },
    { at: '34 s, step 6 of 7', boxes: ['new healthy 3', 'new running 3'] },
    { at: '44 s, step 7 of 7', boxes: ['new healthy 6'] },
  ],
  'Example 3': [
    { at: '0 s, before the update', boxes: ['old healthy 6'] },
    { at: '0 s, step 1 of 7', boxes: ['new pending 4', 'old healthy 4', 'old stopping 2'] },
    { at: '2 s, step 2 of 7', boxes: ['new pending 6', 'old healthy 4'] },
    { at: '10 s, step 3 of 7', boxes: ['new pending 2', 'new running 4', 'old healthy 4'] },
    { at: '12 s, step 4 of 7', boxes: ['new running 6', 'old healthy 4'] },
    {
      at: '20 s, step 5 of 7',
      boxes: ['new healthy 4', 'new running 2', 'old healthy 2', 'old stopping 2'],
    },
    { at: '22 s, step 6 of 7', boxes: ['new healthy 6', 'old stopping 2'] },
    { at: '24 s, step 7 of 7', boxes: ['new healthy 6'] },
  ],
};

for (const [example, moments] of Object.entries(traces)) {
  test(`${example} is shown step by step, and back again`, async ({ page, host }) => {
    await open(page, host.url + SIMULATOR);
    await button(page, example).click();
    await expect(button(page, example)).toHaveAttribute('aria-pressed', 'true');
    for (const [index, moment] of moments.entries()) {
      if (index > 0) await button(page, 'Step').click();
      await expect(where(page)).toHaveText(moment.at);
      expect(await boxes(page), moment.at).toEqual(moment.boxes);
    }
    await expect(button(page, 'Step')).toHaveAttribute('aria-disabled', 'true');
    for (const moment of moments.toReversed().slice(1)) {
      await button(page, 'Back').click();
      await expect(where(page)).toHaveText(moment.at);
      expect(await boxes(page), moment.at).toEqual(moment.boxes);
    }
  });
}

test('what ECS says comes up with the steps, newest first, and is said to screen readers', async ({
  page,
  host,
}) => {
  await open(page, host.url + SIMULATOR);
  await button(page, 'Example 2').click();
  const newest = page.locator('.sim-events li').first();
  await expect(newest).toHaveText('before (service cats) has reached a steady state.');
  await button(page, 'Step').click();
  await expect(newest).toHaveText(
    /^0 s \(service cats\) was unable to place a task because no container instance met all of its requirements\. The closest matching \(container-instance [0-9a-f]{8}…\) has insufficient CPU units available\.$/,
  );
  await expect(page.locator('[data-announce]')).toContainText('was unable to place a task');
  await button(page, 'Reset').click();
  await expect(newest).toHaveText('before (service cats) has reached a steady state.');
});

test('it plays to the end by itself, and pauses', async ({ page, host }) => {
  await open(page, host.url + SIMULATOR);
  await page.getByLabel('Speed').selectOption('Four times');
  await button(page, 'Play').click();
  await button(page, 'Pause').click();
  await expect(button(page, 'Play')).toBeVisible();
  await button(page, 'Play').click();
  await expect(where(page)).toHaveText('22 s, step 4 of 4');
  await expect(button(page, 'Play')).toBeVisible();
});

test('sliders answer to the keyboard and say what follows', async ({ page, host }) => {
  await open(page, host.url + SIMULATOR);
  const slider = page.getByLabel('Minimum healthy percent');
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', '95 %: floor 6');
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', '0 %: floor 0');
  await expect(button(page, 'Example 1')).toHaveAttribute('aria-pressed', 'false');
  await expect(slider).toBeFocused();
  const desired = page.getByLabel('Desired tasks');
  await desired.focus();
  await page.keyboard.press('End');
  await expect(desired).toHaveAttribute('aria-valuetext', '20 tasks');
  await expect(page.locator('.sim-slot[data-generation=old]')).toHaveCount(12);
  await page.getByLabel('Capacity').focus();
  await page.keyboard.press('End');
  await expect(page.locator('.sim-slot')).toHaveCount(40);
  await expect(page.locator('.sim-slot[data-generation=old]')).toHaveCount(20);
  await page.getByLabel('Position').focus();
  await page.keyboard.press('End');
  await expect(where(page)).toContainText('22 s, step');
});

test('a deployment that cannot move says why', async ({ page, host }) => {
  await open(page, `${host.url + SIMULATOR}#simulator=rolling-deployment&desired=1&min=50&max=100`);
  await expect(page.locator('.sim-outcome')).toContainText(
    'not finished within an hour. (service cats) was unable to stop or start tasks during a deployment because of the service deployment configuration.',
  );
});

test('a goal says how far off the choice is, and when it is reached', async ({ page, host }) => {
  await open(page, host.url + SIMULATOR);
  const verdict = page.locator('.sim-verdict');
  await expect(verdict).toHaveText(
    'Reached. It takes 22 s, 38 s to spare. It never goes below 6 healthy, 2 more than asked.',
  );
  await button(page, 'Example 2').click();
  await expect(verdict).toHaveText(
    'Not yet. It takes 44 s, 16 s to spare. It goes down to 3 healthy, 1 below.',
  );
  await page.getByLabel('and never go below').fill('3');
  await expect(verdict).toContainText('Reached.');
  await page.getByLabel('Replace all 6 tasks within').fill('30');
  await expect(verdict).toHaveText(
    'Not yet. It takes 44 s, 14 s too long. It never goes below 3 healthy.',
  );
});

test('a link reopens settings, goal and moment', async ({ page, host, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, host.url + SIMULATOR);
  await button(page, 'Example 3').click();
  await page.getByLabel('Start time').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByLabel('and never go below').fill('2');
  await button(page, 'Step').click();
  await button(page, 'Step').click();
  await button(page, 'Step').click();
  await expect(where(page)).toHaveText('11 s, step 3 of 7');
  const [there, events] = [await boxes(page), await page.locator('.sim-events').innerText()];
  await button(page, 'Copy link').click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link, 'the address of the page itself').toBe(page.url());

  const other = await context.newPage();
  await other.goto(link);
  await expect(where(other)).toHaveText('11 s, step 3 of 7');
  expect(await boxes(other)).toEqual(there);
  expect(await other.locator('.sim-events').innerText()).toBe(events);
  await expect(other.getByLabel('and never go below')).toHaveValue('2');
  await expect(other.getByLabel('Start time')).toHaveValue('11');
  await other.close();
});

test('the tasks and the counts can be read as tables', async ({ page, host }) => {
  await open(page, host.url + SIMULATOR);
  await button(page, 'Step').click();
  await page.locator('summary', { hasText: 'The tasks at this moment' }).click();
  const tasks = page.getByRole('table', { name: 'The tasks at this moment' }).locator('tbody tr');
  await expect(tasks).toHaveCount(12);
  await expect(tasks.last()).toContainText('new (2)');
  await expect(tasks.last()).toContainText('pending');
  await expect(tasks.last()).toContainText('us-east-1');
  await page.locator('summary', { hasText: 'The counts of all steps' }).click();
  const counts = page.getByRole('table', { name: 'The counts of all steps' }).locator('tbody tr');
  await expect(counts).toHaveCount(5);
  const cells = await counts.evaluateAll((rows) =>
    rows.map((row) => [...row.children].map(({ textContent }) => textContent).join(' | ')),
  );
  expect(cells).toEqual([
    '0 | 0 s | 6 | 6 | 0 | 0 | 0 | 0',
    '1 | 0 s | 6 | 6 | 6 | 0 | 0 | 0',
    '2 | 10 s | 6 | 6 | 0 | 6 | 0 | 0',
    '3 | 20 s | 0 | 0 | 0 | 6 | 6 | 6',
    '4 | 22 s | 0 | 0 | 0 | 6 | 6 | 0',
  ]);
});

test('it asks nobody for anything and complains of nothing', async ({ page, host, site }) => {
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  const folder = pathToFileURL(site).href;
  page.on('request', (request) => {
    const url = request.url();
    if (![new URL(host.url).origin, folder, 'data:'].some((ours) => url.startsWith(ours))) {
      elsewhere.push(url);
    }
  });
  for (const address of [host.url, `${folder}/`]) {
    await open(page, address + SIMULATOR);
    await button(page, 'Example 2').click();
    await button(page, 'Step').click();
    await expect(where(page)).toHaveText('0 s, step 1 of 7');
  }
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
  expect(host.requests.filter((path) => path.startsWith('/_workbook/'))).toEqual([]);
});

test('the index and the head of each page lead to it', async ({ page, host }) => {
  await page.goto(host.url);
  await page.getByRole('link', { name: 'A rolling deployment' }).click();
  await expect(where(page)).toContainText('before the update');
  await expect(page).toHaveURL(host.url + SIMULATOR);
  await page.goto(host.url + LAB);
  await page.getByRole('link', { name: 'Simulators' }).click();
  await page.getByRole('link', { name: 'A rolling deployment' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A rolling deployment');
});

test.describe('for those who asked for less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves by itself', async ({ page, host }) => {
    await open(page, host.url + SIMULATOR);
    await button(page, 'Step').click();
    await expect(where(page)).toHaveText('0 s, step 1 of 4');
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  // 640 is what 1280 leaves at a zoom of 200 %.
  for (const width of [1280, 640, 360]) {
    test.describe(`${colorScheme} at ${width} px`, () => {
      test.use({
        colorScheme,
        viewport: { width, height: 800 },
        contextOptions: { reducedMotion: 'reduce' },
      });

      test('the simulator has no axe violation and no sideways scroll', async ({ page, host }) => {
        const address = host.url + SIMULATOR;
        const query = 'desired=20&min=60&max=150&capacity=40&failures=50&within=20';
        await page.goto(`${address}#simulator=rolling-deployment&${query}&at=9`);
        await expect(where(page)).toContainText('step 9');
        const closed = page.locator('details:not([open]):not([data-more]) > summary');
        while ((await closed.count()) > 0) await closed.first().click();
        await expectNoViolations(page);
        await expectNoSidewaysScroll(page);
      });
    });
  }
}

test.describe('in a lab', () => {
  const withSimulator = test.extend<object, { readonly site: string }>({
    site: [
      async ({ browserName: _ }, use) => {
        const outDir = await mkdtemp(join(tmpdir(), 'workbook-simulator-'));
        const { lab, checks } = fixtureLab();
        const place = {
          type: 'simulator',
          id: 'try-it',
          name: 'rolling-deployment',
          preset: 'example-2',
          line: 99,
        } as const;
        const blocks = [...lab.blocks, place];
        await buildSite({ outDir, labs: [{ lab: { ...lab, blocks }, checks }], base: '/course/' });
        await use(outDir);
        await rm(outDir, { recursive: true });
      },
      { scope: 'worker' },
    ],
  });

  withSimulator('its script is fetched when it comes into view', async ({ page, host }) => {
    const fetched = () => host.requests.filter((path) => path.endsWith('rolling-deployment.js'));
    await page.goto(host.url + LAB);
    await expect(page.getByText('The simulator is being fetched')).toBeAttached();
    await page.waitForLoadState('networkidle');
    expect(fetched()).toHaveLength(0);
    await page.locator('#simulator-try-it').scrollIntoViewIfNeeded();
    await expect(where(page)).toHaveText('0 s, before the update');
    expect(fetched()).toHaveLength(1);
    await expect(button(page, 'Example 2')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('link', { name: 'On a page of its own' })).toBeVisible();
    await expectNoViolations(page, '#simulator-try-it');
  });

  withSimulator('a link leads to its place and its moment', async ({ page, host }) => {
    await page.goto(`${host.url + LAB}#simulator=try-it&preset=example-3&at=2`);
    await expect(where(page)).toHaveText('2 s, step 2 of 7');
    await expect(page.locator('[data-simulator]')).toBeInViewport();
  });

  withSimulator('its page opens with the same example', async ({ page, host }) => {
    await page.goto(host.url + LAB);
    await page.getByRole('link', { name: 'On a page of its own' }).click();
    await expect(button(page, 'Example 2')).toHaveAttribute('aria-pressed', 'true');
  });
});
