import { Command } from 'commander';
import { execa } from 'execa';
import { adminPath, lookAround } from './setup/facts.ts';
import { installPackages, installPlaywrightChromium } from './setup/packages.ts';
import { type SetupStep, setupPlan } from './setup/plan.ts';
import { SetupError } from './setup/setup-error.ts';
import { startDocker } from './setup/start-docker.ts';
import { exitStatus, stateOf, summary, wordsOf } from './setup/summary.ts';

/** Installs and starts what the labs and the tests need: a Docker engine and Chromium. */
export const run = async (args: string[]): Promise<number> => {
  const command = new Command('npm run setup --')
    .description(
      'Installs a Docker engine and Chromium from the packages of Debian or Ubuntu (as root), and starts the engine. Elsewhere says what to do. Safe to run twice.',
    )
    .option('--check', 'only report what is there and what is missing', false)
    .exitOverride()
    .allowExcessArguments(false);
  let check: boolean;
  try {
    check = command.parse(args, { from: 'user' }).opts<{ check: boolean }>().check;
  } catch (error) {
    return error instanceof Error && 'exitCode' in error && error.exitCode === 0 ? 0 : 2;
  }
  const report = (line: string) => console.log(line);
  const before = await lookAround();
  const plan = setupPlan(before);
  if (check || plan.length === 0) {
    report(plan.length === 0 ? summary(before, plan, []) : stateOf(before));
    for (const step of plan) report(`To do: ${wordsOf(step)}`);
    return exitStatus(before, process.env.CI === 'true');
  }
  const problems = await perform(plan, report);
  const after = await lookAround();
  report(summary(after, plan, problems));
  return exitStatus(after, process.env.CI === 'true');
};

/** Does one step after the other; what fails does not keep the others from being done. */
const perform = async (
  plan: readonly SetupStep[],
  report: (line: string) => void,
): Promise<string[]> => {
  const problems: string[] = [];
  for (const step of plan) {
    try {
      await performStep(step, report);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
};

const performStep = async (step: SetupStep, report: (line: string) => void): Promise<void> => {
  switch (step.type) {
    case 'install':
      return installPackages(step.packages, report);
    case 'mountCgroups':
      await execa('cgroupfs-mount', { reject: false, env: adminPath });
      return;
    case 'startDocker':
      return startDocker(step.by, report);
    case 'installPlaywrightChromium':
      return installPlaywrightChromium(report);
    case 'advise':
      return;
  }
};
