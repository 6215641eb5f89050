import type { ServerResponse } from 'node:http';
import { KeptOutput } from '../../workbook/kept-output.ts';
import type { Lab, Step } from '../../workbook/lab.ts';
import type { Progress, StepOutput } from '../api.ts';
import { HttpError } from './http-error.ts';
import type { LabTools, Shell } from './lab-tools.ts';

interface Session {
  shell: Promise<Shell> | undefined;
  running: Run | undefined;
}

/** A step under way. */
interface Run {
  readonly step: string;
  readonly startedAt: number;
  readonly output: KeptOutput;
  readonly readers: Set<ServerResponse>;
}

/** Runs steps for the page: one shell a lab and account, one step in it at a time. */
export class StepRunner {
  readonly #sessions = new Map<string, Session>();

  constructor(readonly tools: Pick<LabTools, 'progress' | 'whyPassedOver' | 'openShell'>) {}

  /** Streams the step's output as newline-delimited JSON; goes on when nobody listens any more. */
  async run(lab: Lab, stepId: string, account: string, response: ServerResponse): Promise<void> {
    const step = stepOf(lab, stepId);
    const session = this.#session(lab, account);
    refuseWhileRunning(session);
    const run = {
      step: stepId,
      startedAt: Date.now(),
      output: new KeptOutput(),
      readers: new Set<ServerResponse>(),
    };
    session.running = run;
    listen(run, response);
    try {
      const end = await this.#run(lab, step, account, session, run);
      tell(run, end);
    } finally {
      session.running = undefined;
      for (const reader of run.readers) reader.end();
    }
  }

  /** Streams the step that runs, from its beginning, as `run` does. */
  follow(lab: Lab, stepId: string, account: string, response: ServerResponse): void {
    const { running } = this.#session(lab, account);
    if (running?.step !== stepId) throw new HttpError(404, `Step ${stepId} does not run now.`);
    listen(running, response);
    const { text } = running.output;
    if (text !== '') write(response, { type: 'output', text });
  }

  running(lab: Lab, account: string): Progress['running'] {
    const { running } = this.#session(lab, account);
    return running && { step: running.step, startedAt: running.startedAt };
  }

  /** Forgets how a step ran. */
  async forget(lab: Lab, stepId: string, account: string): Promise<Progress> {
    const { id } = stepOf(lab, stepId);
    refuseWhileRunning(this.#session(lab, account));
    return (await this.tools.progress(lab.id, account)).forget(id);
  }

  /** Ends the shell of a lab and whatever runs in it. */
  async closeShell(lab: Lab, account: string): Promise<void> {
    const session = this.#session(lab, account);
    const shell = session.shell;
    session.shell = undefined;
    await (await shell?.catch(() => undefined))?.close();
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#sessions.values()].map(async ({ shell }) =>
        (await shell?.catch(() => undefined))?.close(),
      ),
    );
    this.#sessions.clear();
  }

  /** Runs it and keeps how it ended. */
  async #run(
    lab: Lab,
    step: Step,
    account: string,
    session: Session,
    run: Run,
  ): Promise<Exclude<StepOutput, { type: 'output' }>> {
    const progress = await this.tools.progress(lab.id, account);
    const reason = await this.tools.whyPassedOver(step);
    if (reason !== undefined) {
      await progress.step(step.id, 'passedOver', { reason });
      return { type: 'passedOver', reason };
    }
    const print = (text: string) => {
      run.output.add(text);
      tell(run, { type: 'output', text });
    };
    session.shell ??= this.tools.openShell(lab, account);
    const { code } = await session.shell
      .then((shell) => shell.run(step, print))
      .catch((error: unknown) => {
        // The next step gets a new shell.
        session.shell = undefined;
        print(`${error instanceof Error ? error.message : error}\n`);
        return { code: 1 };
      });
    await progress.step(step.id, code === 0 ? 'done' : 'failed', { code, output: run.output.text });
    return { type: 'exit', code };
  }

  #session(lab: Lab, account: string): Session {
    const key = `${account}/${lab.id}`;
    const session = this.#sessions.get(key) ?? { shell: undefined, running: undefined };
    this.#sessions.set(key, session);
    return session;
  }
}

const stepOf = (lab: Lab, id: string): Step => {
  const step = lab.blocks.find((block): block is Step => block.type === 'step' && block.id === id);
  if (step === undefined) throw new HttpError(404, `Lab ${lab.id} has no step ${id}.`);
  return step;
};

const refuseWhileRunning = ({ running }: Session): void => {
  if (running === undefined) return;
  throw new HttpError(
    409,
    `Step ${running.step} of this lab is still running. Wait for it, or reset the lab.`,
  );
};

const listen = ({ readers }: Run, response: ServerResponse): void => {
  response.writeHead(200, {
    'Content-Type': 'application/x-ndjson',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.flushHeaders();
  readers.add(response);
  response.on('close', () => readers.delete(response));
};

const tell = ({ readers }: Run, line: StepOutput): void => {
  for (const reader of readers) write(reader, line);
};

const write = (response: ServerResponse, line: StepOutput): void => {
  if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
};
