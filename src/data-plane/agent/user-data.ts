import { spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { USER_DATA } from './instance.ts';

const SCRIPT = '/var/lib/cloud/instance/scripts/part-001';
const FINISHED = '/var/lib/cloud/instance/boot-finished';
const OUTPUT = '/var/log/cloud-init-output.log';

/**
 * Runs the user data, once in the life of the disk. Like cloud-init: only what begins with `#!` is
 * a script; what it prints is in /var/log/cloud-init-output.log; how it ends keeps nothing from
 * going on.
 */
export const runUserData = async (): Promise<void> => {
  if (existsSync(FINISHED)) return;
  for (const file of [SCRIPT, FINISHED, OUTPUT]) mkdirSync(dirname(file), { recursive: true });
  if (existsSync(USER_DATA)) {
    const failure = readFileSync(USER_DATA, 'utf8').startsWith('#!')
      ? await runScript()
      : `Unhandled non-multipart userdata: it does not begin with "#!".`;
    if (failure !== undefined) appendFileSync(OUTPUT, `cloud-init: ${failure}\n`);
  }
  writeFileSync(FINISHED, `${new Date().toISOString()}\n`);
};

/** What went wrong; undefined: nothing. */
const runScript = async (): Promise<string | undefined> => {
  copyFileSync(USER_DATA, SCRIPT);
  const found = await run('/bin/sh', ['-c', `chmod 755 ${SCRIPT} && exec ${SCRIPT}`]);
  // A machine without bash: sh understands most of what is written for it.
  const code = found === 127 ? await run('/bin/sh', [SCRIPT]) : found;
  return code === 0 ? undefined : `Failed running ${SCRIPT} [${code}]`;
};

const run = (program: string, words: readonly string[]): Promise<number | string> =>
  new Promise((resolve) => {
    const output = openSync(OUTPUT, 'a');
    const child = spawn(program, words, { cwd: '/', stdio: ['ignore', output, output] });
    child.on('error', ({ message }) => resolve(message));
    // Not `close`: what the script left running in the background keeps its output open.
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
