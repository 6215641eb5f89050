import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { USER_DATA } from './instance.ts';
import { scriptsIn } from './scripts-in.ts';

const SCRIPTS = '/var/lib/cloud/instance/scripts';
const FINISHED = '/var/lib/cloud/instance/boot-finished';
const OUTPUT = '/var/log/cloud-init-output.log';

/**
 * Runs the user data, once in the life of the disk. Like cloud-init: only what begins with `#!` (or
 * parts of a MIME message) are scripts; what they print is in /var/log/cloud-init-output.log; how
 * they end keeps nothing from going on.
 */
export const runUserData = async (): Promise<void> => {
  if (existsSync(FINISHED)) return;
  mkdirSync(SCRIPTS, { recursive: true });
  mkdirSync(dirname(OUTPUT), { recursive: true });
  if (existsSync(USER_DATA)) {
    const scripts = scriptsIn(readFileSync(USER_DATA, 'utf8'));
    for (const [index, script] of scripts.entries()) await runScript(script, index + 1);
    if (scripts.length === 0)
      appendFileSync(OUTPUT, 'cloud-init: Unhandled userdata: it does not begin with "#!".\n');
  }
  writeFileSync(FINISHED, `${new Date().toISOString()}\n`);
};

const runScript = async (script: string, number: number): Promise<void> => {
  const file = `${SCRIPTS}/part-${String(number).padStart(3, '0')}`;
  writeFileSync(file, script, { mode: 0o755 });
  const interpreter = /^#!\s*(\S+)/.exec(script)?.[1] ?? '';
  // Without a first line, and on a machine without bash: sh understands most of what is written for it.
  const code = existsSync(interpreter) ? await run(file, []) : await run('/bin/sh', [file]);
  if (code !== 0) appendFileSync(OUTPUT, `cloud-init: Failed running ${file} [${code}]\n`);
};

const run = (program: string, words: readonly string[]): Promise<number | string> =>
  new Promise((resolve) => {
    const output = openSync(OUTPUT, 'a');
    const child = spawn(program, words, { cwd: '/', stdio: ['ignore', output, output] });
    child.on('error', ({ message }) => resolve(message));
    // Not `close`: what the script left running in the background keeps its output open.
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
