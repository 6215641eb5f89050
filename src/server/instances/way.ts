import { type ClientRequestArgs, request } from 'node:http';
import type { Socket } from 'node:net';

/** How this machine reaches a port. */
export interface Way {
  /** On 127.0.0.1: of this machine or, through a gateway, of an instance. */
  readonly port: number;
  /** The instance's gateway, on 127.0.0.1 of this machine; undefined: straight. */
  readonly gateway?: { readonly port: number; readonly token: string } | undefined;
}

/** Milliseconds until a gateway must have connected. */
const PATIENCE = 10_000;

/** Options of `http.request` for a connection that goes this way. Rejects when nothing listens there. */
export const optionsFor = async ({ port, gateway }: Way): Promise<ClientRequestArgs> => {
  // A connection each: one that was kept could be gone, or belong to the port's next owner.
  if (gateway === undefined) return { host: '127.0.0.1', port, agent: false };
  const socket = await openTunnel(port, gateway);
  return { createConnection: () => socket };
};

/** A connection to that port of the instance whose gateway it is. Rejects when nothing listens. */
export const openTunnel = (
  port: number,
  gateway: { readonly port: number; readonly token: string },
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: gateway.port,
      method: 'CONNECT',
      path: `127.0.0.1:${port}`,
      headers: { 'Proxy-Authorization': `Bearer ${gateway.token}` },
      agent: false,
      timeout: PATIENCE,
    });
    asked.on('timeout', () => asked.destroy(new Error('the instance does not answer')));
    asked.on('error', reject);
    asked.on('connect', ({ statusCode }, socket, head) => {
      if (statusCode !== 200) {
        socket.destroy();
        reject(new Error('connection refused'));
        return;
      }
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
