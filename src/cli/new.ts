import { Command } from 'commander';
import { projectRoot } from '../project-root.ts';
import { parseOrExit } from './lab/command-line.ts';
import { BadLabName, makeLab } from './new/make-lab.ts';

/** Makes a lab. Exit status: 0 made, 2 a mistake in the call. */
export const run = async (args: string[]): Promise<number> => {
  const command = parseOrExit(describeCommand(), args);
  if (typeof command === 'number') return command;
  const [id = ''] = command.args;
  try {
    const files = await makeLab(projectRoot, id);
    const next = [
      [`npm run lab:lint ${id}`, 'explains each fault at its line'],
      [`npm run lab:prove ${id}`, 'shows that its checks tell right from wrong'],
      [`npm run lab ${id}`, 'goes through it in this terminal, beside npm start'],
      ['npm start', `has its page, at labs/${id}/index.html`],
    ];
    const width = Math.max(...next.map(([command = '']) => command.length));
    console.log(`Made:
${files.map((file) => `  ${file}`).join('\n')}

It is a small lab, and whole. Change it piece by piece into your own:
${next.map(([command = '', what]) => `  ${command.padEnd(width)}  ${what}`).join('\n')}
How labs are written is in the workbook, at instructors/index.html.`);
    return 0;
  } catch (error) {
    if (!(error instanceof BadLabName)) throw error;
    console.error(error.message);
    return 2;
  }
};

const describeCommand = () =>
  new Command('npm run lab:new --')
    .description(
      'Makes a lab of that name in labs/, with its text, checks, mutants and files, and the test that proves it. It can be linted and proved as it is.',
    )
    .argument('<name>', 'of lower-case letters, digits and hyphens, such as my-lab')
    .allowExcessArguments(false);
