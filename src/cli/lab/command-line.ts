import { resolve } from 'node:path';
import { type Command, CommanderError, InvalidArgumentError } from 'commander';

/** Parses, or answers the exit status: 0 for help, 2 for a mistake (which commander has printed). */
export const parseOrExit = (command: Command, args: readonly string[]): Command | number => {
  try {
    return command.exitOverride().parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
};

/** 12 digits, as an account id has. */
export const account = (text: string): string => {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected an account id, 12 digits.');
};

export const url = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) {
    return text.replace(/\/$/, '');
  }
  throw new InvalidArgumentError('Expected an address such as http://localhost:4566.');
};

/** Relative to where the person called npm, not to the project. */
export const path = (text: string): string => resolve(process.env.INIT_CWD ?? '.', text);

/**
 * npm keeps options that stand before `--` to itself: `npm run lab x --account 1` calls us with
 * `x 1`. Answers what to type instead when one of these options was kept so.
 */
export const swallowedByNpm = (
  command: string,
  names: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined => {
  const kept = names.filter(
    (name) => environment[`npm_config_${name.replaceAll('-', '_')}`] === 'true',
  );
  if (environment.npm_lifecycle_event === undefined || kept.length === 0) return undefined;
  const options = kept.map((name) => `--${name}`).join(', ');
  return `npm kept ${options} for itself. Write two hyphens before the options: npm run ${command} -- …`;
};
