import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { endToEndHeaders } from '../tasks/forwarded-headers.ts';
import { passRequest, passUpgrade, refuseUpgrade } from '../tasks/pass-on.ts';
import { type Unavailable, unavailablePage } from '../tasks/unavailable-page.ts';
import { findLoadBalancer } from './find-load-balancer.ts';

/** Lets a browser reach load balancers by name, through the runtime's one port. */
export class LoadBalancerProxy {
  constructor(
    readonly controlPlane: ControlPlane,
    readonly token: string,
  ) {}

  /** Passes a request on and streams the answer back. */
  async forward(request: IncomingMessage, response: ServerResponse, label: string): Promise<void> {
    const target = findLoadBalancer(this.controlPlane.state, this.token, label);
    if (target.type === 'unavailable') return unavailablePage(response, target);
    const silent = (message: string): Unavailable => ({
      status: 503,
      title: 'This load balancer does not answer',
      detail: `Load balancer ${target.loadBalancer.name} is there, but its program does not answer (${message}). It is started again by itself; reload in a moment.`,
    });
    // It adds who asked by itself.
    await passRequest(request, response, target.way, silent, endToEndHeaders);
  }

  /** The same for a WebSocket or any other upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, label: string): void {
    socket.on('error', () => socket.destroy());
    const target = findLoadBalancer(this.controlPlane.state, this.token, label);
    if (target.type === 'unavailable') refuseUpgrade(socket, target);
    else void passUpgrade(request, socket, head, target.way, endToEndHeaders);
  }
}
