import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Surroundings } from './instance.ts';

/** Milliseconds between two signs of life, and how long the other side may be silent. */
const HEARTBEAT = 2_000;
const SILENCE = 10_000;

/** The one long connection by which the runtime knows that the agent is there. Resolves at its end. */
export const stayConnected = ({ instance, endpoint, token }: Surroundings): Promise<string> =>
  new Promise((resolve) => {
    const url = new URL('/_agent/connect', endpoint);
    url.searchParams.set('instance', instance.instanceArn);
    const headers = {
      Authorization: `Bearer ${token}`,
      Connection: 'Upgrade',
      Upgrade: 'ecs-agent',
    };
    const asked = request(url, { headers, agent: false, timeout: SILENCE });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', ({ message }) => resolve(message));
    asked.on('response', (answer) => {
      answer.resume();
      resolve(`HTTP ${answer.statusCode}`);
    });
    asked.on('upgrade', (_answer, socket) => {
      console.log('level=info msg="Connected to ECS"');
      socket.setTimeout(SILENCE);
      keepAlive(socket, () => resolve('the connection ended'));
    });
    asked.end();
  });

const keepAlive = (socket: Duplex, ended: () => void): void => {
  const beat = setInterval(() => socket.write('\n'), HEARTBEAT);
  socket.resume();
  socket.on('timeout', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearInterval(beat);
    ended();
  });
};
