import type { Check } from '../../../grader/check.ts';
import { faultsOfChecks, faultsOfMutants, inWords, neverFailing } from '../../../grader/faults.ts';
import { loadChecks, loadMutants } from '../../../grader/load-checks.ts';
import type { Mutant } from '../../../grader/mutant.ts';
import { whyCannotRun } from '../../server/workbook/why-cannot-run.ts';
import type { Lab, Step } from '../../workbook/lab.ts';
import type { AwsChoice } from '../../workbook/run-steps.ts';
import { hidden, lintPlaces } from '../lint/lint-places.ts';
import { classmates } from './classmates.ts';
import { huntAll } from './hunt.ts';
import { faultsAfter, faultsBefore, faultsOfCopy } from './judge.ts';
import { leftovers } from './leftovers.ts';
import { type Proof, type Trial, trial } from './proof.ts';
import { NOTHING_DONE, neverFailed, proofMatrix } from './proof-matrix.ts';
import type { ProofRuntime } from './runtime.ts';
import { Student } from './student.ts';

export interface ProofOptions {
  readonly lab: Lab;
  readonly runtime: ProofRuntime;
  /** Default: as they were built. */
  readonly checks?: readonly Check[] | undefined;
  readonly mutants?: readonly Mutant[] | undefined;
  readonly aws: AwsChoice;
  /** Students at a time that hunt mutants, beside the one of the steps; 1: one student in all; 0: no mutants, and nobody with values of their own. */
  readonly parallel: number;
  /** How often the steps are run; default 2. */
  readonly rounds?: number | undefined;
  readonly onProgress: (line: string) => void;
  readonly onOutput: (text: string) => void;
}

/**
 * Shows that the checks of a lab tell right from wrong: they fail before the steps and pass after
 * them, twice, the clean-up leaves nothing, and each mutant is caught by the check that names it.
 * Where each student has values of their own, two students do it as well, and the first hunts.
 */
export const proveLab = async (options: ProofOptions): Promise<Proof> => {
  const { lab, onProgress } = options;
  const checks = options.checks ?? (await loadChecks(lab.id));
  const mutants = options.mutants ?? (await loadMutants(lab.id));
  const steps = lab.blocks.filter((block) => block.type === 'step');
  const passedOver: string[] = [];
  const possible: Step[] = [];
  for (const step of steps) {
    const reason = await whyCannotRun(step);
    if (reason === undefined) possible.push(step);
    else passedOver.push(`${step.id}: ${reason}`);
  }
  const follow = async (run: Promise<Trial>): Promise<Trial> => {
    const result = await run;
    const mark = result.faults.length === 0 ? '✔' : '✘';
    onProgress([`${mark} ${result.name}`, ...result.faults].join('\n    '));
    return result;
  };

  const page = await follow(
    trial('checks, mutants and page fit together', async () => placed(lab, checks, mutants)),
  );
  // What only shows Docker makes no difference to a check, and there is one Docker for all.
  const needed = possible.filter(({ needs, cleanUp }) => needs === undefined && !cleanUp);
  const students = options.parallel === 0 ? [] : classmates(lab);
  const runAll = async () => {
    const trials = await runSteps(options, checks, possible, follow);
    for (const copy of students) {
      const other = students.find((one) => one !== copy);
      trials.push(...(await runSteps({ ...options, lab: copy }, checks, possible, follow, other)));
    }
    return trials;
  };
  const running = runAll();
  const hunter = { ...options, lab: students[0] ?? lab };
  if (options.parallel === 1) await running;
  const [rounds, hunts] = await Promise.all([
    running,
    huntAll(mutants, options.parallel, follow, (instead) => solve(hunter, checks, needed, instead)),
  ]);
  const ids = checks.map(({ id }) => id);
  const tried = { lab: lab.id, checks: ids, trials: [page, ...rounds, ...hunts], passedOver };
  if (options.parallel > 0) {
    const unseen = neverFailed(proofMatrix({ ...tried, proved: false }));
    const all = async () => ({
      faults: unseen.map(
        (id) => `no mutant makes ${id} fail, nor does an account on which nothing was done`,
      ),
      outcome: `${ids.length - unseen.length} of ${ids.length}`,
    });
    tried.trials.push(await follow(trial('every check was seen to fail', all)));
  }
  return { ...tried, proved: tried.trials.every(({ faults }) => faults.length === 0) };
};

