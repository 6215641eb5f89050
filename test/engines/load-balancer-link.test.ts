import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../../src/core/load-balancers/configuration.ts';
import type { Observation } from '../../src/core/observations.ts';
import type { EngineHost } from '../../src/engines/engine.ts';
import { LoadBalancerLink } from '../../src/engines/load-balancer-link.ts';
import { systemClock } from '../../src/engines/system-clock.ts';

const loadBalancerArn = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/a/1';

/** Told apart by its idle timeout. */
const configuration = (idleTimeout: number): LoadBalancerConfiguration => ({
  loadBalancerArn,
  idleTimeout,
  listeners: [],
  targetGroups: [],
});

const health = (id: string, state: TargetHealth['state'] = 'healthy'): TargetHealth => ({
  targetGroupArn: 'group',
  id,
  port: 80,
  state,
});

/** The gateway of a program, played by the test. */
class Gateway {
  readonly puts: number[] = [];
  readonly streams: ServerResponse[] = [];
  /** Answers to PUT wait for `answer`. */
  held = false;
  status = 204;
  most = 0;
  #underWay = 0;
  #answers: (() => void)[] = [];
  #server: Server | undefined;

  /** At that port, or any. */
  async open(port = 0): Promise<number> {
    const server = createServer((request, response) => void this.#take(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  answer(): void {
    for (const answer of this.#answers.splice(0)) answer();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== 'Bearer secret') {
      response.writeHead(401).end();
      return;
    }
    if (request.url === '/_load-balancer/health') {
      response.writeHead(200).flushHeaders();
      this.streams.push(response);
      return;
    }
    this.most = Math.max(this.most, ++this.#underWay);
    const { idleTimeout }: LoadBalancerConfiguration = JSON.parse(await text(request));
    this.puts.push(idleTimeout);
    const { status } = this;
    if (this.held) await new Promise<void>((resolve) => this.#answers.push(resolve));
    this.#underWay--;
    response.writeHead(status).end();
  }
}

describe('the link to the program of a load balancer', () => {
  let gateway: Gateway;
  let link: LoadBalancerLink;
  let heard: Observation[];

  beforeEach(() => {
    gateway = new Gateway();
    heard = [];
    const host: EngineHost = {
      installId: 'test',
      dataDir: '',
      clock: systemClock,
      observe: (observation) => void heard.push(observation),
      logged: () => {},
      lastLogged: () => undefined,
      environmentFor: () => ({}),
      instanceAccess: () => ({ endpoint: '', token: '' }),
      loadBalancerToken: () => 'secret',
      statusChanged: () => {},
    };
    link = new LoadBalancerLink(host, loadBalancerArn);
  });
  afterEach(async () => {
    link.disconnect();
    gateway.answer();
    await gateway.close();
  });

  const told = () =>
    heard.flatMap((one) => (one.type === 'TargetHealthChanged' ? one.targets : []));
  const until = expect.poll;

  it('hands over what it was told before there was a program', async () => {
    link.configure(configuration(1));
    await link.connect(await gateway.open());
    await until(() => gateway.puts).toEqual([1]);
  });

  it('hands over what it is told as soon as it is connected', async () => {
    void link.connect(await gateway.open());
    link.configure(configuration(1));
    await until(() => gateway.puts).toEqual([1]);
    link.configure(configuration(2));
    await until(() => gateway.puts).toEqual([1, 2]);
  });

  it('hands over one at a time, and of those that wait only the newest', async () => {
    gateway.held = true;
    await link.connect(await gateway.open());
    for (const n of [1, 2, 3]) link.configure(configuration(n));
    await until(() => gateway.puts).toEqual([1]);
    gateway.held = false;
    gateway.answer();
    await until(() => gateway.puts).toEqual([1, 3]);
    expect(gateway.most).toBe(1);
  });

  it('tries again while it is refused, with what is the newest then', async () => {
    gateway.status = 500;
    await link.connect(await gateway.open());
    link.configure(configuration(1));
    await until(() => gateway.puts.length).toBeGreaterThan(1);
    gateway.status = 204;
    link.configure(configuration(2));
    await until(() => gateway.puts.at(-1)).toBe(2);
  });

  it('hands over to the next program what the one before did not take', async () => {
    gateway.held = true;
    await link.connect(await gateway.open());
    link.configure(configuration(1));
    await until(() => gateway.puts).toEqual([1]);
    await gateway.close();
    gateway = new Gateway();
    await link.connect(await gateway.open());
    await until(() => gateway.puts).toEqual([1]);
  });

  it('waits for a program that is not up yet', async () => {
    const port = await gateway.open();
    await gateway.close();
    const connected = link.connect(port);
    await gateway.open(port);
    await connected;
    expect(gateway.streams).toHaveLength(1);
  });

  it('tells what comes together at once, wherever the pieces are cut', async () => {
    await link.connect(await gateway.open());
    const [stream] = gateway.streams;
    const lines = [health('a'), health('b', 'unhealthy')].map((one) => `${JSON.stringify(one)}\n`);
    stream?.write(`\n${lines.join('')}`);
    await until(told).toEqual([health('a'), health('b', 'unhealthy')]);
    expect(heard).toHaveLength(1);
    const line = `${JSON.stringify(health('c'))}\n`;
    stream?.write(line.slice(0, 20));
    stream?.write(`${line.slice(20)}${lines[0]}`);
    await until(told).toEqual([health('a'), health('b', 'unhealthy'), health('c'), health('a')]);
  });

  it('listens again when the program was cut off or talks nonsense', async () => {
    await link.connect(await gateway.open());
    gateway.streams[0]?.destroy();
    await until(() => gateway.streams.length).toBe(2);
    gateway.streams[1]?.write('nonsense\n');
    await until(() => gateway.streams.length).toBe(3);
    gateway.streams[2]?.write(`${JSON.stringify(health('a'))}\n`);
    await until(told).toEqual([health('a')]);
  });

  it('says and asks nothing any more once it is disconnected', async () => {
    await link.connect(await gateway.open());
    const [stream] = gateway.streams;
    const closed = new Promise((resolve) => stream?.on('close', resolve));
    link.disconnect();
    link.configure(configuration(1));
    await closed;
    expect([gateway.puts, heard]).toEqual([[], []]);
  });
});
