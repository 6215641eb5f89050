import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Result } from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Holds the page (or a part of it), as it is now, to WCAG 2.2 AA and to what axe calls best practices. */
export const expectNoViolations = async (page: Page, part = 'html'): Promise<void> => {
  // What still fades in has no colour to speak of yet.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish();
    }
  });
  const { violations } = await new AxeBuilder({ page }).include(part).withTags(TAGS).analyze();
  expectNone(violations);
};

/** Only the colours, after all else has been looked at in others. */
export const expectContrast = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  expectNone(violations);
};

const expectNone = (violations: Result[]) => {
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary}`),
  );
  expect(found).toEqual([]);
};

export const expectNoSidewaysScroll = async (page: Page): Promise<void> => {
  const tooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(tooWide, 'pixels that the page is wider than the screen').toBe(0);
};
