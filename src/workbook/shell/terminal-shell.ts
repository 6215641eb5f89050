import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Lab } from '../lab.ts';
import { type AwsChoice, type ShellTarget, shellEnvironment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { quote } from './quote.ts';
import { sharedVariables } from './shared-variables.ts';
import { labFolders, prepareFolders } from './work-folder.ts';

/** What to start for a terminal. */
export interface TerminalShell {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Its prompt says that it takes text of several lines as one paste (bash from 4.3). */
  readonly bracketedPaste: boolean;
  /** Where it writes the status of a command that failed, before its next prompt; undefined: nowhere. */
  readonly failureFile?: string | undefined;
}

export interface TerminalShellOptions extends ShellTarget {
  /** Null: a folder of the account's own, beside the labs. */
  readonly lab: Lab | null;
  readonly dataDir: string;
  readonly aws?: AwsChoice | undefined;
}

/** What a terminal that this runtime was started in says of itself, which is not so in ours. */
const OTHER_TERMINAL = ['TMUX', 'TMUX_PANE', 'STY', 'WINDOWID', 'COLUMNS', 'LINES', 'BASH_ENV'];

/**
 * The shell that a student types into: with the folder, the environment and (with bash) the
 * variables of the lab's steps, so that steps can be run here and there in turn.
 */
export const terminalShell = async (options: TerminalShellOptions): Promise<TerminalShell> => {
  const { lab, dataDir, account } = options;
  const folders = labFolders(dataDir, lab?.id ?? 'home', account);
  if (lab !== null) await prepareFolders(lab, folders);
  for (const folder of [folders.work, folders.shell]) await mkdir(folder, { recursive: true });
  const environment = await shellEnvironment(options, dataDir, options.aws);
  for (const name of OTHER_TERMINAL) delete environment[name];
  const program = findProgram('bash') ?? findProgram('sh');
  if (program === undefined)
    throw new Error('Expected bash or sh on the PATH for the terminal, found neither.');
  const name = lab?.id ?? 'workbook';
  const shell = { program, folder: folders.work, bracketedPaste: false };
  if (basename(program) !== 'bash')
    return { ...shell, args: ['-i'], environment: { ...environment, PS1: `${name} $ ` } };
  const file = join(folders.shell, 'terminal.bashrc');
  const failureFile = join(folders.shell, 'terminal.failure');
  await writeFile(file, bashrc(folders.shell, folders.work, name, failureFile));
  return {
    ...shell,
    args: ['--noprofile', '--rcfile', file, '-i'],
    environment,
    bracketedPaste: true,
    failureFile,
  };
};

/** What bash reads before its first prompt. The student's own settings could point it elsewhere. */
const bashrc = (shellFolder: string, work: string, name: string, failureFile: string): string => {
  const state = join(shellFolder, 'state.sh');
  // Not in a function, where `declare` would be local. The terminal stays where it is.
  const load = `cd() { __lab_cd=$1; }; . ${quote(state)} > /dev/null 2>&1 || :; unset -f cd; __lab_kept=$(__lab_declare)`;
  return `${[
    `HISTFILE=${quote(join(shellFolder, 'history'))}`,
    // As in the steps, where "!" is a character like others.
    'set +H',
    "bind 'set enable-bracketed-paste on' 2> /dev/null",
    `__lab_work=${quote(work)}`,
    `PS1='\\[\\e[32m\\]\${PWD/#"$__lab_work"/${name}}\\[\\e[0m\\] $ '`,
    'PROMPT_COMMAND=__lab_prompt',
    ...sharedVariables(state, 'terminal'),
    '__lab_cd=$__lab_work',
    load,
    // Where the steps are is where one begins.
    'cd "$__lab_cd" 2> /dev/null',
    `__lab_fail() { printf %s "$1" >| ${quote(failureFile)}; }`,
    // Of commands that are pasted together only the last one comes before a prompt.
    "trap '__lab_fail $?' ERR",
    `__lab_prompt() { __lab_code=$?; [ $__lab_code = 0 ] || __lab_fail $__lab_code; history -a; __lab_now=$(__lab_declare); if [ "$__lab_now" != "$__lab_kept" ]; then __lab_kept=$__lab_now; __lab_keep "$__lab_now" "$__lab_cd"; fi; }`,
    // Before each command, since a step may have run while the prompt was waiting.
    `trap ${quote(`if __lab_changed; then ${load}; fi`)} DEBUG`,
  ].join('\n')}\n`;
};
