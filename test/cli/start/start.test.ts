import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameOf } from '../../../src/core/arn.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { ask, callEcs } from '../../server/ask.ts';
import { startCat } from '../../server/cats.ts';
import { eventually } from '../../server/eventually.ts';
import { type Program, runProgram } from './program.ts';

const cli = join(projectRoot, 'dist', 'cli.js');
if (!existsSync(cli)) throw new Error(`Expected ${cli}; run "npm run build" first.`);

const portOf = (program: Program): Promise<number> =>
  eventually(() => {
    const [, port] = /http:\/\/localhost:(\d+)\/#token=/.exec(program.output) ?? [];
    return program.output.includes('Ctrl-C stops it.') && Number(port);
  }, 15_000);

describe('npm start', { timeout: 180_000 }, () => {
  let data: string;
  const programs: Program[] = [];
  const start = (...args: string[]): Program => {
    const program = runProgram(process.execPath, [cli, 'start', '--data', data, ...args]);
    programs.push(program);
    return program;
  };
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'ecs-workbook-start-'));
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.end();
    await rm(data, { recursive: true, force: true });
  });

  it('prints where it is, what runs containers and why, how to go on; Ctrl-C stops it', async () => {
    const program = start('--port', '0', '--engine', 'process');
    const port = await portOf(program);
    expect(program.output).toMatch(/Engine +process: Plain processes/);
    expect(program.output).toContain('you asked for it');
    expect(program.output).toContain(`export AWS_ENDPOINT_URL=http://localhost:${port} `);
    expect(program.output).toContain('npm run lab');
    expect((await ask(port, { path: '/_workbook/status' })).status).toBe(200);
    const page = await ask(port);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('Container of cats');
    program.signal('SIGINT');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.output).toMatch(/Stopping, and removing the containers.*\nStopped\.\n$/);
  });

  it('says who holds the port and the data when it runs already', async () => {
    const first = start('--port', '0', '--engine', 'simulated');
    const port = await portOf(first);
    const samePort = start('--port', String(port), '--engine', 'simulated');
    expect((await samePort.ended).code).toBe(1);
    expect(samePort.output).toContain(`An ECS Workbook already runs on port ${port}`);
    expect(samePort.output).toContain(`kill ${first.pid}`);
    const sameData = start('--port', '0', '--engine', 'simulated');
    expect((await sameData.ended).code).toBe(1);
    expect(sameData.output).toContain(`in use by process ${first.pid}`);
    expect((await ask(port, { path: '/_workbook/status' })).status).toBe(200);
  });

  it('says that another program has the port, and what to do', async () => {
    const other = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      }),
    );
    const program = start('--port', String(port), '--engine', 'simulated');
    expect((await program.ended).code).toBe(1);
    other.close();
    expect(program.output).toBe(
      `Port ${port} is taken by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}\n`,
    );
  });

  it('keeps the cluster and the token from one start to the next', async () => {
    const first = start('--port', '0', '--engine', 'simulated');
    await callEcs(await portOf(first), 'CreateCluster', { clusterName: 'kept' });
    first.signal('SIGTERM');
    expect((await first.ended).code).toBe(0);
    const second = start('--port', '0', '--engine', 'simulated');
    const { clusterArns } = await callEcs<{ clusterArns: string[] }>(
      await portOf(second),
      'ListClusters',
      {},
    );
    expect(clusterArns).toEqual([expect.stringMatching(/cluster\/kept$/)]);
    const tokenOf = ({ output }: Program) => /#token=(\S+)/.exec(output)?.[1];
    expect(tokenOf(second)).toBe(tokenOf(first));
  });

  it('ends at once at the second Ctrl-C', async () => {
    const program = start('--port', '0', '--engine', 'process');
    const port = await portOf(program);
    // A container that does not heed SIGTERM keeps the first Ctrl-C waiting.
    const stubborn = `process.on('SIGTERM', () => {});
      require('node:http').createServer((_, response) => response.end('ready')).listen(80);`;
    const task = await startCat({ port }, { command: ['node', '-e', stubborn], stopTimeout: 3 });
    const host = `${nameOf(task)}.task.localhost:${port}`;
    await eventually(async () => (await ask(port, { headers: { host } })).body === 'ready');
    program.signal('SIGINT');
    await eventually(() => program.output.includes('Stopping, and removing'));
    // Signals that come together are one keystroke: a terminal and npm may each send theirs.
    program.signal('SIGINT');
    await eventually(() => {
      program.signal('SIGINT');
      return program.output.includes('Stopped at once');
    }, 2_900);
    expect((await program.ended).code).toBe(130);
    // What was left running is taken over, and stopped this time.
    const next = start('--port', '0', '--engine', 'process');
    await portOf(next);
    next.signal('SIGINT');
    expect((await next.ended).code).toBe(0);
  });

  it('says why there is no Docker, and goes on without unless Docker was asked for', async () => {
    const nowhere = { DOCKER_HOST: `unix://${data}/no-docker.sock` };
    const asked = runProgram(
      process.execPath,
      [cli, 'start', '--data', data, '--port', '0', '--engine', 'docker'],
      nowhere,
    );
    expect((await asked.ended).code).toBe(1);
    expect(asked.output).toContain(`Expected a Docker engine at ${data}/no-docker.sock`);
    expect(asked.output).not.toMatch(/\n\s+at /);
    const auto = runProgram(
      process.execPath,
      [cli, 'start', '--data', data, '--port', '0'],
      nowhere,
    );
    programs.push(auto);
    await portOf(auto);
    expect(auto.output).toMatch(/Engine +process: /);
    expect(auto.output).toContain('no Docker engine answers');
  });

  it.each([
    [['--help'], 0, '--time-scale <number>'],
    [['--port', 'abc'], 2, 'whole number from 0 to 65535'],
    [['--port', '70000'], 2, 'whole number from 0 to 65535'],
    [['--time-scale', '0.5'], 2, 'number from 1 to 1000'],
    [['--engine', 'podman'], 2, 'Allowed choices are auto, docker, process, simulated'],
    [['--data', '/dev/null/inside'], 1, 'Expected a folder to keep everything in'],
    [['--nonsense'], 2, "unknown option '--nonsense'"],
    [['extra'], 2, 'too many arguments'],
  ])('answers %j with status %i', async (args, code, words) => {
    const program = start(...args);
    expect((await program.ended).code).toBe(code);
    expect(program.output).toContain(words);
    expect(program.output).not.toMatch(/\n\s+at /);
  });
});
