import type { ServerResponse } from 'node:http';
import type { Lab, Step } from '../../workbook/lab.ts';
import type { StepOutput } from '../api.ts';
import { HttpError } from './http-error.ts';
import type { LabTools, Shell } from './lab-tools.ts';

interface Session {
  shell: Promise<Shell> | undefined;
  running: string | undefined;
}

/** Runs steps for the page: one shell a lab and account, one step in it at a time. */
export class StepRunner {
  readonly #sessions = new Map<string, Session>();

  constructor(readonly tools: Pick<LabTools, 'progress' | 'whyPassedOver' | 'openShell'>) {}

  /** Streams the step's output as newline-delimited JSON; goes on when nobody listens any more. */
  async run(lab: Lab, stepId: string, account: string, response: ServerResponse): Promise<void> {
    const step = lab.blocks.find(
      (block): block is Step => block.type === 'step' && block.id === stepId,
    );
    if (step === undefined) throw new HttpError(404, `Lab ${lab.id} has no step ${stepId}.`);
    const session = this.#session(lab, account);
    if (session.running !== undefined)
      throw new HttpError(
        409,
        `Step ${session.running} of this lab is still running. Wait for it, or reset the lab.`,
      );
    session.running = stepId;
    try {
      response.writeHead(200, {
        'Content-Type': 'application/x-ndjson',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      response.flushHeaders();
      await this.#run(lab, step, account, session, (line) => {
        if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
      });
    } finally {
      session.running = undefined;
      response.end();
    }
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

  async #run(
    lab: Lab,
    step: Step,
    account: string,
    session: Session,
    write: (line: StepOutput) => void,
  ): Promise<void> {
    const progress = await this.tools.progress(lab.id, account);
    const reason = await this.tools.whyPassedOver(step);
    if (reason !== undefined) {
      await progress.step(step.id, 'passedOver');
      write({ type: 'passedOver', reason });
      return;
    }
    session.shell ??= this.tools.openShell(lab, account);
    const { code } = await session.shell
      .then((shell) => shell.run(step, (text) => write({ type: 'output', text })))
      .catch((error: unknown) => {
        // The next step gets a new shell.
        session.shell = undefined;
        write({ type: 'output', text: `${error instanceof Error ? error.message : error}\n` });
        return { code: 1 };
      });
    await progress.step(step.id, code === 0 ? 'done' : 'failed');
    write({ type: 'exit', code });
  }

  #session(lab: Lab, account: string): Session {
    const key = `${account}/${lab.id}`;
    const session = this.#sessions.get(key) ?? { shell: undefined, running: undefined };
    this.#sessions.set(key, session);
    return session;
  }
}
