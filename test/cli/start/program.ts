import { spawn } from 'node:child_process';

export interface Program {
  readonly pid: number;
  /** What it has printed so far, stdout and stderr. */
  readonly output: string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it by force if it still runs. */
  end(): Promise<void>;
}

/** Runs a program as a person would at a terminal, in a group of its own. */
export const runProgram = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Program => {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  return {
    pid: child.pid ?? 0,
    get output() {
      return output;
    },
    ended,
    signal: (signal) => child.kill(signal),
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
};
