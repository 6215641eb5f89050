import type { Socket } from 'node:net';
import { joinSockets } from '../agent/port-table.ts';

/** Bytes both ways, until one side breaks, both have ended, or nothing came for the idle timeout. */
export const splice = (client: Socket, target: Socket, idleTimeout: number): void => {
  for (const [socket, other] of [
    [client, target],
    [target, client],
  ] as const) {
    // What one side sends the other one is sent: silence is silence on both.
    socket.setTimeout(idleTimeout, () => {
      socket.destroy();
      other.destroy();
    });
  }
  joinSockets(client, target);
};
