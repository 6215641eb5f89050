import type { Lab } from '../../workbook/lab.ts';
import { variantOf } from '../../workbook/variant.ts';

const CANDIDATES = Array.from({ length: 100 }, (_, index) => `student-${index + 1}`);

/**
 * Two copies of a lab whose values differ from the defaults and from each other wherever they can:
 * a step or a check that has a name written into it stands out. None when the lab is the same for all.
 */
export const classmates = (lab: Lab): readonly Lab[] => {
  if (Object.keys(lab.variant).length === 0) return [];
  const first = furthestFrom(lab, [lab]);
  return [first, furthestFrom(lab, [lab, first])];
};

const furthestFrom = (lab: Lab, others: readonly Lab[]): Lab => {
  const taken = others.flatMap((other) => Object.entries(variantOf(other)));
  const copies = CANDIDATES.map((student) => {
    const copy = { ...lab, student };
    const same = Object.entries(variantOf(copy)).filter(([name, value]) =>
      taken.some(([otherName, otherValue]) => name === otherName && value === otherValue),
    );
    return { copy, same: same.length };
  });
  const fewest = Math.min(...copies.map(({ same }) => same));
  return copies.find(({ same }) => same === fewest)?.copy ?? lab;
};
