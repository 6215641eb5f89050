import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LabTools } from '../workbook/lab-tools.ts';
import type { Connections } from './connections.ts';
import { TERMINAL_LIMITS, type TerminalLimits } from './limits.ts';

export interface TerminalOptions {
  readonly tools: Pick<LabTools, 'terminalShell' | 'progress'>;
  readonly token: string;
  readonly report: (line: string) => void;
  readonly limits?: TerminalLimits | undefined;
}

/**
 * The terminals of the pages, at `/_workbook/terminal`. Whoever asks has passed the checks of `Host`
 * and `Origin` that all requests pass. What terminals are made of is loaded when the first is opened.
 */
export class TerminalEndpoint {
  readonly #options: TerminalOptions & { readonly limits: TerminalLimits };
  #connections: Promise<Connections> | undefined;
  #closed = false;

  constructor(options: TerminalOptions) {
    this.#options = { ...options, limits: options.limits ?? TERMINAL_LIMITS };
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // The socket is ours from now on; whoever asked may go before we are ready.
    socket.on('error', () => socket.destroy());
    // Browsers always say which page asks. Only pages have a use for this.
    if ((request.headers.origin ?? '') === '' || this.#closed)
      return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    this.#load().then(
      (connections) => connections.accept(request, socket, head),
      (error: unknown) => {
        this.#options.report(`No terminal could be opened: ${error}`);
        socket.destroy();
      },
    );
  }

  /** Ends the shell of a lab's terminal, if there is one; its pages are told why. */
  async end(lab: string, account: string, message: string): Promise<void> {
    await (await this.#connections)?.terminals.end(lab, account, message);
  }

  /** Ends all shells, and whatever runs in them. */
  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#connections?.catch(() => undefined))?.close();
  }

  #load(): Promise<Connections> {
    this.#connections ??= import('./connections.ts').then(
      ({ Connections }) => new Connections(this.#options),
    );
    return this.#connections;
  }
}
