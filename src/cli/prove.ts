import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LabError } from '../workbook/lab-error.ts';
import { loadLab, loadLabs, UnknownLab } from '../workbook/load-lab.ts';
import type { AwsChoice } from '../workbook/run-steps.ts';
import { parseOrExit, swallowedByNpm, url } from './lab/command-line.ts';
import { type ProofMatrix, proofMatrix } from './prove/proof-matrix.ts';
import { matrixInTerminal, proofReport } from './prove/proof-report.ts';
import { proofTable } from './prove/proof-table.ts';
import { proveLab } from './prove/prove-lab.ts';
import { openProofRuntime } from './prove/runtime.ts';

interface Options {
  readonly engine: 'process' | 'docker' | 'simulated';
  readonly endpoint?: string;
  readonly timeScale?: number;
  readonly aws: AwsChoice;
  readonly parallel?: number;
  readonly verbose?: boolean;
  readonly report?: string;
}

/** Proves labs; exit status 0 when all of them are proved. */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  if (typeof command === 'number') {
    const swallowed = swallowedByNpm('lab:prove', ['engine', 'endpoint', 'aws', 'parallel']);
    if (command !== 0 && swallowed !== undefined) console.error(swallowed);
    return command;
  }
  const [id] = command.args;
  const options = command.opts<Options>();
  try {
    const labs = id === undefined ? await loadLabs() : [await loadLab(id)];
    let proved = true;
    const matrices: ProofMatrix[] = [];
    for (const lab of labs) {
      const { endpoint, timeScale = lab.timeScale } = options;
      await using runtime = await openProofRuntime({ ...options, timeScale, endpoint });
      const proof = await proveLab({
        lab,
        runtime,
        aws: options.aws,
        // Docker asks for the health of every container with a process of its own.
        parallel: options.parallel ?? (options.engine === 'docker' ? 1 : 2),
        onProgress: (line) => console.error(line),
        onOutput: (text) => {
          if (options.verbose) process.stderr.write(text);
        },
      });
      console.log(proofTable(proof, { colour: process.stdout.isTTY === true }));
      const matrix = proofMatrix(proof);
      console.log(`\n${matrixInTerminal(matrix)}\n`);
      matrices.push(matrix);
      // After each lab, so that nothing is lost when somebody has seen enough.
      if (options.report !== undefined)
        await writeFile(options.report, proofReport(matrices, options.report));
      proved &&= proof.proved;
    }
    return proved ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UnknownLab || error instanceof LabError)) throw error;
    console.error(error.message);
    return 2;
  }
};

const describeCommand = () =>
  new Command('npm run lab:prove --')
    .description(
      'Proves the checks of a lab (default: of all labs): on fresh accounts they fail before the steps and pass after them, twice, and each mutant is caught by the check that names it.',
    )
    .argument('[lab]')
    .addOption(
      new Option('--engine <name>', 'what runs the containers')
        .choices(['process', 'docker', 'simulated'])
        .default('simulated'),
    )
    .option('--endpoint <url>', 'prove on the runtime that answers there', url)
    .option('--time-scale <number>', 'default: that of the lab', atLeastOne)
    .addOption(
      new Option('--aws <which>', 'the AWS command line: the workbook or the real one')
        .choices(['ours', 'real'])
        .default('ours'),
    )
    .option(
      '--parallel <number>',
      'students that hunt mutants at a time, beside the one of the steps; 1: one student in all (default: 1 on docker, else 2)',
      atLeastOne,
    )
    .option(
      '--report <file>',
      'write which check catches which mutant: .html for a page, else Markdown',
    )
    .option('--verbose', 'show what the steps print')
    .allowExcessArguments(false);

const atLeastOne = (text: string): number => {
  const value = Number(text);
  if (value >= 1) return value;
  throw new InvalidArgumentError('Expected a number from 1.');
};
