import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { LabError } from '../../workbook/lab-error.ts';
import { json } from '../answer.ts';
import type { Progress, RuntimeStatus } from '../api.ts';
import { BodyAborted, BodyTooLarge, readBody } from '../body.ts';
import { bearerMatches } from '../safety/token.ts';
import { TerminalEndpoint } from '../terminal/terminal-endpoint.ts';
import { ClusterStreams } from './cluster-stream.ts';
import { CostHistory } from './cost.ts';
import { causeFault, listFaults, undoFault } from './faults.ts';
import { ClusterHistory } from './history/history.ts';
import { HttpError } from './http-error.ts';
import type { LabTools } from './lab-tools.ts';
import { LiveChecks } from './live-checks.ts';
import { readProgress } from './read-progress.ts';
import { type WorkbookRoute, workbookRoute } from './route.ts';
import { StepRunner } from './step-runner.ts';
import { placeIn, stuckReport } from './stuck/stuck-report.ts';

const BODY_LIMIT = 64 * 1024;
/** What needs the token. */
const GUARDED: ReadonlySet<WorkbookRoute['type']> = new Set([
  'run',
  'forget',
  'import',
  'reset',
  'cause',
  'undo',
]);
const DEFAULT_ACCOUNT = '000000000000';

export interface WorkbookOptions {
  readonly controlPlane: ControlPlane;
  readonly tools: LabTools;
  readonly token: string;
  readonly port: number;
  readonly version: string;
  readonly region: string;
  readonly report: (line: string) => void;
}

/** The runtime's own HTTP interface, `/_workbook/…`; see `src/server/api.ts`. */
export class WorkbookInterface {
  readonly #options: WorkbookOptions;
  readonly #clusters: ClusterStreams;
  readonly #checks: LiveChecks;
  readonly #steps: StepRunner;
  readonly #cost: CostHistory;
  readonly #history: ClusterHistory;
  readonly #terminals: TerminalEndpoint;

  constructor(options: WorkbookOptions) {
    const { controlPlane, tools, port, token, report } = options;
    this.#options = options;
    this.#clusters = new ClusterStreams(controlPlane, port, token);
    this.#checks = new LiveChecks(controlPlane, tools, report);
    this.#steps = new StepRunner(tools);
    this.#cost = new CostHistory(controlPlane);
    this.#history = new ClusterHistory(controlPlane, port);
    this.#terminals = new TerminalEndpoint({ tools, token: options.token, report });
  }

