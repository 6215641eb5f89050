import { Command } from 'commander';
import {
  defaultAccount,
  defaultDataDir,
  defaultEndpoint,
  defaultRegion,
} from '../../workbook/data-dir.ts';
import { account, parseOrExit, path, swallowedByNpm, url } from './command-line.ts';

export interface LabOptions {
  /** Undefined: list the labs. */
  readonly lab: string | undefined;
  readonly account: string;
  readonly endpoint: string;
  readonly region: string;
  readonly data: string;
  /** Whose values to take, by the student's id; default: as it was said last. */
  readonly student?: string | undefined;
  /** Id of the step to begin with. */
  readonly from?: string | undefined;
  readonly yes: boolean;
  readonly keep: boolean;
  readonly reset: boolean;
}

/** Reads the arguments of `npm run lab --`; a number is the exit status when that was all. */
export const parseLabOptions = (args: readonly string[]): LabOptions | number => {
  const swallowed = swallowedByNpm('lab', [
    'account',
    'endpoint',
    'region',
    'from',
    'student',
    'reset',
    'keep',
  ]);
  const command = parseOrExit(describeCommand(), args);
  // With a value that npm left behind, the call makes no sense, or worse, another one.
  if (swallowed !== undefined) {
    console.error(swallowed);
    return 2;
  }
  if (typeof command === 'number') return command;
  const options = command.opts<Omit<LabOptions, 'lab'>>();
  // `npm run lab x --yes`: npm takes the option for its own, and we know what was meant.
  const yes = options.yes || process.env.npm_config_yes === 'true';
  return { ...options, yes, lab: command.args[0] };
};

const describeCommand = () =>
  new Command('npm run lab --')
    .description('Lists the labs with your progress, or goes through one of them.')
    .argument('[lab]', 'such as container-of-cats')
    .option('--yes', 'run all steps without asking; exit status 1 if a check fails', false)
    .option('--keep', 'with --yes: leave out the clean-up', false)
    .option('--from <step>', 'begin with this step')
    .option('--reset', 'remove what the lab made, and forget your progress', false)
    .option('--account <id>', 'whose cluster, 12 digits', account, defaultAccount)
    .option('--endpoint <url>', 'of the runtime', url, defaultEndpoint)
    .option('--student <id>', 'your student id, for a lab in which each has values of their own')
    .option('--region <name>', 'AWS region', defaultRegion)
    .option('--data <dir>', 'where progress is kept', path, defaultDataDir)
    .allowExcessArguments(false);
