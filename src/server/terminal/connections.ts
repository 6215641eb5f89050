import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { LabError } from '../../workbook/lab-error.ts';
import { tokenMatches } from '../safety/token.ts';
import type { LabTools } from '../workbook/lab-tools.ts';
import type { TerminalLimits } from './limits.ts';
import type { TerminalMessage, TerminalRequest } from './messages.ts';
import { NoTerminal } from './open-session.ts';
import { readRequest } from './read-request.ts';
import type { TerminalSession } from './session.ts';
import { Terminals } from './terminals.ts';
import type { Viewer } from './viewer.ts';

export interface ConnectionsOptions {
  readonly tools: Pick<LabTools, 'terminalShell' | 'progress'>;
  readonly token: string;
  readonly report: (line: string) => void;
  readonly limits: TerminalLimits;
}

type Opening = TerminalRequest & { readonly type: 'open' };

/** Codes of WebSocket: what was sent is not understood; the runtime goes away. */
const NOT_UNDERSTOOD = 1008;
const GOING_AWAY = 1001;

/** The WebSockets of pages. Nothing is started for one that has not shown the token. */
export class Connections {
  readonly terminals: Terminals;
  readonly #options: ConnectionsOptions;
  readonly #server: WebSocketServer;

  constructor(options: ConnectionsOptions) {
    const { tools, limits } = options;
    this.#options = options;
    this.terminals = new Terminals(limits, (lab, account) => tools.terminalShell(lab, account));
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.message,
      perMessageDeflate: false,
    });
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#server.clients.size >= this.#options.limits.connections)
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    this.#server.handleUpgrade(request, socket, head, (page) => this.#greet(page));
  }

  async close(): Promise<void> {
    await this.terminals.close();
    for (const page of this.#server.clients) page.close(GOING_AWAY);
    this.#server.close();
  }

  #greet(page: WebSocket): void {
    page.on('error', () => page.terminate());
    const timer = setTimeout(() => page.terminate(), this.#options.limits.handshake);
    page.once('close', () => clearTimeout(timer));
    page.once('message', (data) => {
      clearTimeout(timer);
      const opening = readRequest(data.toString());
      if (opening?.type !== 'open') return page.close(NOT_UNDERSTOOD, 'Expected "open" first.');
      void this.#open(page, opening);
    });
  }

  async #open(page: WebSocket, { token, lab, account, columns, rows }: Opening): Promise<void> {
    const send = (message: TerminalMessage) => {
      page.send(JSON.stringify(message));
      if (message.type === 'ended' || message.type === 'refused') page.close();
    };
    const refuse = (reason: 'token' | 'other', message: string) =>
      send({ type: 'refused', reason, message });
    if (!tokenMatches(token, this.#options.token))
      return refuse('token', 'A terminal needs the token that npm start prints.');
    try {
      const { session, fresh } = await this.terminals.open(lab, account, { columns, rows });
      if (page.readyState !== page.OPEN) return;
      session.resize({ columns, rows });
      const keep = async (step: string, code: number) => {
        if (lab === null) return;
        const progress = await this.#options.tools.progress(lab, account);
        await progress.step(step, code === 0 ? 'done' : 'failed', { code });
      };
      serve(page, session, session.watch(send, fresh), keep);
    } catch (error) {
      const known =
        error instanceof NoTerminal ||
        error instanceof LabError ||
        (error instanceof Error && error.name === 'UnknownLab');
      if (!known) this.#options.report(`No terminal could be opened: ${error}`);
      refuse('other', error instanceof Error ? error.message : String(error));
    }
  }
}

/** From now on the page's keys go to the shell. */
const serve = (
  page: WebSocket,
  session: TerminalSession,
  viewer: Viewer,
  keep: (step: string, code: number) => Promise<void>,
): void => {
  const run = async (script: string, step: string | undefined) => {
    const end = await session.run(script);
    if (end.type === 'busy') return viewer.send(end);
    if (step === undefined || end.code === undefined) return;
    await keep(step, end.code);
    viewer.send({ type: 'stepEnded', step, code: end.code });
  };
  page.on('close', () => session.leave(viewer));
  page.on('message', (data) => {
    const request = readRequest(data.toString());
    switch (request?.type) {
      case undefined:
        return page.close(NOT_UNDERSTOOD, 'Expected a message of a terminal.');
      case 'input':
        return session.input(request.data);
      case 'size':
        return session.resize(request, viewer);
      case 'drawn':
        return viewer.drawn(request.characters);
      case 'run':
        return void run(request.script, request.step);
    }
  });
};
