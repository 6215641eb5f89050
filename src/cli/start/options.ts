import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isLoopback } from '../../control-plane/hooks/targets.ts';
import type { EngineName } from '../../engines/engine.ts';
import { DEFAULT_PORT, defaultDataDir } from '../../server/runtime.ts';

export interface StartOptions {
  readonly port: number;
  /** Absolute path. */
  readonly data: string;
  readonly engine: EngineName | 'auto';
  readonly timeScale: number;
  /** URLs of the functions that lifecycle hooks name. */
  readonly lambda: ReadonlyMap<string, string>;
  readonly keep: boolean;
  /** Whose values the labs have; default: as it was said last. */
  readonly student?: string | undefined;
}

/** Reads the arguments of `npm start --`; a number is the exit status when there is nothing to start. */
export const parseStartOptions = (args: readonly string[]): StartOptions | number => {
  const command = new Command('npm start --')
    .description('Starts the runtime and the workbook, until Ctrl-C.')
    .addOption(
      new Option('--port <number>', 'port to listen on, on this machine only; 0: any free one')
        .default(DEFAULT_PORT)
        .argParser((text) => number(text, 0, 65535, true)),
    )
    .addOption(
      new Option('--data <dir>', 'folder in which everything is kept')
        .default(defaultDataDir, '.ecs-workbook in the project')
        .argParser((text) => resolve(process.env.INIT_CWD ?? '.', text)),
    )
    .addOption(
      new Option(
        '--engine <name>',
        'what runs containers; auto: Docker if it answers, else process',
      )
        .choices(['auto', 'docker', 'process', 'simulated'])
        .default('auto'),
    )
    .addOption(
      new Option('--time-scale <number>', 'divides every delay of the orchestration')
        .default(1)
        .argParser((text) => number(text, 1, 1000, false)),
    )
    .addOption(
      new Option(
        '--lambda <name=url>',
        'program on this machine that stands for the Lambda function of a lifecycle hook; repeatable',
      )
        .default(new Map<string, string>(), 'none')
        .argParser(
          (text, before: ReadonlyMap<string, string>) => new Map([...before, lambda(text)]),
        ),
    )
    .option('--student <id>', 'your student id, for labs in which each has values of their own')
    .option('--keep', 'leave containers running at the end', false)
    .allowExcessArguments(false)
    .exitOverride();
  try {
    return command.parse(args, { from: 'user' }).opts<StartOptions>();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
};

/** `smoke-test=http://127.0.0.1:9000/` */
const lambda = (text: string): [name: string, url: string] => {
  const [, name = '', url = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === '' || !isLoopback(url)) {
    throw new InvalidArgumentError(
      'Expected the name or the ARN of a function and a URL on this machine: smoke-test=http://127.0.0.1:9000/',
    );
  }
  return [name, url];
};

const number = (text: string, least: number, most: number, whole: boolean): number => {
  const value = Number(text);
  const good = text.trim() !== '' && value >= least && value <= most;
  if (!good || (whole && !Number.isInteger(value)))
    throw new InvalidArgumentError(
      `Expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
    );
  return value;
};
