import { Command, Option } from 'commander';
import { explainError } from '../../grader/explain-error.ts';
import { grade } from '../../grader/grade.ts';
import { loadChecks } from '../../grader/load-checks.ts';
import { openTarget } from '../../grader/open-target.ts';
import { table } from '../../grader/report/table.ts';
import type { GradeReport } from '../../grader/result.ts';
import { defaultAccount, defaultEndpoint, defaultRegion } from '../workbook/data-dir.ts';
import { loadLab, UnknownLab } from '../workbook/load-lab.ts';
import { type Variant, variantOf } from '../workbook/variant.ts';
import { account, parseOrExit, swallowedByNpm, url } from './lab/command-line.ts';

interface Options {
  readonly lab: string;
  readonly student?: string;
  readonly account?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly target: 'local' | 'aws';
  readonly profile?: string;
  readonly format: 'table' | 'json';
}

/** Exit status: 0 all passed, 1 something did not, 2 a mistake in the call, 3 an error of ours. */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  if (typeof command === 'number') return explainSwallowed(command);
  const options = command.opts<Options>();
  const mistake = findMistake(options);
  if (mistake !== undefined) {
    console.error(mistake);
    return 2;
  }
  try {
    const lab = await loadLab(options.lab);
    const report = await gradeTarget(options, variantOf(lab, options.student));
    const colour = process.stdout.isTTY === true;
    console.log(
      options.format === 'json' ? JSON.stringify(report, null, 2) : table(report, { colour }),
    );
    return exitStatus(report);
  } catch (error) {
    if (error instanceof UnknownLab) {
      console.error(error.message);
      return 2;
    }
    console.error(explainError(error, options.target === 'aws' ? undefined : options.endpoint));
    return 3;
  }
};

const describeCommand = () =>
  new Command('npm run grade --')
    .description('Grades a cluster: looks at it through the AWS API, and says what holds.')
    .requiredOption('--lab <id>', 'the lab whose checks are made')
    .option('--student <id>', 'whose values the cluster must have, where each has their own')
    .option('--account <id>', `account on the runtime, default ${defaultAccount}`, account)
    .option('--endpoint <url>', `of the runtime, default ${defaultEndpoint}`, url)
    .option('--region <name>', `default ${defaultRegion}; on AWS that of the profile`)
    .addOption(
      new Option('--target <where>', 'the runtime, or AWS with your usual credentials')
        .choices(['local', 'aws'])
        .default('local'),
    )
    .option('--profile <name>', 'AWS profile to use')
    .addOption(
      new Option('--format <kind>', 'for people or for programs')
        .choices(['table', 'json'])
        .default('table'),
    )
    .allowExcessArguments(false);

const explainSwallowed = (status: number): number => {
  const names = ['lab', 'student', 'account', 'endpoint', 'region', 'target', 'profile', 'format'];
  const swallowed = swallowedByNpm('grade', names);
  if (status !== 0 && swallowed !== undefined) console.error(swallowed);
  return status;
};

const findMistake = ({ target, account, endpoint, profile }: Options): string | undefined => {
  if (target === 'aws' && (account !== undefined || endpoint !== undefined)) {
    return 'With --target aws the credentials say which account it is: leave out --account and --endpoint.';
  }
  if (target === 'local' && profile !== undefined) {
    return '--profile is for --target aws; on the runtime --account says whose cluster it is.';
  }
  return undefined;
};

const gradeTarget = async (options: Options, variant: Variant): Promise<GradeReport> => {
  const target = await openTarget(
    options.target === 'aws'
      ? { kind: 'aws', region: options.region, profile: options.profile }
      : {
          kind: 'local',
          endpoint: options.endpoint ?? defaultEndpoint,
          account: options.account ?? defaultAccount,
          region: options.region ?? defaultRegion,
        },
  );
  try {
    const checks = await loadChecks(options.lab);
    return await grade({ lab: options.lab, checks, target, variant });
  } finally {
    target.close();
  }
};

const exitStatus = ({ results }: GradeReport): number => {
  if (results.some(({ status }) => status === 'error')) return 3;
  return results.every(({ status }) => status === 'pass') ? 0 : 1;
};
