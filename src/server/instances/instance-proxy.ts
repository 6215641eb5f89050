import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { passRequest, passUpgrade, refuseUpgrade } from '../tasks/pass-on.ts';
import { unavailablePage } from '../tasks/unavailable-page.ts';
import { findPort, nothingListens } from './find-port.ts';

/** Lets a browser reach the ports of EC2 instances by name, through the runtime's one port. */
export class InstanceProxy {
  constructor(
    readonly controlPlane: ControlPlane,
    readonly token: string,
  ) {}

  /** Passes a request on and streams the answer back. */
  async forward(
    request: IncomingMessage,
    response: ServerResponse,
    instanceId: string,
    port: number,
  ): Promise<void> {
    const target = findPort(this.controlPlane.state, this.token, instanceId, port);
    if (target.type === 'unavailable') return unavailablePage(response, target);
    await passRequest(request, response, target.way, () =>
      nothingListens(this.controlPlane.state, target.instance, port),
    );
  }

  /** The same for a WebSocket or any other upgrade. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    instanceId: string,
    port: number,
  ): void {
    socket.on('error', () => socket.destroy());
    const target = findPort(this.controlPlane.state, this.token, instanceId, port);
    if (target.type === 'unavailable') refuseUpgrade(socket, target);
    else void passUpgrade(request, socket, head, target.way);
  }
}
