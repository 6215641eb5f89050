import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { installId } from '../../control-plane/install-id.ts';
import type { EngineName } from '../../engines/engine.ts';
import { projectRoot } from '../../project-root.ts';
import { removeFromDocker } from './install.ts';
import { ask } from './load.ts';
import { awsRequest } from './requests.ts';

/** A server in a process of its own; disposing of it stops it and removes what it kept. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  /** From the start of the process to the first request answered. */
  readonly startUpMilliseconds: number;
}

export interface RuntimeProcess extends ServerProcess {
  /** Marks what it makes in Docker. */
  readonly install: string;
}

/** The runtime as `npm start` runs it after its build, on a free port and with an empty folder. */
export async function startRuntimeProcess(
  engine: EngineName | 'auto',
  { timeScale = 1 } = {},
): Promise<RuntimeProcess> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-bench-'));
  const place = ['--port', String(port), '--data', folder];
  const options = ['--engine', engine, '--time-scale', String(timeScale), ...place];
  const program = join(projectRoot, 'dist', 'cli.js');
  const request = awsRequest(port, 'ListClusters', '{}');
  const { child, startUpMilliseconds } = await start([program, 'start', ...options], port, request);
  const install = installId(folder);
  return {
    port,
    startUpMilliseconds,
    install,
    [Symbol.asyncDispose]: async () => {
      await stop(child);
      await removeFromDocker(install);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A bare `node:http` server that reads JSON, parses it, and writes the same `response` each time:
 * what any server in Node.js must at least do for such a request.
 */
const ECHO = `
import { createServer } from 'node:http';
const [port, response] = process.argv.slice(1);
const value = JSON.parse(response);
createServer((request, answer) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const body = JSON.stringify(value);
    answer.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': Buffer.byteLength(body) });
    answer.end(body);
  });
}).listen(Number(port), '127.0.0.1');
`;

/** The server to compare with; `response` is JSON. */
export async function startEchoProcess(response: string): Promise<ServerProcess> {
  const port = await freePort();
  const request = awsRequest(port, 'Echo', '{}');
  const args = ['--input-type=module', '--eval', ECHO, String(port), response];
  const { child, startUpMilliseconds } = await start(args, port, request);
  return { port, startUpMilliseconds, [Symbol.asyncDispose]: () => stop(child) };
}

async function start(
  args: readonly string[],
  port: number,
  request: Buffer,
): Promise<{ child: ChildProcess; startUpMilliseconds: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said += chunk.toString('utf8');
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  for (;;) {
    const answer = await ask(port, request).catch(() => undefined);
    if (answer !== undefined) return { child, startUpMilliseconds: performance.now() - started };
    if (child.exitCode !== null || performance.now() - started > 60_000) {
      child.kill('SIGKILL');
      throw new Error(`Expected a server on port ${port} within a minute. It said:\n${said}`);
    }
    await setTimeout(2);
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const patience = globalThis.setTimeout(() => child.kill('SIGKILL'), 60_000);
  await exited;
  clearTimeout(patience);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No free port was found.');
  return address.port;
}