  openTerminal(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#terminals.upgrade(request, socket, head);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const path = url.pathname.slice('/_workbook/'.length);
      const route = workbookRoute(request.method ?? 'GET', path);
      await this.#answer(route, url, request, response);
    } catch (error) {
      if (error instanceof BodyAborted) return void response.destroy();
      const status = statusOf(error);
      if (status === undefined || !(error instanceof Error)) throw error;
      json(response, status, { message: error.message });
    }
  }

  /** Ends the streams, the shells and the terminals. */
  async close(): Promise<void> {
    this.#clusters.close();
    this.#checks.close();
    this.#history.close();
    await Promise.all([this.#steps.close(), this.#terminals.close()]);
  }

  async #answer(
    route: WorkbookRoute,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { tools, token } = this.#options;
    const account = accountOf(url);
    if (route.type === 'status') return json(response, 200, await this.#status(account));
    if (route.type === 'cluster') return this.#clusters.open(account, response);
    if (route.type === 'cost') {
      const cluster = url.searchParams.get('cluster') ?? undefined;
      const month = url.searchParams.get('month') ?? undefined;
      return json(response, 200, await this.#cost.report({ account, cluster, month }));
    }
    if (route.type === 'history') {
      const after = url.searchParams.get('after');
      return json(response, 200, await this.#history.overview(account, after));
    }
    if (route.type === 'pastPicture') {
      const at = url.searchParams.get('at');
      return json(response, 200, await this.#history.picture(account, at));
    }
    const { controlPlane, region } = this.#options;
    if (route.type === 'faults') return json(response, 200, listFaults(controlPlane, account));
    if (GUARDED.has(route.type) && !bearerMatches(request.headers.authorization, token))
      throw new HttpError(
        401,
        'This changes what runs on your machine, so it needs the token. Open the workbook with the whole address that `npm start` printed, with #token= at its end.',
      );
    if (route.type === 'cause')
      return json(response, 200, await causeFault(controlPlane, account, region, request));
    if (route.type === 'undo')
      return json(response, 200, await undoFault(controlPlane, account, route.faultId));
    const lab = await tools.loadLab(route.lab, account);
    switch (route.type) {
      case 'checks':
        return this.#checks.open(lab, account, response);
      case 'progress': {
        const progress: Progress = await (await tools.progress(lab.id, account)).read();
        const running = this.#steps.running(lab, account);
        return json(response, 200, { ...progress, running } satisfies Progress);
      }
      case 'outputs':
        return json(response, 200, await (await tools.progress(lab.id, account)).outputs());
      case 'stuck': {
        const running = this.#steps.running(lab, account);
        const at = placeIn(lab, url.searchParams);
        const question = { lab, account, region, running, at };
        return json(response, 200, await stuckReport(controlPlane, tools, question));
      }
      case 'import': {
        const theirs = await readProgress(request, lab.id);
        return json(response, 200, await (await tools.progress(lab.id, account)).import(theirs));
      }
      case 'follow':
        return this.#steps.follow(lab, route.step, account, response);
      case 'forget':
        return json(response, 200, await this.#steps.forget(lab, route.step, account));
      case 'run':
        await this.#steps.run(lab, route.step, account, response);
        return this.#checks.poke(lab, account);
      case 'reset': {
        await this.#steps.closeShell(lab, account);
        await this.#terminals.end(lab.id, account, 'The lab was started over, its shell too.');
        await tools.removeWhatLabMade(lab, account);
        const progress = await (await tools.progress(lab.id, account)).reset();
        this.#checks.poke(lab, account);
        return json(response, 200, progress);
      }
      case 'quiz': {
        const quiz = lab.blocks.find((block) => block.type === 'quiz' && block.id === route.quiz);
        if (quiz?.type !== 'quiz')
          throw new HttpError(404, `Lab ${lab.id} has no quiz ${route.quiz}.`);
        const choice = await readChoice(request, quiz.choices.length);
        const answered: Progress = await (await tools.progress(lab.id, account)).quiz(
          quiz.id,
          choice,
        );
        return json(response, 200, answered);
      }
    }
  }

  async #status(account: string): Promise<RuntimeStatus> {
    const { controlPlane, tools, version, region } = this.#options;
    const { engine } = controlPlane;
    return {
      version,
      engine: engine.name,
      engineDescription: engine.description,
      available: engine.status.available,
      unavailableReason: engine.status.available ? undefined : engine.status.reason,
      unfilteredReason: engine.unfiltered,
      timeScale: controlPlane.timeScale,
      account,
      region,
      docker: (await tools.whyPassedOver({ needs: 'docker' })) === undefined,
    };
  }
}

const accountOf = (url: URL): string => {
  const account = url.searchParams.get('account') ?? DEFAULT_ACCOUNT;
  if (/^\d{12}$/.test(account)) return account;
  throw new HttpError(400, `Expected ?account= with 12 digits; found "${account}".`);
};

const readChoice = async (request: IncomingMessage, choices: number): Promise<number> => {
  const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const choice =
    typeof value === 'object' && value !== null && 'choice' in value ? value.choice : undefined;
  if (typeof choice === 'number' && Number.isInteger(choice) && choice >= 0 && choice < choices)
    return choice;
  throw new HttpError(
    400,
    `Expected {"choice": N} with N from 0 to ${choices - 1}; found ${body.slice(0, 80) || 'nothing'}.`,
  );
};

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpError) return error.status;
  // By name, since the loader itself (with its Markdown and YAML) shall load when it is used.
  if (error instanceof Error && error.name === 'UnknownLab') return 404;
  if (error instanceof LabError) return 422;
  if (error instanceof BodyTooLarge) return 413;
  return undefined;
};
