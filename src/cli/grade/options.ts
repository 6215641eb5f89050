import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readMoment } from '../../../grader/class/roster/cells.ts';
import { EXPORTERS } from '../../../grader/report/exporters.ts';
import { defaultAccount, defaultEndpoint, defaultRegion } from '../../workbook/data-dir.ts';
import { account, parseOrExit, path, swallowedByNpm, url } from '../lab/command-line.ts';

export interface GradeOptions {
  /** Undefined only with `policy`. */
  readonly lab?: string;
  readonly target: 'local' | 'aws';
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly format?: readonly string[];
  /** Folder; default `grades/LAB`. */
  readonly out?: string;
  readonly policy?: true;

  /** One cluster. */
  readonly account?: string;
  readonly student?: string;

  /** A class: files and folders are absolute. */
  readonly roster?: string;
  readonly submissions?: string;
  readonly allowSharedAccounts?: true;
  readonly rules?: string;
  readonly due?: string;
  readonly graceDays?: number;
  readonly penalty?: number;
  readonly points?: number;
  readonly parallel?: number;
  readonly regrade?: true;
  readonly fresh?: true;
  readonly stats?: boolean;
}

/** Reads the arguments of `npm run grade --`; a number is the exit status when that was all. */
export const parseGradeOptions = (args: readonly string[]): GradeOptions | number => {
  const description = describeCommand();
  const command = parseOrExit(description, args);
  if (typeof command === 'number') {
    const names = description.options.map(({ long }) => (long ?? '').replace(/^--/, ''));
    const swallowed = swallowedByNpm('grade', names);
    if (command !== 0 && swallowed !== undefined) console.error(swallowed);
    return command;
  }
  const options = command.opts<GradeOptions>();
  const mistake = findMistake(options);
  if (mistake === undefined) return options;
  console.error(mistake);
  return 2;
};

const describeCommand = () =>
  new Command('npm run grade --')
    .description(
      'Grades a cluster, or a class of them: looks at it through the AWS API, and says what holds.',
    )
    .option('--lab <id>', 'the lab whose checks are made')
    .addOption(
      new Option('--target <where>', 'the runtime, or AWS with your usual credentials')
        .choices(['local', 'aws'])
        .default('local'),
    )
    .option('--endpoint <url>', `of the runtime, default ${defaultEndpoint}`, url)
    .option('--region <name>', `default ${defaultRegion}; on AWS that of the profile`)
    .option('--profile <name>', 'AWS profile to use, for the account itself or to assume roles')
    .addOption(
      new Option(
        '--format <names>',
        'one or several, with commas between them; default table',
      ).argParser(formats),
    )
    .option('--out <dir>', 'where results are kept and formats written, default grades/LAB', path)
    .option('--policy', 'print the IAM policy that grading on AWS needs, and nothing else')
    .optionsGroup('One cluster:')
    .option('--account <id>', `account on the runtime, default ${defaultAccount}`, account)
    .option('--student <id>', 'whose values the cluster must have, where each has their own')
    .optionsGroup('A class:')
    .option('--roster <csv>', 'the students, and where the work of each is', existing)
    .option(
      '--submissions <dir>',
      'replay what they handed in, instead of looking at accounts; or one submission; without a roster all that are there',
      existing,
    )
    .option('--allow-shared-accounts', 'several students may work in one account')
    .option('--rules <yaml>', 'due date, penalties, points and weights', existing)
    .option('--due <moment>', 'such as 2026-01-31T23:59:00+01:00', moment)
    .option('--grace-days <n>', 'days after that which cost nothing', whole(0, 366))
    .option('--penalty <percent>', 'of the points, for each day begun after those', percent)
    .option('--points <n>', 'of the grade book, for a faultless lab', points)
    .option('--parallel <n>', 'students at a time', whole(1, 256))
    .option('--regrade', 'run checks that have changed on what was kept of each cluster')
    .option('--fresh', 'grade everybody again; what is kept is put aside')
    .option('--stats', 'print how the class has done, without a name')
    .allowExcessArguments(false)
    .addHelpText('after', help());

