import { isDeepStrictEqual } from 'node:util';
import type { Variant } from '../../../src/workbook/variant.ts';
import type { ClassRun } from '../grade-class.ts';
import type { Outcome } from '../report-class.ts';
import type { RosterEntry } from '../roster-entry.ts';
import type { Place } from './place.ts';
import type { ResultsFolder } from './results-folder.ts';

/** What is to be done for a student. */
export type Plan =
  /** Nothing: he was graded before, or nobody can. */
  | { readonly outcome: Outcome; readonly isKept: boolean }
  | {
      readonly student: RosterEntry;
      readonly variant: Variant;
      readonly place: Place;
      /** He was graded by other checks. */
      readonly isStale: boolean;
    };

/** `digest`: of the checks. */
export const plan = async (
  student: RosterEntry,
  { placeOf, variantOf, regrade = false }: Pick<ClassRun, 'placeOf' | 'variantOf' | 'regrade'>,
  folder: ResultsFolder,
  digest: string,
): Promise<Plan> => {
  const variant = variantOf?.(student.id) ?? {};
  const place = placeOf(student);
  if ('problem' in place) return { outcome: { student, variant, found: place }, isKept: false };
  const kept = await folder.read(student.id);
  if (kept?.place !== place.key) return { student, variant, place, isStale: false };
  const isOfNow = kept.checks === digest && isDeepStrictEqual(kept.variant, variant);
  const isWhole = kept.report.results.every(({ status }) => status !== 'error');
  if (isOfNow && isWhole) {
    const { report, notices } = kept;
    return { outcome: { student, variant, found: report, notices }, isKept: true };
  }
  if (!regrade) return { student, variant, place, isStale: kept.checks !== digest };
  const source = { kind: 'evidence', file: folder.evidenceFile(student.id) } as const;
  const open = async () => ({ source, notices: kept.notices });
  return { student, variant, place: { key: place.key, open }, isStale: false };
};
