import { Command } from 'commander';
import { projectRoot } from '../project-root.ts';
import { LabError } from '../workbook/lab-error.ts';
import { parseOrExit } from './lab/command-line.ts';
import { labsIn, lintLabs } from './lint/lint-labs.ts';

/** Explains what is wrong with labs. Exit status: 0 nothing, 1 something, 2 a mistake in the call. */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  if (typeof command === 'number') return command;
  const known = await labsIn(projectRoot);
  const unknown = command.args.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    console.error(`There is no lab "${unknown.join('", "')}". There are: ${known.join(', ')}.`);
    return 2;
  }
  const ids = command.args.length === 0 ? known : command.args;
  const problems = await lintLabs(projectRoot, ids);
  const labs = ids.length === 1 ? ids[0] : `${ids.length} labs`;
  if (problems.length === 0) {
    console.log(`Nothing to complain about in ${labs}.`);
    return 0;
  }
  console.error(new LabError(problems).message);
  console.error(`\n${problems.length} ${problems.length === 1 ? 'fault' : 'faults'} in ${labs}.`);
  return 1;
};

const describeCommand = () =>
  new Command('npm run lab:lint --')
    .description(
      'Explains each fault of a lab (default: of all labs) at its line: in its text, its checks, its mutants and its files. It runs nothing; npm run lab:prove does.',
    )
    .argument('[lab...]');