const help = (): string => `
Formats:
${EXPORTERS.map(({ name, description }) => `  ${name.padEnd(18)}${description}`).join('\n')}

A roster is a CSV with a column student_id and, by where the work is, account (on the runtime) or
role or profile (on AWS); name, email, external_id, region, submission and submitted_at are
understood, too. The export of a grade book will do, with such a column added.

Who is graded is kept at once: the same command again grades only who is missing.

Examples:
  npm run grade -- --lab ecs-on-ec2
  npm run grade -- --lab ecs-on-ec2 --roster class.csv --format table,canvas
  npm run grade -- --lab ecs-on-ec2 --roster class.csv --rules class.yaml --stats
  npm run grade -- --lab ecs-on-ec2 --roster class.csv --submissions handed-in --format html
  npm run grade -- --lab ecs-on-ec2 --submissions s1234567-ecs-on-ec2.zip
  npm run grade -- --lab ecs-on-ec2 --roster class.csv --target aws --profile teacher

Exit status: 0 all passed, 1 something did not, 2 a mistake in the call or in a file of yours, 3 an
error of ours, or somebody could not be graded; 130 stopped with Ctrl-C.`;

const findMistake = (options: GradeOptions): string | undefined => {
  const { lab, target, account, endpoint, profile, roster, submissions } = options;
  if (options.policy) return undefined;
  if (lab === undefined) return 'Say which lab: --lab ID. "npm run lab" lists them.';
  if (target === 'aws' && (account !== undefined || endpoint !== undefined)) {
    return 'With --target aws the credentials say which account it is: leave out --account and --endpoint.';
  }
  if (target === 'local' && profile !== undefined) {
    return '--profile is for --target aws; on the runtime --account says whose cluster it is.';
  }
  if (roster === undefined && submissions === undefined) {
    const given = OF_A_CLASS.find((name) => options[name] !== undefined);
    return given === undefined
      ? undefined
      : `--${given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is for a class: say who is in it with --roster FILE, or --submissions DIR.`;
  }
  if (account !== undefined)
    return 'Of a class each has an account of their own: leave out --account.';
  if (options.student !== undefined)
    return 'Of a class each has values of their own: leave out --student.';
  if (submissions !== undefined && (target === 'aws' || endpoint !== undefined)) {
    return 'Submissions are replayed on runtimes of their own: leave out --target and --endpoint.';
  }
  if (options.regrade && options.fresh) {
    return '--regrade takes what is kept, and --fresh puts it aside: leave out one of them.';
  }
  return undefined;
};

const OF_A_CLASS = [
  'allowSharedAccounts',
  'rules',
  'due',
  'graceDays',
  'penalty',
  'points',
  'parallel',
  'regrade',
  'fresh',
  'stats',
] as const;

const existing = (text: string): string => {
  const found = path(text);
  if (existsSync(found)) return found;
  throw new InvalidArgumentError(`There is no ${found}.`);
};

const formats = (text: string): readonly string[] => {
  const names = text.split(',').map((name) => name.trim());
  const known = EXPORTERS.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  throw new InvalidArgumentError(
    `There is no format "${unknown}". There are: ${known.join(', ')}.`,
  );
};

const moment = (text: string): string => {
  const read = readMoment(text);
  if (typeof read === 'string') return read;
  throw new InvalidArgumentError(`Expected ${read.expected}. ${read.advice ?? ''}`.trim());
};

const number =
  (expected: string, isFine: (value: number) => boolean) =>
  (text: string): number => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (isFine(value)) return value;
    throw new InvalidArgumentError(`Expected ${expected}.`);
  };

const whole = (from: number, to: number) =>
  number(
    `a whole number from ${from} to ${to}`,
    (value) => Number.isInteger(value) && value >= from && value <= to,
  );
const percent = number('a percentage from 0 to 100', (value) => value <= 100);
const points = number(
  'points above 0, with at most two decimals',
  (value) => value > 0 && Math.round(value * 100) / 100 === value,
);
