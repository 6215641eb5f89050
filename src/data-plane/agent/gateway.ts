import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { GATEWAY_PORT } from './instance.ts';
import { joinSockets, PortTable, PortTaken, type PortWish } from './port-table.ts';

/**
 * The way into the instance's own network, for who knows the token:
 * - `CONNECT ANYTHING:PORT` (Proxy-Authorization: Bearer TOKEN): a tunnel to that port in here;
 * - `PUT /ports/KEY` with `{ ports }`: maps ports of the container KEY to ports in here, as bridge
 *   mode does; answers the mappings, or 409 and why not, in Docker's words;
 * - `PUT /ports/KEY` with `{ address }`: where that container is, once it is up;
 * - `DELETE /ports/KEY`: gives them back;
 * - `GET /ports`: the keys.
 */
export const openGateway = (token: string): void => {
  const ports = new PortTable();
  const server = createServer((request, response) => {
    if (!knows(token, request.headers.authorization)) return answer(response, 401, {});
    serve(ports, request).then(
      (value) => answer(response, 200, value),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        answer(response, error instanceof PortTaken ? 409 : 500, { message });
      },
    );
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (!knows(token, request.headers['proxy-authorization']))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const port = Number(/:(\d{1,5})$/.exec(request.url ?? '')?.[1]);
    if (!(port > 0 && port < 65_536)) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    tunnel(port, socket, head);
  });
  server.listen(GATEWAY_PORT, '0.0.0.0');
};

const serve = async (ports: PortTable, request: IncomingMessage): Promise<object> => {
  const [, key] = /^\/ports\/(.+)$/.exec(request.url ?? '') ?? [];
  if (key === undefined) return ports.keys();
  if (request.method === 'DELETE') {
    await ports.release(key);
    return {};
  }
  const asked: { ports?: readonly PortWish[]; address?: string } = JSON.parse(await text(request));
  if (asked.address !== undefined) ports.locate(key, asked.address);
  return asked.ports === undefined ? {} : ports.map(key, asked.ports);
};

const tunnel = (port: number, socket: Duplex, head: Buffer): void => {
  const inside = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  const refused = () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  inside.once('error', refused);
  inside.once('connect', () => {
    inside.off('error', refused);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    inside.write(head);
    joinSockets(socket, inside);
  });
};

const answer = (response: ServerResponse, status: number, value: object): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
};

const knows = (token: string, authorization: string | undefined): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));

const digest = (words: string): Buffer => createHash('sha256').update(words).digest();
