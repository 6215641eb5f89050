import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../../../src/core/load-balancers/configuration.ts';
import {
  CONFIGURATION_PATH,
  HEALTH_PATH,
  LISTENING_LINE,
  LOAD_BALANCER_VARIABLE,
  LOG_PATH,
  TOKEN_VARIABLE,
} from '../../../src/data-plane/load-balancer/surroundings.ts';
import { ARN } from './configurations.ts';

export const TOKEN = 'secret';

/** The program itself, built as it is shipped, beside this test. */
export class Program implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'load-balancer-'));
  port = 0;
  #child: ChildProcess | undefined;
  #said = '';

  static async start(settings: { listens?: boolean; network?: 'vpc' | 'published' } = {}) {
    const program = new Program();
    await build({
      entryPoints: ['src/data-plane/load-balancer/load-balancer.ts'],
      outfile: join(program.folder, 'load-balancer.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    await program.run(settings);
    return program;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it wrote to standard error. */
  get said(): string {
    return this.#said;
  }

  async run({ listens = false, network = 'vpc' as 'vpc' | 'published' } = {}): Promise<void> {
    const child = spawn(process.execPath, [join(this.folder, 'load-balancer.mjs')], {
      env: {
        ...process.env,
        [LOAD_BALANCER_VARIABLE]: JSON.stringify({
          loadBalancerArn: ARN,
          gatewayHost: '127.0.0.1',
          gatewayPort: 0,
          listens,
          network,
          configurationFile: join(this.folder, 'configuration.json'),
        }),
        [TOKEN_VARIABLE]: TOKEN,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
    for await (const line of createInterface(child.stdout)) {
      const port = LISTENING_LINE.exec(line)?.[1];
      if (port === undefined) continue;
      this.port = Number(port);
      return;
    }
    throw new Error(`The program ended before it was up: ${this.#said}`);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }

  async configure(configuration: LoadBalancerConfiguration, token = TOKEN): Promise<number> {
    const { status } = await ask(this.port, CONFIGURATION_PATH, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(configuration),
    });
    return status;
  }

  /** Health as it is told, by target port, as it comes. */
  followHealth(): Followed<TargetHealth> {
    return new Followed(this.port, HEALTH_PATH, (line) => JSON.parse(line));
  }

  followLog(): Followed<string> {
    return new Followed(this.port, LOG_PATH, (line) => line);
  }

  /** Configures, and waits until the targets at these ports are healthy. */
  async serve(
    configuration: LoadBalancerConfiguration,
    ports: readonly number[] = configuration.targetGroups.flatMap(({ targets }) =>
      targets.map(({ port }) => port),
    ),
  ): Promise<void> {
    using health = this.followHealth();
    await this.configure(configuration);
    await until(() =>
      ports.every(
        (port) => health.lines.findLast((each) => each.port === port)?.state === 'healthy',
      ),
    );
  }
}

/** Lines of one of the program's streams. */
export class Followed<T> implements Disposable {
  readonly lines: T[] = [];
  empty = 0;
  readonly #asked;

  constructor(port: number, path: string, read: (line: string) => T) {
    this.#asked = request({
      host: '127.0.0.1',
      port,
      path,
      agent: false,
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    this.#asked.on('error', () => {});
    this.#asked.on('response', (response) => {
      response.on('error', () => {});
      createInterface(response)
        .on('error', () => {})
        .on('line', (line) => {
          if (line === '') this.empty++;
          else this.lines.push(read(line));
        });
    });
    this.#asked.end();
  }

  [Symbol.dispose](): void {
    this.#asked.destroy();
  }
}

export interface Asked {
  readonly status: number;
  readonly message: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
  readonly agent?: Agent;
}

/** One request to a port of this machine. */
export const ask = async (port: number, path: string, how: Ask = {}): Promise<Asked> => {
  const { method = 'GET', headers = {}, agent, body } = how;
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { Host: 'web.elb.localhost', ...headers },
    agent: agent ?? false,
  });
  asked.end(body);
  const [response] = await once(asked, 'response');
  return {
    status: response.statusCode,
    message: response.statusMessage,
    headers: response.headers,
    body: await text(response),
  };
};

/** Writes bytes to a port and answers all that comes back until the other side closes. */
export const converse = async (port: number, bytes: string): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {});
  socket.write(bytes, 'latin1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
  });
  await once(socket, 'close');
  return answer;
};

/** Listens on a free port of 127.0.0.1. */
export const listening = async (server: Server): Promise<number> => {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return address.port;
};

/** Waits until it is so. */
export const until = async (so: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> => {
  const deadline = performance.now() + ms;
  while (!(await so())) {
    if (performance.now() > deadline) throw new Error(`Not so after ${ms} ms: ${so}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const connected = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
};
