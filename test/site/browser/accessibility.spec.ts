import { busyPicture, report } from '../pictures.ts';
import { expectNoSidewaysScroll, expectNoViolations } from './axe.ts';
import { expect, LAB, labWithToken, test } from './workbook.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test.describe(`${colorScheme} at ${width} px`, () => {
      test.use({
        colorScheme,
        viewport: { width, height: 800 },
        contextOptions: { reducedMotion: 'reduce' },
      });

      // Both colours and both widths, each once: these pages are long, and only text.
      if ((colorScheme === 'light') === (width === 1280)) {
        test('the pages beside the labs have no axe violation', async ({ page, host }) => {
          test.slow();
          for (const path of [
            'simulators/index.html',
            'glossary/index.html',
            'reference/index.html',
            'instructors/index.html',
            'differences/index.html',
            'book/index.html',
            'search/index.html#q=task',
          ]) {
            await page.goto(host.url + path);
            if (path.startsWith('search')) await expect(page.locator('mark').first()).toBeVisible();
            await expectNoViolations(page);
            await expectNoSidewaysScroll(page);
          }
          await page.locator('[data-more] summary').click();
          await expectNoViolations(page);
          await expectNoSidewaysScroll(page);
        });
      }

      for (const path of ['index.html', LAB, '404.html']) {
        test(`${path} has no axe violation without the runtime`, async ({ page, host }) => {
          await page.goto(host.url + path);
          await expectNoViolations(page);
          await expectNoSidewaysScroll(page);
        });
      }

      test('the index has no axe violation beside a busy cluster', async ({ page, runtime }) => {
        runtime.show(busyPicture());
        await page.goto(`${runtime.url}/`);
        await expect(page.locator('.task')).toHaveCount(5);
        await expectNoViolations(page);
        await expectNoSidewaysScroll(page);
      });

      test('the lab has no axe violation with everything open', async ({ page, runtime }) => {
        runtime.show(busyPicture());
        runtime.grade(report());
        runtime.steps.set('cluster', [
          { type: 'output', text: `${'A line that is rather long. '.repeat(20)}\n`.repeat(30) },
          { type: 'exit', code: 1 },
        ]);
        await page.goto(`${runtime.url}/${LAB}`);
        await page.locator('[data-step=build] [data-run]').click();
        await expect(page.getByLabel('Token, or the whole address')).toBeVisible();
        await expectNoViolations(page);

        await page.goto(labWithToken(runtime));
        await page.locator('[data-step=cluster] [data-run]').click();
        await expect(page.locator('[data-step=cluster]')).toHaveAttribute('data-status', 'failed');
        const closed = page.locator('details:not([open]):not([data-more]) > summary');
        while ((await closed.count()) > 0) await closed.first().click();
        for (const [index, choice] of ['ECS does', 'Nothing does'].entries()) {
          await page.getByLabel(choice).check();
          await page.getByRole('button', { name: 'Answer' }).click();
          await expect(page.locator(`[data-explanation="${index}"]`)).toBeVisible();
          await expectNoViolations(page);
        }
        await expectNoSidewaysScroll(page);
      });

      test('the lab has no axe violation while the runtime is away', async ({ page, runtime }) => {
        runtime.show(busyPicture());
        await page.goto(labWithToken(runtime));
        await expect(page.locator('.task')).toHaveCount(5);
        await runtime.stop();
        await expect(page.locator('[data-runtime-line]')).toHaveAttribute('data-state', 'away');
        await expectNoViolations(page);
        await runtime.start();
      });
    });
  }
}
