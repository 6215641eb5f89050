import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { findTarget, type TaskTarget } from './find-target.ts';
import { passRequest, passUpgrade, refuseUpgrade } from './pass-on.ts';
import { unavailablePage } from './unavailable-page.ts';

/** Lets a browser reach the tasks' ports by name, through the runtime's one port. */
export class TaskProxy {
  constructor(
    readonly controlPlane: ControlPlane,
    readonly token: string,
  ) {}

  /** Passes a request on and streams the answer back. */
  async forward(
    request: IncomingMessage,
    response: ServerResponse,
    taskId: string,
    containerPort: number | undefined,
  ): Promise<void> {
    const target = this.#find(taskId, containerPort);
    if (target.type === 'unavailable') return unavailablePage(response, target);
    await passRequest(request, response, target.way, (message) => ({
      status: 503,
      title: 'This task does not answer',
      detail: `Task ${taskId} is there, but nothing answers on its port (${message}). It may still be starting, or its program listens on another port.`,
    }));
  }

  /** The same for a WebSocket or any other upgrade. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    taskId: string,
    containerPort: number | undefined,
  ): void {
    socket.on('error', () => socket.destroy());
    const target = this.#find(taskId, containerPort);
    if (target.type === 'unavailable') refuseUpgrade(socket, target);
    else void passUpgrade(request, socket, head, target.way);
  }

  #find(taskId: string, containerPort: number | undefined): TaskTarget {
    return findTarget(this.controlPlane.state, this.token, taskId, containerPort);
  }
}