/** The same student each time: what the first time leaves behind must not help or harm the next. */
const runSteps = async (
  options: ProofOptions,
  checks: readonly Check[],
  steps: readonly Step[],
  follow: (run: Promise<Trial>) => Promise<Trial>,
  /** Whose values this student's cluster must not have. */
  other?: Lab | undefined,
): Promise<Trial[]> => {
  await using student = await Student.enrol({ ...options, ...options.runtime, checks });
  const round = async () => {
    const before = await student.grade();
    const cleanUp = steps.filter((step) => step.cleanUp);
    let after: Awaited<ReturnType<Student['settle']>>;
    try {
      await student.run(steps.filter((step) => !step.cleanUp));
      after = await student.settle(faultsAfter);
    } catch (error) {
      // What steps have left in Docker would outlive the runtime of the proof.
      for (const step of cleanUp) await student.run([step]).catch(() => {});
      throw error;
    }
    const copied = other === undefined ? [] : faultsOfCopy(await student.grade(other));
    await student.run(cleanUp);
    const left = await leftovers(student.target);
    const { earned, possible } = after.report;
    return {
      faults: [
        ...faultsBefore(before),
        ...after.faults,
        ...copied,
        ...left.map((what) => `left after the clean-up: ${what}`),
      ],
      outcome: `${before.earned}, then ${earned} of ${possible} points; ${left.length} left over`,
      seen: { name: NOTHING_DONE, results: before.results },
    };
  };
  const trials: Trial[] = [];
  const { student: id } = options.lab;
  const rounds = id === undefined ? (options.rounds ?? 2) : 1;
  for (let count = 0; count < rounds; count++) {
    const whose = id === undefined ? 'on a fresh account' : `as ${id}`;
    const name = count === 0 ? `the steps ${whose}` : 'the steps once more';
    trials.push(await follow(trial(name, round)));
  }
  return trials;
};

/** What `npm run lab:lint` says of the lists too: a proof must not rest on one that is faulty. */
const placed = (
  { id, blocks, variant }: Lab,
  checks: readonly Check[],
  mutants: readonly Mutant[],
) => {
  const points = checks.reduce((sum, check) => sum + check.points, 0);
  const faults = [
    ...faultsOfChecks(checks),
    ...faultsOfMutants(checks, mutants),
    ...neverFailing(checks, mutants),
    ...hidden(blocks, checks),
  ];
  const places = lintPlaces(id, { variant }, blocks, checks);
  return {
    faults: [
      ...faults.map(inWords),
      ...places.map(
        ({ line, expected, found }) => `lab.md:${line}: expected ${expected}, found ${found}`,
      ),
    ],
    outcome: `${checks.length} checks, ${points} points`,
  };
};

const solve = async (
  options: ProofOptions,
  checks: readonly Check[],
  steps: readonly Step[],
  /** Of a mutant: with it the lab is not solved. */
  instead?: Mutant['instead'],
): Promise<Student> => {
  const student = await Student.enrol({ ...options, ...options.runtime, checks });
  try {
    const before = await student.grade();
    await student.run(
      steps.map((step) => ({ ...step, script: instead?.[step.id] ?? step.script })),
    );
    if (instead !== undefined) return student;
    const { faults } = await student.settle(faultsAfter);
    const all = [...faultsBefore(before), ...faults];
    if (all.length > 0) throw new Error(`The lab could not be solved:\n${all.join('\n')}`);
    return student;
  } catch (error) {
    await student[Symbol.asyncDispose]();
    throw error;
  }
};
