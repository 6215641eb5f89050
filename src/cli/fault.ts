import { Command } from 'commander';
import { FAULTS, isFault } from '../core/faults/faults.ts';
import { defaultAccount, defaultEndpoint, defaultRegion } from '../workbook/data-dir.ts';
import { account, parseOrExit, swallowedByNpm, url } from './lab/command-line.ts';
import { RuntimeMissing } from './lab/runtime-status.ts';

interface Options {
  readonly account?: string;
  readonly endpoint?: string;
  readonly region?: string;
}

/**
 * Causes on the runtime what happens on AWS by itself. Account, region and endpoint are, unless
 * given, those of the AWS settings in the environment, as for `aws`. Exit status: 0 done, 1 the
 * runtime refused, 2 a mistake in the call, 3 nobody answers.
 */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  const swallowed = swallowedByNpm('fault', ['account', 'endpoint', 'region']);
  if (swallowed !== undefined) console.error(swallowed);
  if (typeof command === 'number') return command;
  if (swallowed !== undefined) return 2;
  const [fault, target = ''] = command.args;
  if (!isFault(fault)) {
    console.error(`There is no fault "${fault}". There are:\n${faultLines()}`);
    return 2;
  }
  try {
    const { ok, message } = await cause(fault, target, command.opts<Options>());
    if (ok) console.log(message);
    else console.error(message);
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    console.error(error.message);
    return 3;
  }
};

const faultLines = (): string =>
  Object.entries(FAULTS)
    .map(([name, summary]) => `  ${name.padEnd(20)}${summary}`)
    .join('\n');

const describeCommand = () =>
  new Command('npm run fault --')
    .description(
      `Causes on the runtime what happens on AWS by itself:\n${faultLines()}\n\nExample: npm run fault -- spot-interruption i-0123456789abcdef0`,
    )
    .argument('<fault>', Object.keys(FAULTS).join(', '))
    .argument('<target>', 'id or ARN of an EC2 instance, a container instance or a task')
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
    .allowExcessArguments(false);

async function cause(
  fault: string,
  target: string,
  options: Options,
): Promise<{ readonly ok: boolean; readonly message: string }> {
  const { env } = process;
  const endpoint =
    options.endpoint ?? (env.AWS_ENDPOINT_URL?.replace(/\/$/, '') || defaultEndpoint);
  const key = env.AWS_ACCESS_KEY_ID ?? '';
  const whose = options.account ?? (/^\d{12}$/.test(key) ? key : defaultAccount);
  const named = options.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || defaultRegion);
  // An ARN says itself where its resource is.
  const region = target.startsWith('arn:') ? undefined : named;
  const response = await fetch(`${endpoint}/_workbook/faults?account=${whose}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault, target, region }),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new RuntimeMissing(endpoint, { cause: error });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && has(answer, 'targetArn'))
    return { ok: true, message: `${fault}: ${answer.targetArn}` };
  if (has(answer, 'message')) return { ok: false, message: answer.message };
  return {
    ok: false,
    message: `What answers at ${endpoint} (with status ${response.status}) is no runtime of this workbook: expected one that npm start has started.`,
  };
}

const has = <Name extends string>(
  value: unknown,
  name: Name,
): value is Readonly<Record<Name, string>> =>
  typeof value === 'object' &&
  value !== null &&
  name in value &&
  typeof Reflect.get(value, name) === 'string';
