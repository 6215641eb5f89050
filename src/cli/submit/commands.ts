import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SubmissionError } from '../../../grader/submission/submission-error.ts';
import type { Progress } from '../../server/api.ts';
import type { Lab, Step } from '../../workbook/lab.ts';

export interface Commands {
  readonly text: string;
  /** Where they are from, for the student. */
  readonly origin: string;
  /** What the student should know, a sentence each. */
  readonly notices: readonly string[];
}

/** The student's own `commands.sh` if there is one, else the steps that were run, in their order. */
export const findCommands = async (
  lab: Lab,
  folder: string,
  progress: Progress,
): Promise<Commands> => {
  const own = await readFile(join(folder, 'commands.sh'), 'utf8').catch(() => undefined);
  if (own === undefined) return commandsOfSteps(lab, folder, progress);
  if (own.trim() !== '') return { text: own, origin: 'your own commands.sh', notices: [] };
  throw new SubmissionError(
    `${join(folder, 'commands.sh')} is empty, expected the commands that make your cluster. Write them, or remove the file: then the steps that you ran are packed.`,
  );
};

/** What clean-up steps remove is what the checks look for; and there is no Docker where it is replayed. */
export const commandsOfSteps = (lab: Lab, folder: string, progress: Progress): Commands => {
  const steps = lab.blocks.filter((block) => block.type === 'step');
  const statusOf = ({ id }: Step) => progress.steps[id]?.status;
  const ran = steps.filter(
    (step) => statusOf(step) === 'done' && !step.cleanUp && step.needs === undefined,
  );
  if (ran.length === 0) {
    throw new SubmissionError(
      `There is nothing to pack: expected ${join(folder, 'commands.sh')} with your commands, or steps of ${lab.id} that you ran here. Is it another account (--account) or data folder (--data)?`,
    );
  }
  const failed = steps.filter((step) => statusOf(step) === 'failed').map(({ id }) => id);
  const header = `# The steps of the lab ${lab.id} that were run, in their order.\n`;
  const scripts = ran.map(({ title, script }) => `\n# ${title}\n${script.trimEnd()}\n`);
  return {
    text: [header, ...scripts].join(''),
    origin: `the ${ran.length} of ${steps.length} steps that you ran`,
    notices:
      failed.length === 0 ? [] : [`Steps that failed are not among them: ${failed.join(', ')}.`],
  };
};
