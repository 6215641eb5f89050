import { cpus } from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import { apiRequests } from './bench/api-requests.ts';
import { classBench } from './bench/class.ts';
import { draining } from './bench/draining.ts';
import { fargate } from './bench/fargate.ts';
import { history } from './bench/history.ts';
import { endInOrder, Interrupted } from './bench/interruption.ts';
import { loadBalancer } from './bench/load-balancer.ts';
import type { Bench, Measurement } from './bench/measurement.ts';
import { networkModes } from './bench/network-modes.ts';
import { picture } from './bench/picture.ts';
import { placement } from './bench/placement.ts';
import { prove } from './bench/prove.ts';
import { regrade } from './bench/regrade.ts';
import { formatReport } from './bench/report.ts';
import { rolling } from './bench/rolling.ts';
import { site } from './bench/site.ts';
import { startUp } from './bench/start-up.ts';
import { steps } from './bench/steps.ts';
import { swarm } from './bench/swarm.ts';

const benches: readonly Bench[] = [
  apiRequests,
  fargate,
  startUp,
  steps,
  placement,
  rolling,
  loadBalancer,
  draining,
  networkModes,
  history,
  prove,
  site,
  picture,
  swarm,
  classBench,
  regrade,
];

interface BenchOptions {
  readonly only?: readonly string[];
  readonly format: 'table' | 'json';
}

/**
 * Measures, each as a ratio to something bare in the same run, and prints medians. The exit status
 * is 0 whether aims are met or not: a busy machine is no failure.
 */
export const run = async (args: string[]): Promise<number> => {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  const chosen = benches.filter(({ name }) => options.only?.includes(name) ?? true);
  const measurements: Measurement[] = [];
  endInOrder();
  try {
    for (const bench of chosen) {
      measurements.push(await bench.measure((line) => console.error(`${bench.name}: ${line}`)));
    }
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    throw error;
  }
  const machine = `Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`;
  if (options.format === 'json') console.log(JSON.stringify({ machine, measurements }, null, 2));
  else
    console.log(
      `${machine}. Medians of the rounds; a ratio is ours over the other in the same round.\n\n${formatReport(measurements)}`,
    );
  return 0;
};

const readOptions = (args: readonly string[]): BenchOptions | number => {
  const names = benches.map(({ name }) => name);
  const command = new Command('npm run bench --')
    .description(
      `Measures:\n${benches.map(({ name, summary }) => `  ${name.padEnd(15)}${summary}`).join('\n')}`,
    )
    .addOption(new Option('--only <name...>', 'measure only these').choices(names))
    .addOption(
      new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'),
    )
    .allowExcessArguments(false)
    .exitOverride();
  try {
    return command.parse(args, { from: 'user' }).opts<BenchOptions>();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
};
