import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '../../../project-root.ts';
import { whereabouts } from '../../aws/parameters/files.ts';
import { run as runAws } from '../../aws/run.ts';
import { exitStatus } from '../../aws/usage.ts';
import type { Actor, ProofTime } from '../time/proof-time.ts';
import { clientScript, STUDENT_VARIABLE } from './client.ts';
import { type Call, readCall } from './read-call.ts';
import { sleepTime } from './sleep.ts';

/** What a lab's shell needs to use the programs. */
export interface ShellPrograms {
  /** Comes first on its PATH. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What one call of a program may do. */
interface Surroundings {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Programs of the students' shells that run in this process: `aws`, which then needs no start of
 * Node.js, and `sleep`, which takes its time from the clock of the proof. On the PATH are scripts
 * (`client.ts`) that ask for them at a port of 127.0.0.1.
 */
export class Programs {
  readonly #time: ProofTime;
  readonly #folder: string;
  readonly #server: Server;
  readonly #students = new Map<string, Actor>();

  private constructor(time: ProofTime, folder: string) {
    this.#time = time;
    this.#folder = folder;
    this.#server = createServer((socket) => this.#hear(socket));
  }

  /** `folder`: where the scripts are written. */
  static async open(time: ProofTime, folder: string): Promise<Programs> {
    const programs = new Programs(time, folder);
    const port = await portOf(programs.#server);
    await mkdir(folder, { recursive: true });
    const aws = [process.execPath, join(projectRoot, 'dist', 'aws.js')];
    const write = (name: string, instead: readonly string[]) =>
      writeFile(join(folder, name), clientScript(name, port, instead), { mode: 0o755 });
    await Promise.all([write('aws', aws), write('sleep', ['/bin/sleep'])]);
    return programs;
  }

  /** Makes the programs known to the shell of somebody, who is that actor. */
  admit(actor: Actor): ShellPrograms {
    const student = randomUUID();
    this.#students.set(student, actor);
    return { folder: this.#folder, environment: { [STUDENT_VARIABLE]: student } };
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #hear(socket: Socket): void {
    let heard = '';
    const gone = new AbortController();
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => gone.abort(new Error('The program was ended.')));
    const read = (text: string) => {
      heard += text;
      const call = readCall(heard);
      if (call === undefined) return;
      socket.off('data', read);
      socket.resume();
      const actor = this.#students.get(call.student);
      if (actor === undefined) return void socket.destroy();
      void this.#answer(call, actor, socket, gone.signal);
    };
    socket.on('data', read);
  }

  async #answer(call: Call, actor: Actor, socket: Socket, gone: AbortSignal): Promise<void> {
    const status = await carryOut(call, this.#time, {
      print: (text) => void socket.write(frame('1', text)),
      printError: (text) => void socket.write(frame('2', text)),
      sleep: (milliseconds) => actor.sleep(milliseconds, gone),
    }).catch((error: unknown) => {
      if (gone.aborted) return exitStatus.interrupted;
      socket.write(frame('2', `${error instanceof Error ? error.stack : error}\n`));
      return 1;
    });
    socket.end(`exit ${status}\n`);
  }
}

const portOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });

const carryOut = async (
  { program, args, folder, environment }: Call,
  { clock }: ProofTime,
  { print, printError, sleep }: Surroundings,
): Promise<number> => {
  if (program === 'sleep') {
    const time = sleepTime(args);
    if (time !== undefined) await sleep(time);
    else printError(`sleep: expected times such as 1, 0.5 or 2m, found "${args.join(' ')}"\n`);
    return time === undefined ? 1 : 0;
  }
  return whereabouts.run({ folder, environment }, () =>
    runAws(args, {
      environment,
      terminalWidth: 80,
      print,
      printError,
      sleep,
      setInterruptStatus: () => {},
      now: () => clock.now(),
    }),
  );
};

/** To which stream, how many bytes, and the bytes. `b`: some of them are NUL. */
const frame = (stream: '1' | '2', text: string): Buffer => {
  const bytes = Buffer.from(text);
  const kind = bytes.includes(0) ? `${stream}b` : stream;
  return bytes.length === 0
    ? bytes
    : Buffer.concat([Buffer.from(`${kind} ${bytes.length}\n`), bytes]);
};
