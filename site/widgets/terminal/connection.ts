import type { TerminalMessage, TerminalRequest } from '../../../src/server/api.ts';

type Opening = Omit<TerminalRequest & { readonly type: 'open' }, 'type'>;

export interface Connection {
  send(request: TerminalRequest): void;
  input(text: string): void;
  close(): void;
}

/** Characters of one message: a large paste goes in several. */
const PIECE = 50_000;

/** Opens a terminal of the runtime that served the page. `onLost`: nobody ended it, it broke. */
export const connect = (
  opening: Opening,
  onMessage: (message: TerminalMessage) => void,
  onLost: () => void,
): Connection => {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/_workbook/terminal`);
  let over = false;
  const send = (request: TerminalRequest) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  socket.onopen = () => send({ type: 'open', ...opening });
  socket.onmessage = ({ data }) => {
    if (over) return;
    const message: TerminalMessage = JSON.parse(data);
    over = message.type === 'ended' || message.type === 'refused';
    onMessage(message);
  };
  socket.onclose = () => {
    if (!over) onLost();
    over = true;
  };
  return {
    send,
    input(text) {
      for (let at = 0; at < text.length; at += PIECE)
        send({ type: 'input', data: text.slice(at, at + PIECE) });
    },
    close() {
      over = true;
      socket.close();
    },
  };
};
