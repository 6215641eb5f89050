import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Lab } from '../lab.ts';
import { prologue, runFile } from './driver.ts';
import { type AwsChoice, type ShellTarget, shellEnvironment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { MarkerReader } from './marker-reader.ts';
import { labFolders, prepareFolders } from './work-folder.ts';

export interface LabShellOptions extends ShellTarget {
  readonly lab: Lab;
  /** The runtime's data folder; the lab's working folder is made in it. */
  readonly dataDir: string;
  /** Default: the AWS CLI if it is installed, else the workbook's own. */
  readonly aws?: AwsChoice | undefined;
  /** Programs that go before all others on the PATH, and what they find in the environment. */
  readonly programs?:
    | { readonly folder: string; readonly environment: Readonly<Record<string, string>> }
    | undefined;
  /** Program to run steps with; default bash, else sh. */
  readonly shell?: string | undefined;
  /** Milliseconds for what was asked to stop to do so, before it is made to; default 3,000. */
  readonly grace?: number | undefined;
}

export interface RunOptions {
  /** Milliseconds after which the step is stopped; default ten minutes. */
  readonly timeout?: number | undefined;
}

export interface StepExit {
  /** 130: interrupted. 124: ran out of time. */
  readonly code: number;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

const TEN_MINUTES = 600_000;

/** Opens the shell in which all steps of a lab run, in a folder with the lab's files. */
export const openLabShell = async (options: LabShellOptions): Promise<LabShell> => {
  const folders = labFolders(options.dataDir, options.lab.id, options.account);
  await prepareFolders(options.lab, folders);
  const environment = await shellEnvironment(options, options.dataDir, options.aws);
  if (options.programs !== undefined) {
    const { folder, environment: more } = options.programs;
    Object.assign(environment, more, { PATH: [folder, environment.PATH].join(delimiter) });
  }
  const program = options.shell ?? findProgram('bash') ?? findProgram('sh');
  if (program === undefined) {
    throw new Error('Expected bash or sh on the PATH to run steps with, found neither.');
  }
  return new LabShell(program, folders.work, folders.shell, environment, options.grace);
};

/** One shell for all steps, one at a time; variables and the folder stay from step to step. */
export class LabShell {
  #child: Child | undefined;
  #running = false;
  #interrupted = false;

  constructor(
    readonly program: string,
    /** Where the steps run. */
    readonly folder: string,
    readonly stateFolder: string,
    readonly environment: NodeJS.ProcessEnv,
    readonly grace = 3_000,
  ) {}

  /**
   * Runs a step and streams what it prints, stdout and stderr together. Rejects only when the
   * shell cannot be started or already runs a step.
   */
  async run(
    step: { readonly script: string },
    onOutput: (text: string) => void,
    { timeout = TEN_MINUTES }: RunOptions = {},
  ): Promise<StepExit> {
    if (this.#running) throw new Error('Another step is still running in this shell.');
    this.#running = true;
    this.#interrupted = false;
    const nonce = randomUUID();
    const file = join(this.stateFolder, `step-${nonce}.sh`);
    let timedOut = false;
    let timer: NodeJS.Timeout | undefined;
    try {
      await writeFile(file, `${step.script}\n`);
      this.#child ??= await this.#start();
      const child = this.#child;
      timer = setTimeout(() => {
        timedOut = true;
        this.interrupt();
      }, timeout);
      const commands = (mark: (code: string) => string) =>
        runFile(file, this.#stateFile, mark, isBash(this.program));
      const code = await follow(child, nonce, commands, onOutput);
      if (child.exitCode !== null || child.signalCode !== null) this.#child = undefined;
      if (timedOut)
        onOutput(`\nThis step was stopped: it was not done after ${timeout / 1000} s.\n`);
      return { code: timedOut ? 124 : this.#interrupted ? 130 : code };
    } finally {
      clearTimeout(timer);
      this.#running = false;
      await rm(file, { force: true });
    }
  }

  /** Stops the step that runs, as Ctrl-C does; by force if it does not listen. */
  interrupt(): void {
    const child = this.#child;
    if (child === undefined || !this.#running) return;
    this.#interrupted = true;
    signalGroup(child, 'SIGINT');
    const timer = setTimeout(() => {
      if (this.#running && child === this.#child) signalGroup(child, 'SIGKILL');
    }, this.grace);
    timer.unref();
  }

  get #stateFile(): string {
    return join(this.stateFolder, 'state.sh');
  }

  /** Ends the shell and all that its steps left running. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    const over = child.exitCode !== null || child.signalCode !== null;
    signalGroup(child, 'SIGTERM');
    child.stdin.end();
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), this.grace);
    if (!over) await ended;
    clearTimeout(timer);
  }

  async #start(): Promise<Child> {
    const bash = isBash(this.program);
    const child = spawn(this.program, bash ? ['--noprofile', '--norc'] : [], {
      cwd: existsSync(this.folder) ? this.folder : '/',
      env: this.environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      // A group of its own, to be stopped as one.
      detached: true,
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    // A step may end the shell while we write to it.
    child.stdin.on('error', () => {});
    child.stdin.write(`${prologue(this.#stateFile, bash)}\n`);
    return child;
  }
}

/** Has the shell run the commands; answers their exit status, or the shell's own when that ends. */
const follow = (
  child: Child,
  nonce: string,
  commands: (mark: (code: string) => string) => string,
  onOutput: (text: string) => void,
): Promise<number> =>
  new Promise((resolve) => {
    const finish = (code: number) => {
      child.stdout.off('data', onData);
      child.off('close', onClose);
      resolve(code);
    };
    const reader = new MarkerReader(nonce, onOutput, finish);
    const onData = (chunk: Buffer) => reader.read(chunk);
    const onClose = (code: number | null) => {
      reader.end();
      finish(code ?? 137);
    };
    child.stdout.on('data', onData);
    child.on('close', onClose);
    child.stdin.write(commands((code) => reader.command(code)));
  });

const isBash = (program: string): boolean => basename(program) === 'bash';

const signalGroup = (child: Child, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
};
