import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AwsFront } from '../aws/front.ts';
import type { RoleSessions } from '../aws/role-sessions.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import { text } from './answer.ts';
import { awsHead, serveAws } from './aws.ts';
import type { AgentConnections } from './instances/agent-connections.ts';
import type { InstanceProxy } from './instances/instance-proxy.ts';
import type { RequestHandler } from './listener.ts';
import type { LoadBalancerProxy } from './load-balancers/load-balancer-proxy.ts';
import { isCredentialsPath, serveCredentials } from './metadata/credentials.ts';
import { serveMetadata } from './metadata/serve-metadata.ts';
import type { Registry } from './registry/registry.ts';
import { type Destination, Hosts } from './safety/hosts.ts';
import { fetchSiteAllowed, originAllowed } from './safety/origins.ts';
import { serveStatic } from './site/static-files.ts';
import type { TaskProxy } from './tasks/task-proxy.ts';
import { TERMINAL_PATH } from './terminal/messages.ts';
import type { WorkbookInterface } from './workbook/workbook-interface.ts';

/** All that answers requests, once it is there. */
export interface Parts {
  readonly controlPlane: ControlPlane;
  readonly front: AwsFront;
  readonly registry: Registry;
  readonly tasks: TaskProxy;
  readonly instances: InstanceProxy;
  readonly loadBalancers: LoadBalancerProxy;
  readonly agents: AgentConnections;
  readonly workbook: WorkbookInterface;
  /** Gives out the credentials of task roles. */
  readonly sessions: RoleSessions;
  readonly token: string;
  /** Folder of the static site once it is built; undefined: none is served. */
  readonly site: () => Promise<string | undefined>;
}

/** Decides who may ask, and who answers. Requests wait until the parts are there. */
export class Router implements RequestHandler {
  #hosts = new Hosts(0);
  #parts: Parts | undefined;
  #open: (parts: Parts) => void = () => undefined;
  readonly #opened: Promise<Parts>;
  readonly #report: (line: string) => void;

  constructor(report: (line: string) => void) {
    this.#report = report;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** To be called as soon as the port listened on is known; until then all are refused. */
  set hosts(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /** From now on requests are answered. */
  open(parts: Parts): void {
    this.#parts = parts;
    this.#open(parts);
  }

  request(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined);
    this.#serve(request, response).catch((error: unknown) => {
      this.#report(`${request.method} ${request.url} failed: ${wordsOf(error)}`);
      text(response, 500, 'The runtime failed to answer. Its terminal says why.');
    });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const destination = this.#hosts.destination(request.headers.host);
    const refused = this.#refusal(request, destination);
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (refused !== undefined) return void refuse('403 Forbidden');
    if (this.#parts === undefined) return void refuse('503 Service Unavailable');
    const { agents, instances, loadBalancers, tasks, workbook } = this.#parts;
    if (destination.type === 'task')
      tasks.upgrade(request, socket, head, destination.taskId, destination.containerPort);
    else if (destination.type === 'instance')
      instances.upgrade(request, socket, head, destination.instanceId, destination.port);
    else if (destination.type === 'load-balancer')
      loadBalancers.upgrade(request, socket, head, destination.label);
    else if (destination.type === 'gateway') agents.upgrade(request, socket);
    else if (destination.type === 'runtime' && request.url === TERMINAL_PATH)
      workbook.openTerminal(request, socket, head);
    else refuse('404 Not Found');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const destination = this.#hosts.destination(request.headers.host);
    const refused = this.#refusal(request, destination);
    if (refused !== undefined) return text(response, 403, refused);
    const url = request.url ?? '/';
    if (!url.startsWith('/'))
      return text(response, 400, 'Expected a path that begins with a slash.');
    const parts = this.#parts ?? (await this.#opened);
    switch (destination.type) {
      case 'task':
        return parts.tasks.forward(
          request,
          response,
          destination.taskId,
          destination.containerPort,
        );
      case 'instance':
        return parts.instances.forward(request, response, destination.instanceId, destination.port);
      case 'load-balancer':
        return parts.loadBalancers.forward(request, response, destination.label);
      case 'gateway':
        if (isForTasks(url)) return serveTasks(parts, url, response);
        if (parts.front.handles(awsHead(request))) return serveAws(parts.front, request, response);
        return text(response, 404, 'Tasks reach the AWS API and their own metadata here, no more.');
      case 'name':
        if (parts.front.handles(awsHead(request))) return serveAws(parts.front, request, response);
        return text(
          response,
          404,
          `Nothing is called ${destination.name} here. The workbook is at http://localhost:${this.#hosts.port}/.`,
        );
      default:
        return this.#serveRuntime(parts, url, request, response);
    }
  }

  #serveRuntime(
    parts: Parts,
    url: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> | void {
    if (url.startsWith('/_workbook/')) return parts.workbook.serve(request, response);
    if (isForTasks(url)) return serveTasks(parts, url, response);
    if (url.startsWith('/v2/') || url === '/v2') return parts.registry.serve(request, response);
    if (parts.front.handles(awsHead(request))) return serveAws(parts.front, request, response);
    return this.#serveSite(parts, request, response);
  }

  async #serveSite(parts: Parts, request: IncomingMessage, response: ServerResponse) {
    const folder = await parts.site();
    if (folder === undefined)
      return text(response, 404, 'No pages are served here, only the APIs.');
    return serveStatic(folder, this.#hosts.port, request, response);
  }

  /** Why the request is not answered; undefined: it is. */
  #refusal(request: IncomingMessage, destination: Destination): string | undefined {
    const { host, origin } = request.headers;
    const { port } = this.#hosts;
    const viaGateway = !isLoopback(request.socket.localAddress);
    if (destination.type === 'foreign' || (viaGateway && destination.type !== 'gateway'))
      return `Refused: this runtime answers to http://localhost:${port} and names under .localhost only, not to the Host "${host ?? ''}".`;
    const hasPages = ['task', 'instance', 'load-balancer'].includes(destination.type);
    const own = hasPages ? `http://${host ?? ''}` : undefined;
    if (!originAllowed(origin, port, own))
      return `Refused: pages of ${origin} may not call this runtime, only its own (http://localhost:${port}).`;
    if (
      request.url?.startsWith('/_workbook/') &&
      destination.type === 'runtime' &&
      !fetchSiteAllowed(headerText(request.headers['sec-fetch-site']))
    )
      return "Refused: only the workbook's own pages may call this.";
    return undefined;
  }
}

/** What only the containers of tasks have addresses of. */
const isForTasks = (url: string): boolean => url.startsWith('/v4/') || isCredentialsPath(url);

const serveTasks = (
  { controlPlane, token, sessions }: Parts,
  url: string,
  response: ServerResponse,
): Promise<void> | void =>
  isCredentialsPath(url)
    ? serveCredentials(controlPlane.state, token, sessions, url, response)
    : serveMetadata(controlPlane, token, url, response);

const isLoopback = (address: string | undefined): boolean =>
  address === undefined || address === '::1' || address.startsWith('127.');

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
