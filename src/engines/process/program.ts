import { join } from 'node:path';
import { execa } from 'execa';
import { projectRoot } from '../../project-root.ts';
import type { Clock } from '../engine.ts';
import { type ContainerRecord, readNumber } from './folders.ts';
import { isOurs, killGroup, lives, signal } from './processes.ts';

const WRAPPER = join(projectRoot, 'src', 'data-plane', 'process', 'wrapper.sh');
const START_DEADLINE = 10_000;
const KILLED = 137;

export type Command = Pick<ContainerRecord, 'command' | 'workingDirectory' | 'environment'>;

/** A program (a container's, most often) and the wrapper above it, as processes of this machine. */
export class Program {
  #wrapper: number | undefined;

  /** `folder` is where the wrapper writes what it knows. */
  constructor(readonly folder: string) {}

  /** True once it runs or has run. */
  get hasStarted(): boolean {
    return this.#pid !== undefined;
  }

  /** Starts it below a wrapper; resolves once it runs. `ended` is called when the wrapper is gone. */
  async start(
    { command, workingDirectory, environment }: Command,
    output: string,
    clock: Clock,
    ended: () => void,
  ): Promise<void> {
    const wrapper = execa('/bin/sh', [WRAPPER, this.folder, output, ...command], {
      cwd: workingDirectory,
      env: environment,
      extendEnv: false,
      stdio: 'ignore',
      detached: true,
      cleanup: false,
      reject: false,
    });
    wrapper.unref();
    void wrapper.then(ended);
    const deadline = clock.now() + START_DEADLINE;
    while (!this.hasStarted) {
      if (clock.now() > deadline)
        throw new Error(`its program did not start within ${START_DEADLINE} ms`);
      await new Promise<void>((resolve) => clock.after(5, resolve));
    }
  }

  /**
   * The exit code, 128 + n for signal n; undefined while it runs. `isAdopted`: this engine has not
   * seen the wrapper alive yet, so that its process id may be someone else's by now.
   */
  exitCode(isAdopted: boolean): number | undefined {
    const wrapper = this.#wrapperPid;
    const isAlive = wrapper !== undefined && (isAdopted ? isOurs : lives)(wrapper, this.folder);
    // Read after the look at the wrapper, which writes it before it ends.
    const exitCode = readNumber(join(this.folder, 'exit'));
    if (exitCode !== undefined || isAlive) return exitCode;
    // The wrapper was killed, or the machine restarted: nobody is left to tell.
    if (wrapper !== undefined) killGroup(wrapper, this.#pid);
    return KILLED;
  }

  signal(name: NodeJS.Signals): void {
    const wrapper = this.#wrapperPid;
    const pid = this.#pid;
    // While its wrapper lives nobody else can have got the program's process id.
    if (pid !== undefined && wrapper !== undefined && isOurs(wrapper, this.folder))
      signal(pid, name);
  }

  /** To all processes of the container, its wrapper among them. */
  signalAll(name: 'SIGSTOP' | 'SIGCONT'): void {
    const wrapper = this.#wrapperPid;
    if (wrapper !== undefined && isOurs(wrapper, this.folder)) signal(-wrapper, name);
  }

  /** The group that its processes are in; undefined: it never ran. */
  get group(): number | undefined {
    return this.#wrapperPid;
  }

  get #pid(): number | undefined {
    return readNumber(join(this.folder, 'pid'));
  }

  get #wrapperPid(): number | undefined {
    this.#wrapper ??= readNumber(join(this.folder, 'wrapper'));
    return this.#wrapper;
  }
}
