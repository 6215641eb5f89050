import type { Facts } from './facts.ts';
import type { SetupStep } from './plan.ts';

/** What is there and what is not, in two lines. */
export const stateOf = ({ docker, chromium }: Facts): string =>
  [
    docker.answers
      ? `Docker: version ${docker.version} answers.`
      : `Docker: no engine answers (${docker.reason}).`,
    chromium === undefined
      ? 'Chromium: none that starts was found.'
      : `Chromium: found as ${chromium}.`,
  ].join('\n');

/** A step in the words of the one who would have to do it. */
export const wordsOf = (step: SetupStep): string => {
  switch (step.type) {
    case 'install':
      return `install ${step.packages.join(', ')} (apt-get).`;
    case 'mountCgroups':
      return 'mount the control groups (cgroupfs-mount).';
    case 'startDocker':
      return `start the Docker engine (${step.by.map((way) => (way === 'hand' ? 'dockerd by hand' : way)).join(', else ')}).`;
    case 'installPlaywrightChromium':
      return 'fetch the Chromium that comes with Playwright (npx playwright install --with-deps chromium).';
    case 'advise':
      return `${step.about}: ${step.text}`;
  }
};

/** How it ended: the state, what did not work, and what is left for a person to do. */
export const summary = (
  after: Facts,
  plan: readonly SetupStep[],
  problems: readonly string[],
): string => {
  const missing = [
    ...(after.docker.answers
      ? []
      : [
          'Without Docker the workbook runs containers as plain processes (npm start), and tests that need it are skipped.',
        ]),
    ...(after.chromium === undefined ? ['Without Chromium the browser tests are skipped.'] : []),
  ];
  return [
    ...problems.map((problem) => `Did not work: ${problem}`),
    stateOf(after),
    ...plan.filter(({ type }) => type === 'advise').map((step) => `To do: ${wordsOf(step)}`),
    ...missing,
    ...(missing.length === 0 ? ['All is there: npm test, npm start.'] : []),
  ].join('\n');
};

/** On a person's machine what is missing is told; in CI it is a failure. */
export const exitStatus = ({ docker, chromium }: Facts, ci: boolean): number =>
  ci && (!docker.answers || chromium === undefined) ? 1 : 0;
