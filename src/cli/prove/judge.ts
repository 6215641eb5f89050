import type { CheckResult, GradeReport } from '../../../grader/result.ts';
import type { Actor, ProofTime } from './time/proof-time.ts';

/** Milliseconds for the checks to come to what they should be: health checks take their time. */
const PATIENCE = 60_000;

/** Grades until there is no fault, or patience ends; in the time of whoever waits. */
export const settle = async (
  { clock }: ProofTime,
  actor: Actor,
  grade: () => Promise<GradeReport>,
  faultsOf: (report: GradeReport) => string[],
): Promise<{ report: GradeReport; faults: string[] }> => {
  const deadline = clock.now() + PATIENCE;
  for (;;) {
    const report = await grade();
    const faults = faultsOf(report);
    if (faults.length === 0 || clock.now() > deadline) return { report, faults };
    await actor.sleep(250);
  }
};

/** Before the steps no check may pass, nor go wrong. */
export const faultsBefore = ({ results }: GradeReport): string[] =>
  results
    .filter(({ status }) => status === 'pass' || status === 'error')
    .map((result) => `before the steps: ${inWords(result)}`);

/** After the steps every check must pass. */
export const faultsAfter = ({ results }: GradeReport): string[] =>
  results
    .filter(({ status }) => status !== 'pass')
    .map((result) => `after the steps: ${inWords(result)}`);

/** The check that names the mutant must fail, and no other but those that it blocks. */
export const faultsOfMutant =
  (caughtBy: string) =>
  ({ results }: GradeReport): string[] => {
    const catcher = results.find(({ id }) => id === caughtBy);
    if (catcher === undefined) return [`there is no check ${caughtBy}`];
    const causes = new Set([caughtBy]);
    const faults = catcher.status === 'fail' ? [] : [`not caught: ${inWords(catcher)}`];
    for (const result of results) {
      if (result === catcher || result.status === 'pass') continue;
      if (result.status === 'blocked' && causes.has(result.blockedBy)) causes.add(result.id);
      else faults.push(`caught by another: ${inWords(result)}`);
    }
    return faults;
  };

/** Somebody else's cluster must not do. */
export const faultsOfCopy = ({ results }: GradeReport): string[] =>
  results.every(({ status }) => status === 'pass')
    ? ['all checks pass for another student with other values: none looks at context.variant']
    : [];

const inWords = (result: CheckResult): string => {
  const head = `${result.id} is ${result.status}`;
  switch (result.status) {
    case 'pass':
      return `${head} (${result.observed})`;
    case 'fail':
      return `${head} (expected ${result.expected}; observed ${result.observed})`;
    case 'blocked':
      return `${head} by ${result.blockedBy}`;
    case 'error':
      return `${head} (${result.message})`;
  }
};
