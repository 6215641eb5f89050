import type { Check } from './check.ts';
import type { Mutant } from './mutant.ts';
import { Unmet } from './unmet.ts';

/** Something wrong with the checks or the mutants of a lab, for their author. */
export interface Fault {
  /** Which of them: the nth, from 1, with that id; undefined: all together. */
  readonly of?: { readonly id: string; readonly nth: number } | undefined;
  readonly expected: string;
  readonly found: string;
  /** What to do, where that does not say itself. */
  readonly fix?: string | undefined;
}

/** A list of checks or mutants that cannot be used; `items` are all of them, as they were given. */
export class FaultyList extends Error {
  override readonly name = 'FaultyList';

  constructor(
    readonly faults: readonly Fault[],
    readonly items: readonly unknown[],
  ) {
    super(faults.map(inWords).join('\n'));
  }
}

/** `check cluster: expected …, found …` */
export const inWords = ({ of, expected, found }: Fault): string =>
  `${of === undefined ? '' : `${of.id}: `}expected ${expected}, found ${found}`;

/** How the checks contradict each other: with such a list nobody can be graded. */
export const contradictionsOf = (checks: readonly Check[]): Fault[] => {
  const points = numbered(checks).flatMap(({ item, of }) =>
    Number.isInteger(item.points) && item.points >= 1
      ? []
      : [{ of, expected: 'points that are a whole number from 1', found: `${item.points}` }],
  );
  // Only earlier ones: so there are no cycles, and a report reads from cause to effect.
  const unknown = numbered(checks).flatMap(({ item, of }, index) => {
    const before = checks.slice(0, index).map(({ id }) => id);
    return item.dependsOn
      .filter((id) => !before.includes(id))
      .map((id) => ({
        of,
        expected: 'dependsOn to name checks that stand before it',
        found: `"${id}", which ${checks.some((other) => other.id === id) ? 'does not' : 'is no check'}`,
      }));
  });
  return [...repeated(checks, 'check'), ...points, ...unknown];
};

/** All that is wrong with the checks of a lab, contradictions too. */
export const faultsOfChecks = (checks: readonly Check[]): Fault[] => {
  const sum = checks.reduce((total, { points }) => total + points, 0);
  return [
    ...contradictionsOf(checks),
    ...titleless(checks),
    ...numbered(checks).flatMap(({ item, of }) =>
      hasHint(item)
        ? []
        : [{ of, expected: 'a hint that says what to do next', found: 'an empty one, or none' }],
    ),
    ...(sum === 100
      ? []
      : [{ expected: 'the points of all checks to add up to 100', found: `${sum}` }]),
  ];
};

/** Two mutants of one id. */
export const contradictionsOfMutants = (mutants: readonly Mutant[]): Fault[] =>
  repeated(mutants, 'mutant');

/** All that is wrong with the mutants of a lab; of checks that cannot be read nothing is said. */
export const faultsOfMutants = (
  checks: readonly Check[] | undefined,
  mutants: readonly Mutant[],
): Fault[] => [
  ...contradictionsOfMutants(mutants),
  ...titleless(mutants),
  ...numbered(mutants).flatMap(({ item: { caughtBy }, of }) =>
    checks === undefined || checks.some(({ id }) => id === caughtBy)
      ? []
      : [{ of, expected: `caughtBy to name a check of checks.ts`, found: `"${caughtBy}"` }],
  ),
];

/**
 * Checks that nobody ever sees fail: no mutant names them. One that depends on no other needs none,
 * since the proof sees it fail on a fresh account, where all the others are blocked.
 */
export const neverFailing = (checks: readonly Check[], mutants: readonly Mutant[]): Fault[] =>
  numbered(checks).flatMap(({ item: { id, dependsOn }, of }) =>
    dependsOn.length === 0 || mutants.some(({ caughtBy }) => caughtBy === id)
      ? []
      : [
          {
            of,
            expected: `a mutant with caughtBy: '${id}'`,
            found: 'none, so nobody knows whether it can fail',
            fix: 'think of a mistake that only this check can see, and write it down in mutants.ts',
          },
        ],
  );

const numbered = <T extends { readonly id: string }>(items: readonly T[]) =>
  items.map((item, index) => ({
    item,
    of: {
      id: item.id,
      nth: items.slice(0, index + 1).filter(({ id }) => id === item.id).length,
    },
  }));

const repeated = (items: readonly { readonly id: string }[], what: string): Fault[] =>
  numbered(items).flatMap(({ of }) =>
    of.nth === 1
      ? []
      : [{ of, expected: `an id that no other ${what} has`, found: `"${of.id}" once more` }],
  );

const titleless = (
  items: readonly { readonly id: string; readonly title: string | undefined }[],
): Fault[] =>
  numbered(items).flatMap(({ item: { title = '' }, of }) =>
    title.trim() !== '' && !title.trim().endsWith('.')
      ? []
      : [
          {
            of,
            expected: 'a title, as a sentence without a full stop',
            found: title.trim() === '' ? 'none' : `"${title}"`,
          },
        ],
  );

/** Of a lab that was not compiled with types even a function may be missing. */
const hasHint = ({ hint }: { readonly hint: unknown }): boolean => {
  if (typeof hint !== 'function') return false;
  try {
    const said: unknown = hint(new Unmet({ expected: 'something', observed: 'something else' }));
    return typeof said === 'string' && said.trim() !== '';
  } catch {
    // It reads more of what was observed than there is here.
    return true;
  }
};
