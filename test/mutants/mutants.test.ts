import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { fileOf, SCENARIOS } from '../simulation/scenarios.ts';
import { hunt } from './hunt.ts';
import type { Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';
import type { Caught, Hunt, Hunted } from './worker.ts';

/** Of each mutant that nothing else catches; the first of those that `histories.test.ts` plays. */
const HISTORIES = 200;

const tables = new Map(
  SCENARIOS.map((scenario) => [scenario.name, readFileSync(fileOf(scenario), 'utf8')]),
);

const what = ({ seed, file }: Mutant): Hunt => ({
  seeds: seed === undefined ? [] : [seed],
  tables,
  histories: HISTORIES,
  oracle: file.startsWith('placement/'),
});

const caught = new Map<Mutant, { readonly by: string; readonly histories: number }>();

// A test for each mistake that could be made in the rules of placement and deployment. It is caught
// when a history breaks an invariant, when a scenario has another table, or when a task is placed
// otherwise than the oracle says. To break down without breaking a rule is not enough.
describe('a mutant is caught:', { concurrent: true, timeout: 300_000 }, () => {
  for (const mutant of MUTANTS) {
    test(mutant.name, async () => {
      const hunted = await hunt(mutant, what(mutant));
      if (hunted.caught === undefined) throw new Error(survives(mutant, hunted));
      caught.set(mutant, { by: say(hunted.caught), histories: hunted.histories });
    });
  }

  test('the program without a mistake passes all that catches them', async () => {
    const { caught, breakdowns } = await hunt(undefined, {
      seeds: MUTANTS.flatMap(({ seed = [] }) => seed),
      tables,
      histories: HISTORIES,
      oracle: true,
    });
    expect({ caught, breakdowns }).toEqual({ caught: undefined, breakdowns: [] });
  });
});

test('each mutant is another one', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  const changes = MUTANTS.map((mutant) => JSON.stringify({ ...mutant, name: '', seed: 0 }));
  expect(new Set(changes).size).toBe(MUTANTS.length);
});

const say = ({ by, rule, seed }: Caught): string =>
  seed === undefined ? `${by}: ${rule}` : `${by} ${seed}: ${rule}`;

const survives = ({ name, file }: Mutant, { histories, breakdowns }: Hunted): string =>
  [
    `"${name}" in src/core/${file} survives ${histories} histories, the scenarios and the oracle.`,
    ...breakdowns.map((breakdown) => `It broke down, which no rule forbids: ${breakdown}`),
  ].join('\n');

afterAll(() => {
  const rows = MUTANTS.map((mutant) => {
    const { by, histories } = caught.get(mutant) ?? { by: 'nothing', histories: 0 };
    return [mutant.file, mutant.name, by, `${histories}`];
  });
  const all = [['file', 'mutant', 'caught by', 'histories'], ...rows];
  const widths = [0, 1, 2].map((i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  console.log(
    all.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n'),
  );
});
