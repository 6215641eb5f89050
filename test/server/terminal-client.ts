import headless from '@xterm/headless';
import { WebSocket } from 'ws';
import type { TerminalMessage, TerminalRequest } from '../../src/server/api.ts';
import { eventually } from './eventually.ts';

type Opening = Partial<TerminalRequest & { readonly type: 'open' }>;

/** Says nothing of itself. */
export const SILENT = 'silent';

export interface TerminalClient extends Disposable {
  readonly messages: readonly TerminalMessage[];
  /** The code it was closed with, or the status of HTTP; undefined: it is open. */
  readonly closed: number | undefined;
  readonly isOpen: boolean;
  /** As it is, whatever it is. */
  sendText(text: string): void;
  /** Without acknowledging what is drawn. */
  stall(): void;
  send(request: TerminalRequest): void;
  type(text: string): void;
  /** What a page would show: the lines on the screen and above it. */
  text(): string;
  /** Resolves when that is on the screen. */
  shows(words: string | RegExp): Promise<void>;
}

/** A page's end of a terminal, by the rules of `src/server/terminal/messages.ts`. */
export const openTerminal = (
  port: number,
  opening: Opening | typeof SILENT,
  headers: Record<string, string> = {},
): TerminalClient => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/_workbook/terminal`, {
    headers: { host: `localhost:${port}`, origin: `http://localhost:${port}`, ...headers },
  });
  const messages: TerminalMessage[] = [];
  let screen = new headless.Terminal({ allowProposedApi: true, scrollback: 5_000 });
  let closed: number | undefined;
  let stalled = false;
  let queue: string[] | undefined = [];
  const send = (request: object) => {
    const text = JSON.stringify(request);
    if (queue === undefined) socket.send(text);
    else queue.push(text);
  };
  const draw = (data: string) =>
    screen.write(data, () => {
      if (!stalled && closed === undefined) send({ type: 'drawn', characters: data.length });
    });
  socket.on('open', () => {
    if (opening === SILENT) return;
    const usual = { account: '000000000000', lab: null, columns: 80, rows: 24, token: '' };
    socket.send(JSON.stringify({ type: 'open', ...usual, ...opening }));
  });
  socket.on('message', (data) => {
    const message: TerminalMessage = JSON.parse(data.toString());
    messages.push(message);
    if (message.type === 'screen') {
      const { columns: cols, rows } = message;
      screen = new headless.Terminal({ allowProposedApi: true, scrollback: 5_000, cols, rows });
      draw(message.screen);
      for (const text of queue ?? []) socket.send(text);
      queue = undefined;
    }
    if (message.type === 'output') draw(message.data);
  });
  socket.on('close', (code) => {
    closed = code;
  });
  socket.on('unexpected-response', (request, response) => {
    closed = response.statusCode;
    request.destroy();
  });
  socket.on('error', () => {
    closed ??= 0;
  });
  const text = () => {
    const { active } = screen.buffer;
    return Array.from({ length: active.length }, (_, line) => {
      const { isWrapped = false } = active.getLine(line) ?? {};
      return (isWrapped ? '' : '\n') + (active.getLine(line)?.translateToString(true) ?? '');
    })
      .join('')
      .trim();
  };
  return {
    messages,
    get closed() {
      return closed;
    },
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    stall() {
      stalled = true;
    },
    send,
    sendText: (text) => socket.send(text),
    type: (data) => send({ type: 'input', data }),
    text,
    async shows(words) {
      await eventually(
        () => (typeof words === 'string' ? text().includes(words) : words.test(text())),
        20_000,
      ).catch(() => {
        throw new Error(`Expected ${words} on the screen; found:\n${text().slice(-1_500)}`);
      });
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
};
