import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { SANDBOX_LIMITS } from '../../grader/sandbox/limits.ts';
import { collectFiles, refuseSecrets } from '../../grader/submission/collect.ts';
import { openSubmission } from '../../grader/submission/open-submission.ts';
import { packSubmission } from '../../grader/submission/pack.ts';
import { SubmissionError } from '../../grader/submission/submission-error.ts';
import { inUnits } from '../../grader/submission/unpack-limits.ts';
import { defaultAccount, defaultDataDir } from '../workbook/data-dir.ts';
import type { Lab } from '../workbook/lab.ts';
import { loadLab, UnknownLab } from '../workbook/load-lab.ts';
import { ProgressFile } from '../workbook/progress.ts';
import { labFolders } from '../workbook/run-steps.ts';
import { account, parseOrExit, path, swallowedByNpm } from './lab/command-line.ts';
import { findCommands } from './submit/commands.ts';

interface Options {
  readonly student: string;
  readonly out?: string;
  readonly account: string;
  readonly data: string;
}

/** Exit status: 0 packed, 1 there is something to mend first, 2 a mistake in the call. */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  if (typeof command === 'number') {
    const swallowed = swallowedByNpm('lab:submit', ['student', 'out', 'account', 'data']);
    if (command !== 0 && swallowed !== undefined) console.error(swallowed);
    return command;
  }
  const [id = ''] = command.args;
  try {
    console.log(await submit(await loadLab(id), command.opts<Options>()));
    return 0;
  } catch (error) {
    if (!(error instanceof UnknownLab || error instanceof SubmissionError)) throw error;
    console.error(error.message);
    return error instanceof UnknownLab ? 2 : 1;
  }
};

const describeCommand = () =>
  new Command('npm run lab:submit --')
    .description(
      'Packs what you hand in of a lab into one archive: your commands and your files. Your commands are commands.sh in the folder of the lab if you have written one there, else the steps that you ran.',
    )
    .argument('<lab>')
    .requiredOption('--student <id>', 'what your school calls you')
    .option('--out <file>', 'a .zip or a .tar.gz; default: STUDENT-LAB.zip where you are', path)
    .option('--account <id>', 'on which you worked', account, defaultAccount)
    .option('--data <dir>', 'data folder of the runtime', path, defaultDataDir)
    .addHelpText('after', `\n${howItIsJudged()}`)
    .allowExcessArguments(false);

/** Answers what is to be told. */
const submit = async (lab: Lab, options: Options): Promise<string> => {
  const { student } = options;
  const out =
    options.out ?? path(`${student.replaceAll(/[^\p{L}\p{N}@._-]/gu, '-')}-${lab.id}.zip`);
  if (!/\.(?:zip|tar\.gz|tgz)$/i.test(out)) {
    throw new SubmissionError(`--out ${out}: expected a name that ends in .zip or .tar.gz.`);
  }
  const folder = labFolders(options.data, lab.id, options.account).work;
  const progress = await new ProgressFile(options.data, lab.id, options.account).read();
  const commands = await findCommands(lab, folder, progress);
  refuseSecrets('commands.sh', commands.text);
  const collected = existsSync(folder) ? await collectFiles(folder) : { files: [], leftOut: [] };
  const files = collected.files.filter((file) => file.path !== 'commands.sh');
  const manifest = {
    format: 1,
    lab: lab.id,
    student,
    packedAt: new Date().toISOString(),
    packedBy: 'npm run lab:submit',
    account: options.account,
  } as const;
  const isThere = existsSync(out);
  await packSubmission({ manifest, commands: commands.text, files }, out);
  // As the grader will: what it would refuse is better known now.
  await using _read = await openSubmission(out, { lab: lab.id, student });
  const { size } = await stat(out);
  return [
    `${isThere ? 'Packed anew' : 'Packed'} for ${student}: ${out} (${inUnits(size)})`,
    `  commands.sh  ${commands.origin}`,
    ...files.map((file) => `  files/${file.path}  ${inUnits(file.content.length)}`),
    ...collected.leftOut.map((what) => `Left out: ${what}`),
    ...commands.notices,
    '',
    howItIsJudged(),
    '',
    'Try it as it will be tried:',
    `  npm run grade -- --lab ${lab.id} --submissions ${out}`,
  ].join('\n');
};

const howItIsJudged = (): string => {
  const { seconds, memoryMiB, diskMiB } = SANDBOX_LIMITS;
  return `It is judged by what commands.sh makes when it runs once from nothing: on an empty account, in the
folder files/, with bash, the AWS CLI, curl and Node.js, and with no network but the AWS API and
your own cluster. It may take ${seconds} s, ${memoryMiB} MiB of memory and ${diskMiB} MiB of files. So let it wait for what it
needs, and ask for ids instead of writing them down: they are others there.`;
};
