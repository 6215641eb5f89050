import type { Check } from '../../../grader/check.ts';
import { Random } from '../../simulation/random.ts';

/** What students of the lab fargate-vs-ec2 get wrong here, with the check that must find it. */
export const MISTAKES = {
  'nothing-done': 'cluster',
  'twice-the-memory': 'on-fargate',
  'left-at-zero': 'on-fargate',
  'idle-machine': 'machine',
  'larger-machine': 'machine',
  'half-the-memory': 'on-ec2',
  'both-on-fargate': 'on-ec2',
  'never-filled': 'full',
  'never-empty': 'idle',
  'no-memory': 'months',
  'share-of-a-machine': 'months',
  'only-when-full': 'crossing',
  'rounded-last': 'course-bill',
} as const;

export type Mistake = keyof typeof MISTAKES;
export const mistakes = Object.keys(MISTAKES).filter((id): id is Mistake => id in MISTAKES);

/** A student who made these mistakes and no other. */
export interface PlantedStudent {
  readonly id: string;
  readonly account: string;
  readonly mistakes: readonly Mistake[];
}

/** None, one or two mistakes, of which neither hides the other; the same for the same seed. */
export const drawStudents = (
  count: number,
  seed: number,
  checks: readonly Check[],
): PlantedStudent[] => {
  const random = new Random(seed, 'mistakes of a class');
  return Array.from({ length: count }, (_, index) => {
    const drawn: Mistake[] = [];
    for (let tries = random.below(3); tries > 0; tries -= 1) {
      const mistake = random.pick(mistakes);
      if (mistake !== undefined && drawn.every((other) => areApart(mistake, other, checks))) {
        drawn.push(mistake);
      }
    }
    const number = String(index + 1);
    return {
      id: `s${number.padStart(3, '0')}`,
      account: `7${number.padStart(11, '0')}`,
      mistakes: drawn,
    };
  });
};

/** Ids of the checks that must fail, and of those that wait for them. */
export const verdictsOf = (
  made: readonly Mistake[],
  checks: readonly Check[],
): { readonly fail: readonly string[]; readonly blocked: readonly string[] } => {
  const fail = new Set<string>(made.map((mistake) => MISTAKES[mistake]));
  const blocked = new Set<string>();
  for (const { id, dependsOn } of checks) {
    if (dependsOn.some((other) => fail.has(other) || blocked.has(other))) blocked.add(id);
  }
  const ids = checks.map(({ id }) => id);
  return {
    fail: ids.filter((id) => fail.has(id) && !blocked.has(id)),
    blocked: ids.filter((id) => blocked.has(id)),
  };
};

const areApart = (one: Mistake, other: Mistake, checks: readonly Check[]): boolean =>
  MISTAKES[one] !== MISTAKES[other] && verdictsOf([one, other], checks).fail.length === 2;
