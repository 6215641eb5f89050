import type { Mutant } from '../../../grader/mutant.ts';
import { faultsAfter, faultsOfMutant } from './judge.ts';
import { type Trial, trial } from './proof.ts';
import type { Student } from './student.ts';

/**
 * Lets each mutant loose on a solved cluster and sees who catches it. A few students share the
 * mutants: one that can be undone leaves a solved cluster to the next.
 */
export const huntAll = async (
  mutants: readonly Mutant[],
  students: number,
  follow: (run: Promise<Trial>) => Promise<Trial>,
  solve: (instead?: Mutant['instead']) => Promise<Student>,
): Promise<Trial[]> => {
  const trials: Trial[] = [];
  const queue = mutants.entries();
  const work = async () => {
    let student: Student | undefined;
    for (const [index, mutant] of queue) {
      const run = trial(`mutant ${mutant.id}`, async () => {
        if (mutant.instead !== undefined) {
          await using other = await solve(mutant.instead);
          return hunt(other, mutant);
        }
        const solved = student ?? (await solve());
        student = undefined;
        try {
          const result = await hunt(solved, mutant);
          if (mutant.undo !== undefined && result.faults.length === 0) student = solved;
          return result;
        } finally {
          if (student === undefined) await solved[Symbol.asyncDispose]();
        }
      });
      trials[index] = await follow(run);
    }
    await student?.[Symbol.asyncDispose]();
  };
  await Promise.all(Array.from({ length: Math.min(students, mutants.length) }, work));
  return trials;
};

const hunt = async (student: Student, { id, apply, undo, caughtBy }: Mutant) => {
  await apply(student.hands);
  const { faults, report } = await student.settle(faultsOfMutant(caughtBy));
  const failed = report.results.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const outcome = failed.length === 0 ? 'not caught' : `caught by ${failed.join(', ')}`;
  const seen = { name: id, caughtBy, results: report.results };
  if (undo === undefined || faults.length > 0) return { faults, outcome, seen };
  await undo(student.hands);
  const undone = await student.settle(faultsAfter);
  return { faults: undone.faults.map((fault) => `not undone: ${fault}`), outcome, seen };
};
