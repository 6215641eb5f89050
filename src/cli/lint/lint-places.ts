import type { Check } from '../../../grader/check.ts';
import type { Fault } from '../../../grader/faults.ts';
import type { Block, Lab } from '../../workbook/lab.ts';
import type { LabProblem } from '../../workbook/lab-error.ts';

/** Places of the text that have nothing to show. */
export const lintPlaces = (
  lab: string,
  head: Pick<Lab, 'variant'> | undefined,
  blocks: readonly Block[],
  /** Undefined: nobody knows them. */
  checks: readonly Check[] | undefined,
): Omit<LabProblem, 'file'>[] => {
  const ids = checks?.map(({ id }) => id);
  const empty = blocks.flatMap((block) =>
    block.type !== 'check' || ids === undefined || ids.includes(block.id)
      ? []
      : [
          {
            line: block.line,
            where: 'check',
            expected: `a check of labs/${lab}/checks.ts: ${ids.join(', ') || 'it has none'}`,
            found: `"${block.id}"`,
          },
        ],
  );
  const place = blocks.find(({ type }) => type === 'variant');
  const isVaried = Object.keys(head?.variant ?? {}).length > 0;
  if (head === undefined || isVaried === (place !== undefined)) return empty;
  return [
    ...empty,
    place === undefined
      ? {
          line: 1,
          where: 'front matter, variant',
          expected: 'a line ::variant in the text, which tells students their values',
          found: 'none',
        }
      : {
          line: place.line,
          where: 'variant',
          expected: 'a variant in the front matter',
          found: 'none, so there are no values to show',
        },
  ];
};

/** A check that no page shows cannot be met by a student. */
export const hidden = (blocks: readonly Block[], checks: readonly Check[]): Fault[] =>
  checks
    .filter(({ id }) => !blocks.some((block) => block.type === 'check' && block.id === id))
    .map(({ id }) => ({
      of: { id, nth: 1 },
      expected: `a line ::check{id=${id}} in lab.md`,
      found: 'none, so no page shows it',
    }));
