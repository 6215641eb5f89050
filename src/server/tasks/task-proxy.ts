import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { findTarget } from './find-target.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { unavailablePage } from './unavailable-page.ts';

/** Milliseconds a task may take to begin its answer. */
const PATIENCE = 120_000;

/** Lets a browser reach the tasks' published ports by name, through the runtime's one port. */
export class TaskProxy {
  constructor(readonly controlPlane: ControlPlane) {}

  /** Passes a request on and streams the answer back. */
  forward(
    request: IncomingMessage,
    response: ServerResponse,
    taskId: string,
    containerPort: number | undefined,
  ): void {
    const target = findTarget(this.controlPlane.state, taskId, containerPort);
    if (target.type === 'unavailable') {
      unavailablePage(response, target.status, target.title, target.detail);
      return;
    }
    const upstream = httpRequest({
      // A connection each: one that was kept could be gone, or belong to the port's next owner.
      agent: false,
      host: '127.0.0.1',
      port: target.hostPort,
      method: request.method,
      path: request.url,
      headers: forwardedHeaders(request),
      setHost: false,
      timeout: PATIENCE,
    });
    upstream.on('timeout', () => upstream.destroy(new Error('no answer in two minutes')));
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    upstream.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else
        unavailablePage(
          response,
          503,
          'This task does not answer',
          `Task ${taskId} is there, but nothing answers on its port (${error.message}). It may still be starting, or its program listens on another port.`,
        );
    });
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }

  /** Passes a WebSocket (or any other upgrade) on: first the handshake, then bytes both ways. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    taskId: string,
    containerPort: number | undefined,
  ): void {
    socket.on('error', () => socket.destroy());
    const target = findTarget(this.controlPlane.state, taskId, containerPort);
    if (target.type === 'unavailable') {
      socket.end(`HTTP/1.1 ${target.status} Unavailable\r\nConnection: close\r\n\r\n`);
      return;
    }
    const upstream = httpRequest({
      host: '127.0.0.1',
      port: target.hostPort,
      method: request.method,
      path: request.url,
      headers: {
        ...forwardedHeaders(request),
        connection: 'upgrade',
        upgrade: request.headers.upgrade,
      },
      setHost: false,
    });
    upstream.on('upgrade', (answer, upstreamSocket, upstreamHead) => {
      socket.write(handshake(answer));
      socket.write(upstreamHead);
      upstreamSocket.write(head);
      upstreamSocket.on('error', () => socket.destroy());
      upstreamSocket.on('close', () => socket.destroy());
      socket.on('close', () => upstreamSocket.destroy());
      socket.pipe(upstreamSocket).pipe(socket);
    });
    upstream.on('response', (answer) => {
      socket.write(handshake(answer));
      answer.pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    upstream.end();
  }
}

const endToEnd = (answer: IncomingMessage): string[] => {
  const headers: string[] = [];
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] ?? '';
    if (!/^(connection|keep-alive|transfer-encoding)$/i.test(name))
      headers.push(name, answer.rawHeaders[at + 1] ?? '');
  }
  return headers;
};

const handshake = ({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string => {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
};
