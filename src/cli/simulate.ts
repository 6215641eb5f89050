import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { playHistory } from '../../test/simulation/history.ts';
import { bundleWorker, play } from '../../test/simulation/pool.ts';
import { FAULTS, type FaultName } from '../../test/simulation/profile.ts';
import { explain } from '../../test/simulation/shrink.ts';

interface SimulateOptions {
  readonly seed: number;
  readonly histories: number;
  readonly workers?: number;
  readonly failures: number;
  readonly actions?: number;
  readonly without?: readonly FaultName[];
  readonly trace?: boolean;
}

/**
 * Plays random histories of commands and faults against the orchestrator in virtual time. The exit
 * status is 1 when one of them breaks an invariant; then it says how to play it again.
 */
export const run = async (args: string[]): Promise<number> => {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  if (options.histories === 1) return playOne(options);
  const program = await bundleWorker('simulate');
  const began = performance.now();
  let said = 0;
  const played = await play(program, {
    ...options,
    progress: (n) => {
      if (n - said < options.histories / 20) return;
      said = n;
      console.error(`${n} of ${options.histories} histories`);
    },
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${played.histories} histories of ${played.steps} steps and ${played.crashes} crashes ` +
      `in ${seconds.toFixed(1)} s, ${played.failures.length} failures.`,
  );
  for (const failure of played.failures) console.log(`\n${await explain(failure)}`);
  return played.failures.length === 0 ? 0 : 1;
};

async function playOne({ seed, trace, ...options }: SimulateOptions): Promise<number> {
  const { failure, profile, trace: lines } = await playHistory(seed, { ...options, tracing: true });
  if (trace || failure !== undefined) console.log(lines.join('\n'));
  else console.log(`Seed ${seed}: ${profile.actions} commands and faults, and all holds.`);
  if (failure !== undefined) console.log(`\n${await explain(failure, 0)}`);
  return failure === undefined ? 0 : 1;
}

const readOptions = (args: readonly string[]): SimulateOptions | number => {
  const command = new Command('npm run simulate --')
    .description('Plays random histories of commands and faults, and checks every invariant.')
    .option('--seed <n>', 'seed of the first history; the others follow it', wholeNumber, 1)
    .option('--histories <n>', 'how many; 1 prints its trace when it fails', wholeNumber, 10_000)
    .option('--workers <n>', 'default: one a processor', wholeNumber)
    .option('--failures <n>', 'stop after so many', wholeNumber, 1)
    .option('--actions <n>', 'at most so many commands and faults in each', wholeNumber)
    .option('--trace', 'with --histories 1: print the trace in any case')
    .addOption(
      new Option('--without <fault...>', 'leave out these kinds of faults').choices(FAULTS),
    )
    .allowExcessArguments(false)
    .exitOverride();
  try {
    return command.parse(args, { from: 'user' }).opts<SimulateOptions>();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
};

function wholeNumber(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0) {
    throw new InvalidArgumentError('Expected a whole number, 0 or more.');
  }
  return n;
}
