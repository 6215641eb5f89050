import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Balancer } from './balancer.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import { control, knows } from './control.ts';
import { serve } from './http/exchange.ts';
import { answerPage } from './http/pages.ts';
import { httpServer } from './http/server.ts';
import { serveUpgrade } from './http/upgrade.ts';
import { listenerByHost } from './listener-by-host.ts';
import type { Listeners } from './listeners.ts';
import { CONTROL_PATH } from './surroundings.ts';

/** The way in for the runtime and, through it, for clients; see `CONTROL_PATH`. Not listening yet. */
export const gateway = (
  balancer: Balancer,
  listeners: Listeners,
  file: ConfigurationFile,
  token: string,
): Server => {
  const portFor = ({ headers }: IncomingMessage): number | undefined =>
    listenerByHost(headers.host, balancer.listeners.keys());

  const server = httpServer(balancer, {
    request: (request, response) => {
      if (request.url?.startsWith(CONTROL_PATH)) {
        if (knows(token, request.headers.authorization))
          void control(balancer, listeners, file, request, response);
        else response.writeHead(401).end('The token is missing or wrong.\n');
        return;
      }
      const port = portFor(request);
      if (port === undefined) return answerPage(response, 503);
      serve(balancer, { request, response, port, gateway: true });
    },
    upgrade: (request, response, head) => {
      const port = portFor(request);
      if (port === undefined) return answerPage(response, 503);
      serveUpgrade(balancer, { request, response, port, gateway: true }, head);
    },
  });

  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!(socket instanceof Socket)) return void socket.destroy();
    socket.on('error', () => socket.destroy());
    if (!knows(token, request.headers['proxy-authorization']))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const port = Number(/:(\d{1,5})$/.exec(request.url ?? '')?.[1]);
    if (!balancer.listeners.has(port)) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.setTimeout(0);
    if (head.length > 0) socket.unshift(head);
    listeners.accept(port, socket);
  });
  return server;
};
