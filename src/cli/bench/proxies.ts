import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { LoadBalancerConfiguration } from '../../core/load-balancers/configuration.ts';
import {
  CONFIGURATION_PATH,
  LOAD_BALANCER_VARIABLE,
  type LoadBalancerDescription,
  TOKEN_VARIABLE,
} from '../../data-plane/load-balancer/surroundings.ts';
import { loadBalancerProgram } from '../../engines/load-balancer-program.ts';
import { ask } from './load.ts';
import { freePort, stop } from './servers.ts';

export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** What a proxy is asked, and asks in its turn. */
export const pageRequest = (port: number): Buffer =>
  Buffer.from(`GET / HTTP/1.1\r\nHost: front.elb.localhost:${port}\r\n\r\n`);

/** Servers that answer a small page with their port, all in one process: what proxies distribute to. */
const TARGETS = `
import { createServer } from 'node:http';
for (const port of process.argv.slice(1)) {
  const page = port.padEnd(100, 'x');
  createServer((request, answer) => {
    answer.writeHead(200, { 'content-type': 'text/plain', 'content-length': page.length });
    answer.end(page);
  }).listen(Number(port), '127.0.0.1');
}
`;

export async function startTargets(
  count: number,
): Promise<AsyncDisposable & { readonly ports: readonly number[] }> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const args = ['--input-type=module', '--eval', TARGETS, ...ports.map(String)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  for (const port of ports) await answers(port);
  return { ports, [Symbol.asyncDispose]: () => stop(child) };
}

const GROUP = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/bench/1';
const ARN = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/front/1';

/** The program of a load balancer, which can be told to send the target at a port no more. */
export interface LoadBalancerProgram extends Listening {
  drain(port: number): Promise<void>;
}

/** The program of a load balancer with one listener, whose targets are these ports. */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancerProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-bench-'));
  const description: LoadBalancerDescription = {
    loadBalancerArn: ARN,
    gatewayHost: '127.0.0.1',
    gatewayPort: 0,
    listens: false,
    network: 'published',
    configurationFile: join(folder, 'configuration.json'),
  };
  const token = 'bench';
  const environment = {
    [LOAD_BALANCER_VARIABLE]: JSON.stringify(description),
    [TOKEN_VARIABLE]: token,
  };
  const child = spawn(process.execPath, [loadBalancerProgram()], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const port = Number(/\d+$/.exec(String(line))?.[0]);
  const configure = async (draining?: number): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}${CONFIGURATION_PATH}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(configuration(ports, draining)),
    });
    if (!answer.ok) throw new Error(`Expected 204 to the configuration, found ${answer.status}.`);
  };
  await configure();
  await answers(port);
  return {
    port,
    drain: configure,
    async [Symbol.asyncDispose]() {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const configuration = (
  ports: readonly number[],
  draining: number | undefined,
): LoadBalancerConfiguration => ({
  loadBalancerArn: ARN,
  idleTimeout: 60_000,
  listeners: [
    {
      listenerArn: `${ARN}/80`,
      port: 80,
      protocol: 'HTTP',
      rules: [
        {
          ruleArn: `${ARN}/80/default`,
          conditions: [],
          action: { type: 'forward', targetGroups: [{ targetGroupArn: GROUP, weight: 1 }] },
        },
      ],
    },
  ],
  targetGroups: [
    {
      targetGroupArn: GROUP,
      protocol: 'HTTP',
      healthCheck: {
        protocol: 'HTTP',
        path: '/',
        interval: 30_000,
        timeout: 5_000,
        healthyThreshold: 5,
        unhealthyThreshold: 2,
        matcher: '200',
      },
      algorithm: 'round_robin',
      slowStart: 0,
      targets: ports.map((port) => ({
        id: '10.0.0.1',
        port,
        publishedPort: port,
        draining: port === draining,
      })),
    },
  ],
});

/** nginx with one worker and kept-alive connections to these ports; undefined: it is not here. */
export async function startNginx(ports: readonly number[]): Promise<Listening | undefined> {
  if ((await execa('nginx', ['-v'], { reject: false })).failed) return undefined;
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-bench-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  upstream targets { ${ports.map((one) => `server 127.0.0.1:${one};`).join(' ')} keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 100000000;
    location / {
      proxy_pass http://targets;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`,
  );
  const child = spawn('nginx', ['-c', file, '-p', folder], { stdio: 'inherit' });
  await answers(port);
  return {
    port,
    async [Symbol.asyncDispose]() {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until a page is answered there. */
async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const page = await ask(port, pageRequest(port)).catch(() => undefined);
    if (page !== undefined) return;
    await setTimeout(20);
  }
  throw new Error(`Expected a page on port ${port} within ten seconds.`);
}
