import { expect, test } from 'vitest';
import { fileOf, SCENARIOS } from './scenarios.ts';

// Tables for people: each is in a file of its own, and has been checked by hand.

test.each(SCENARIOS)('$name', async (scenario) => {
  await expect(await scenario.play()).toMatchFileSnapshot(fileOf(scenario));
});
