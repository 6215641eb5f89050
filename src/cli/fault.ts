import { Command } from 'commander';
import { FAULTS, type FaultName, isFault } from '../core/faults/faults.ts';
import type { FaultPicture } from '../server/api.ts';
import {
  defaultAccount,
  defaultDataDir,
  defaultEndpoint,
  defaultRegion,
} from '../workbook/data-dir.ts';
import { afterwards, beforehand, listLines, vocabularyLines } from './fault/lines.ts';
import { causeFault, listFaults, Refused, undoFault, type Where } from './fault/requests.ts';
import { delay, duration } from './fault/values.ts';
import { awsSettings } from './lab/aws-settings.ts';
import { account, parseOrExit, path, swallowedByNpm, url } from './lab/command-line.ts';
import { RuntimeMissing } from './lab/runtime-status.ts';

interface Options {
  readonly container?: string;
  /** Seconds. */
  readonly for?: number;
  readonly delay?: number;
  readonly dryRun?: true;
  readonly undo?: string;
  readonly json?: true;
  readonly account?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly data?: string;
}

/**
 * Causes on the runtime what happens on AWS by itself. Account, region and endpoint are, unless
 * given, those of the AWS settings in the environment, as for `aws`. Exit status: 0 done, 1 the
 * runtime refused, 2 a mistake in the call, 3 nobody answers.
 */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  const names = ['container', 'for', 'delay', 'undo', 'json', 'account', 'endpoint', 'region'];
  const swallowed = swallowedByNpm('fault', [...names, 'data', 'dry-run']);
  if (swallowed !== undefined) console.error(swallowed);
  if (typeof command === 'number') return command;
  if (swallowed !== undefined) return 2;
  const options = command.opts<Options>();
  const [word, target] = command.args;
  try {
    return await perform(word, target, options);
  } catch (error) {
    if (!(error instanceof RuntimeMissing || error instanceof Refused)) throw error;
    if (options.json) console.log(JSON.stringify({ message: error.message }));
    else console.error(error.message);
    return error instanceof Refused ? 1 : 3;
  }
};

async function perform(
  word: string | undefined,
  target: string | undefined,
  options: Options,
): Promise<number> {
  const undone = options.undo ?? (word === 'undo' ? target : undefined);
  if (undone !== undefined) {
    const fault = await undoFault(where(options), undone);
    print(options, fault, () => [`Over: ${fault.description}`]);
    return 0;
  }
  if (word === undefined) {
    print(options, FAULTS, vocabularyLines);
    return 0;
  }
  if (word === 'list') {
    const list = await listFaults(where(options));
    print(options, list, () => listLines(list));
    return 0;
  }
  if (!isFault(word) || target === undefined) return mistake(word);
  await cause(word, target, options);
  return 0;
}

async function cause(fault: FaultName, target: string, options: Options): Promise<void> {
  const { container, delay, dryRun, json } = options;
  const request = { fault, target, container, delay, seconds: options.for };
  const to = where(options);
  const region = target.startsWith('arn:') || fault === 'lose-zone' ? undefined : to.region;
  const ask = (preview: boolean): Promise<FaultPicture> =>
    causeFault(to, { ...request, region, preview });
  if (json || dryRun) {
    const picture = await ask(dryRun === true);
    print(options, picture, () => beforehand(picture));
    return;
  }
  for (const line of beforehand(await ask(true))) console.log(line);
  for (const line of afterwards(await ask(false))) console.log(line);
}

function mistake(word: string): number {
  console.error(
    isFault(word)
      ? `${word} needs a target: ${FAULTS[word].targets.join(' or ')}. For example: npm run fault -- ${FAULTS[word].example}`
      : word === 'undo'
        ? 'undo needs the id of a fault; npm run fault -- list shows them.'
        : `There is no fault "${word}".\n${vocabularyLines().join('\n')}`,
  );
  return 2;
}

function print({ json }: Options, value: object, lines: () => readonly string[]): void {
  console.log(json ? JSON.stringify(value, undefined, 2) : lines().join('\n'));
}

const describeCommand = () =>
  new Command('npm run fault --')
    .description(
      `Causes on the runtime what happens on AWS by itself.\n\n${vocabularyLines().join('\n')}`,
    )
    .argument('[fault]', `${Object.keys(FAULTS).join(', ')}; or list, or undo`)
    .argument(
      '[target]',
      'a task, a service (its newest task), an instance or a zone, by id, name or ARN; for undo the id of the fault',
    )
    .option('--container <name>', 'of the task; default: its first essential one that runs')
    .option('--for <time>', 'until it ends by itself: 90s, 5m, 1h (1 s – 1 h)', duration)
    .option('--delay <ms>', 'of slow-network; default 500', delay)
    .option('--dry-run', 'only say what would happen')
    .option('--undo <id>', 'the same as undo ID')
    .option('--json', 'print JSON')
    .option(
      '--account <id>',
      `default: the access key id, if it is one, else ${defaultAccount}`,
      account,
    )
    .option(
      '--endpoint <url>',
      `of the runtime; default: AWS_ENDPOINT_URL, else ${defaultEndpoint}`,
      url,
    )
    .option('--region <name>', `default: AWS_REGION or AWS_DEFAULT_REGION, else ${defaultRegion}`)
    .option('--data <dir>', 'data folder of the runtime, where the token is', path)
    .allowExcessArguments(false);

function where(options: Options): Where {
  const settings = awsSettings();
  return {
    endpoint: options.endpoint ?? settings.endpoint,
    account: options.account ?? settings.account,
    region: options.region ?? settings.region,
    dataDir: options.data ?? (process.env.ECS_WORKBOOK_DATA || defaultDataDir),
  };
}
