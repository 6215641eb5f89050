import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from '../../../src/workbook/shell/find-program.ts';
import { type LabShell, openLabShell } from '../../../src/workbook/shell/lab-shell.ts';
import { terminalShell } from '../../../src/workbook/shell/terminal-shell.ts';
import { aLab } from '../../server/a-lab.ts';
import { eventually } from '../../server/eventually.ts';

let folder: string;
let steps: LabShell;

const target = () => ({
  lab: { ...aLab, folder },
  account: '123456789012',
  endpoint: 'http://localhost:4566',
  dataDir: folder,
  aws: 'ours' as const,
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminal-shell-'));
  steps = await openLabShell(target());
});
afterEach(async () => {
  await steps.close();
  await rm(folder, { recursive: true });
});

const run = async (script: string) => {
  let output = '';
  await steps.run({ script }, (text) => (output += text));
  return output.trim();
};

/** The shell of a terminal, without one: `ask` types a line and answers what it prints. */
const open = async () => {
  const { program, args, folder: cwd, environment } = await terminalShell(target());
  const child = spawn(program, args, { cwd, env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  let asked = 0;
  return {
    program,
    async ask(line: string) {
      const end = `end-${++asked}`;
      const from = output.length;
      child.stdin.write(`${line}\necho ${end}\n`);
      await eventually(() => output.includes(end, from));
      return output.slice(from, output.indexOf(end, from)).trim();
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.stdin.end();
      await ended;
    },
  };
};

test.skipIf(findProgram('bash') === undefined)(
  'the terminal begins where the steps are, and both have the same variables, each its place',
  async () => {
    await run('export CLUSTER="all the cats"; WORDS=(two one); mkdir deep; cd deep');
    await using terminal = await open();
    expect(
      await terminal.ask('echo "$CLUSTER, $WORDS, $(basename "$PWD"), $AWS_ACCESS_KEY_ID"'),
    ).toBe('all the cats, two, deep, 123456789012');
    expect(await terminal.ask('sh -c \'echo "$CLUSTER"\'')).toBe('all the cats');
    // At once, though its prompt was there before.
    await run('CLUSTER=changed');
    expect(await terminal.ask('echo "$CLUSTER"')).toBe('changed');
    await terminal.ask("MINE='it is mine'; CLUSTER=mine; cd /");
    expect(await run('echo "$MINE, $CLUSTER, $(basename "$PWD")"')).toBe('it is mine, mine, deep');
    expect(await terminal.ask('echo "$PWD hi! # $?"')).toBe('/ hi! # 0');
    // Nothing of the terminal itself.
    expect(await run('echo "<$PS1$PROMPT_COMMAND$COLUMNS$HISTFILE>"')).toBe('<>');
  },
);

test('a terminal that belongs to no lab has a folder of its own', async () => {
  const shell = await terminalShell({ ...target(), lab: null });
  expect(shell.folder).toBe(join(folder, 'labs', 'home', '123456789012', 'work'));
  expect(shell.bracketedPaste).toBe(basename(shell.program) === 'bash');
});
