import { closeMatches } from './command-line/close-matches.ts';

/** The exit statuses of the AWS CLI, version 2. */
export const exitStatus = {
  /** The command line or a parameter is wrong; nothing was sent. */
  usage: 252,
  /** A profile or setting is missing or wrong. */
  configuration: 253,
  /** The service answered an error. */
  service: 254,
  /** Anything else, a waiter that gave up among it. */
  general: 255,
  interrupted: 130,
} as const;

/** A failure that ends the command: what to print on standard error, and the exit status. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly status: number;

  constructor(message: string, status: number = exitStatus.general, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const USAGE = [
  'usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]',
  'To see help text, you can run:',
  '',
  '  aws help',
  '  aws <command> help',
  '  aws <command> <subcommand> help',
  '',
];

/** The command line cannot be read: the usage, then what is wrong with it. */
export function usageError(problem: string): CommandError {
  return new CommandError([...USAGE, `aws: error: ${problem}`].join('\n'), exitStatus.usage);
}

/** Options that the operation does not have. */
export function unknownOptions(options: readonly string[], known: readonly string[]): CommandError {
  const lines = [...USAGE, `Unknown options: ${options.join(', ')}`];
  for (const option of options) {
    const similar = closeMatches(option, known, 0.8);
    if (similar.length > 0) lines.push(`Maybe you meant: ${similar.join(', ')}`);
  }
  return new CommandError(lines.join('\n'), exitStatus.usage);
}

/** A word that is none of the valid ones: all of them, two a line, and the ones most like it. */
export function invalidChoice(
  argument: string,
  choice: string,
  choices: readonly string[],
): CommandError {
  const lines = [`argument ${argument}: Invalid choice, valid choices are:`, ''];
  for (let index = 0; index < choices.length; index += 2) {
    lines.push(
      choices
        .slice(index, index + 2)
        .map((each) => each.padEnd(40))
        .join(' | '),
    );
  }
  const similar = closeMatches(choice, choices, 0.8);
  if (similar.length > 0) {
    lines.push('', '', `Invalid choice: '${choice}', maybe you meant:`, '');
    lines.push(...similar.map((each) => `  * ${each}`));
  }
  return usageError(lines.join('\n'));
}

/** The value of a parameter cannot be read. */
export function parameterError(option: string, problem: string): CommandError {
  return new CommandError(`Error parsing parameter '${option}': ${problem}`, exitStatus.usage);
}
