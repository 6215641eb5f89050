import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { bearerMatches } from '../safety/token.ts';
import { instanceToken } from './instance-token.ts';

export interface AgentConnectionsOptions {
  readonly controlPlane: ControlPlane;
  readonly token: string;
  /** Milliseconds for which a connection may be gone before that is told. Default 2 s. */
  readonly grace?: number;
  /** The same for agents that were connected when the runtime went. Default 10 s. */
  readonly startGrace?: number;
}

const GRACE = 2_000;
const START_GRACE = 10_000;
/** Milliseconds between two signs of life, and how long an agent may be silent. */
const HEARTBEAT = 2_000;
const SILENCE = 10_000;

/**
 * Knows which agents are there: each keeps one connection open, on which both sides send an empty
 * line now and then. Tells the control plane when one comes, and when one is gone and does not
 * come back soon.
 */
export class AgentConnections {
  readonly #options: AgentConnectionsOptions;
  readonly #sockets = new Map<string, Duplex>();
  /** Agents that are away, and may come back. */
  readonly #away = new Map<string, NodeJS.Timeout>();
  readonly #heartbeat: NodeJS.Timeout;
  #closed = false;

  constructor(options: AgentConnectionsOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => {
      for (const socket of this.#sockets.values()) socket.write('\n');
    }, HEARTBEAT);
    this.#heartbeat.unref();
    const { containerInstances, instances } = options.controlPlane.state;
    for (const { agentConnected, instanceArn = '' } of containerInstances.values()) {
      // Only the agents of instances that are machines connect.
      if (!agentConnected || instances.get(instanceArn)?.gatewayPort === undefined) continue;
      this.#isAway(instanceArn, options.startGrace ?? START_GRACE);
    }
  }

  /** `GET /_agent/connect?instance=ARN`, with the instance's token, asking for an upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex): void {
    socket.on('error', () => socket.destroy());
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://gateway');
    const instanceArn = searchParams.get('instance') ?? '';
    const token = instanceToken(this.#options.token, instanceArn);
    const known = pathname === '/_agent/connect' && !this.#closed;
    if (!known || !bearerMatches(request.headers.authorization, token)) {
      const status = known ? '401 Unauthorized' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
      return;
    }
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ecs-agent\r\n\r\n',
    );
    this.#connected(instanceArn, socket);
  }

  /** Lets go of all, without a word: the agents look for the next runtime. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    for (const timer of this.#away.values()) clearTimeout(timer);
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  #connected(instanceArn: string, socket: Duplex): void {
    const before = this.#sockets.get(instanceArn);
    this.#sockets.set(instanceArn, socket);
    before?.destroy();
    clearTimeout(this.#away.get(instanceArn));
    this.#away.delete(instanceArn);
    this.#options.controlPlane.agentConnectionChanged(instanceArn, true);

    let silence = setTimeout(() => socket.destroy(), SILENCE);
    socket.on('data', () => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.destroy(), SILENCE);
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(silence);
      if (this.#sockets.get(instanceArn) !== socket || this.#closed) return;
      this.#sockets.delete(instanceArn);
      this.#isAway(instanceArn, this.#options.grace ?? GRACE);
    });
  }

  #isAway(instanceArn: string, grace: number): void {
    const timer = setTimeout(() => {
      this.#away.delete(instanceArn);
      this.#options.controlPlane.agentConnectionChanged(instanceArn, false);
    }, grace);
    timer.unref();
    this.#away.set(instanceArn, timer);
  }
}
