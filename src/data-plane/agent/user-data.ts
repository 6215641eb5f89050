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
    const script = readFileSync(USER_DATA, 'utf8').replaceAll('\r\n', '\n').trimStart();
    const failure = script.startsWith('#!')
      ? await runScript(script)
      : `Unhandled non-multipart userdata: it does not begin with "#!".`;
    if (failure !== undefined) appendFileSync(OUTPUT, `cloud-init: ${failure}\n`);
  }
  writeFileSync(FINISHED, `${new Date().toISOString()}\n`);
};

/** What went wrong; undefined: nothing. */
const runScript = async (script: string): Promise<string | undefined> => {
  writeFileSync(SCRIPT, script, { mode: 0o755 });
  const interpreter = /^#!\s*(\S+)/.exec(script)?.[1] ?? '';
  // A machine without bash: sh understands most of what is written for it.
  const words = existsSync(interpreter) ? [] : ['/bin/sh'];
  const [program = SCRIPT, ...rest] = [...words, SCRIPT];
  const code = await run(program, rest);
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
