import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildSite } from '../../../site/build.ts';
import { staticHost } from '../static-host.ts';
import { expectContrast, expectNoViolations } from './axe.ts';
import { expect, test } from './workbook.ts';

/** A network as Lighthouse imagines that of a computer at a desk. */
const DESK = { offline: false, latency: 40, downloadThroughput: 1_280_000, uploadThroughput: 1e6 };

/** Milliseconds to the largest thing of the first screen, and how much moved after it was shown. */
interface Vitals {
  readonly paint: number;
  readonly shift: number;
}

const vitalsOf = (page: Page): Promise<Vitals> =>
  page.evaluate(
    () =>
      new Promise<Vitals>((resolve) => {
        let paint = 0;
        let shift = 0;
        const watch = (type: string, see: (entry: PerformanceEntry) => void) =>
          new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({
            type,
            buffered: true,
          });
        watch('largest-contentful-paint', ({ startTime }) => {
          paint = startTime;
        });
        watch('layout-shift', (entry) => {
          if ('value' in entry) shift += Number(entry.value);
        });
        const settled = () => {
          if (paint > 0) resolve({ paint, shift });
          else requestIdleCallback(settled);
        };
        requestIdleCallback(settled);
      }),
  );

test.describe('every page of the course', () => {
  test.describe.configure({ timeout: 600_000 });
  let folder: string;
  let paths: string[];
  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-course-'));
    const { files } = await buildSite({ outDir: folder, base: '/course/' });
    paths = files.filter((path) => path.endsWith('.html'));
  });
  test.afterAll(() => rm(folder, { recursive: true }));

  test('has no axe violation, light or dark', async ({ page }) => {
    const host = await staticHost(folder);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const path of paths) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(host.url + path);
      await test.step(`${path}, light`, () => expectNoViolations(page));
      await page.emulateMedia({ colorScheme: 'dark' });
      await test.step(`${path}, dark`, () => expectContrast(page));
    }
    host.close();
  });

  test('shows soon what it has to say, moves nothing afterwards, and asks no other host', async ({
    page,
  }) => {
    const host = await staticHost(folder);
    const others = new Set<string>();
    page.on('request', (request) => {
      if (!request.url().startsWith(host.url)) others.add(request.url());
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.emulateNetworkConditions', DESK);
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    for (const path of paths) {
      // The best of a few: another test may have the processor just then.
      let paint = Number.POSITIVE_INFINITY;
      for (let visit = 0; visit < 5 && paint >= 1_100; visit += 1) {
        await page.goto(host.url + path);
        const vitals = await vitalsOf(page);
        expect(vitals.shift, `cumulative layout shift of ${path}`).toBe(0);
        paint = Math.min(paint, vitals.paint);
      }
      expect(paint, `largest contentful paint of ${path}`).toBeLessThan(1_100);
    }
    // Where the runtime would answer, were it there.
    const asked = [...others].filter((url) => !url.endsWith('/_workbook/status'));
    expect(asked).toEqual([]);
    host.close();
  });
});
