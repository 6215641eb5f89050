import { AxeBuilder } from '@axe-core/playwright';
import { HOSTILE } from '../hostile.ts';
import { report } from '../pictures.ts';
import { expect, LAB, test } from './workbook.ts';

test('who is stuck hears what the runtime sees, and what to try', async ({ page, runtime }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  runtime.grade(report());
  runtime.observations = [
    {
      about: 'Service cats',
      says: 'It wants 2 tasks; 0 running. It was unable to place a task.',
      tries: [
        { say: 'What it says itself:', command: 'aws ecs describe-services --services cats' },
      ],
    },
    ...HOSTILE.map(({ text }) => ({
      about: text,
      says: text,
      lines: [text],
      tries: [{ say: text, command: text }],
    })),
  ];
  await page.goto(`${runtime.url}/${LAB}`);
  const check = page.locator('#check-task');
  const button = check.getByRole('button', { name: 'I am stuck: ' });
  await button.click();
  const panel = check.getByRole('region', { name: /^What the runtime sees/ });
  await expect(panel).toContainText(/Looked at \d\d:\d\d: 9 things may be in the way/);
  await expect(panel.locator('.stuck-title')).toBeFocused();
  await expect(panel).toContainText('aws ecs describe-services --services cats');
  for (const { text, shown = text } of HOSTILE) await expect(panel).toContainText(shown);
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth, 'no sideways scroll').toBe(clientWidth);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  runtime.observations = [];
  await panel.getByRole('button', { name: 'Look again' }).click();
  await expect(panel).toContainText('nothing that the runtime sees is in the way');
  await runtime.stop();
  await panel.getByRole('button', { name: 'Look again' }).click();
  await expect(panel).toContainText('The runtime does not answer.');
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(button).toBeFocused();
  await expect(panel).toHaveCount(0);
});
