import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDocker, whyNot } from '../../../src/engines/docker/find-docker.ts';

describe('findDocker', () => {
  let home: string;
  let servers: Server[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ecs-workbook-home-'));
    servers = [];
  });
  afterEach(() => {
    for (const server of servers) server.close().closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  });

  /** Answers as a Docker engine would, or never. */
  const engineAt = async (path: string, version: object | undefined): Promise<string> => {
    const server = createServer((_, response) => {
      if (version !== undefined) response.end(JSON.stringify(version));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return `unix://${path}`;
  };
  const linux = { Version: '99.1', Os: 'linux', Arch: 'amd64' };

  it('takes DOCKER_HOST at its word', async () => {
    const DOCKER_HOST = await engineAt(join(home, 'engine.sock'), linux);
    const found = await findDocker({ HOME: home, DOCKER_HOST });
    expect(found).toMatchObject({
      found: true,
      description: `Docker 99.1 at ${join(home, 'engine.sock')}`,
    });
  });

  it('follows the context in use', async () => {
    const Host = await engineAt(join(home, 'engine.sock'), linux);
    const id = createHash('sha256').update('mine').digest('hex');
    const folder = join(home, '.docker/contexts/meta', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(home, '.docker/config.json'), '{ "currentContext": "mine" }');
    writeFileSync(join(folder, 'meta.json'), JSON.stringify({ Endpoints: { docker: { Host } } }));
    expect(await findDocker({ HOME: home })).toMatchObject({
      found: true,
      address: { source: 'the Docker context mine' },
    });
  });

  it('says what it expected where nothing answers', async () => {
    const found = await findDocker({ HOME: home, DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(found).toEqual({
      found: false,
      reason:
        'Expected a Docker engine at /nowhere/docker.sock (DOCKER_HOST), but nothing answers there. Start Docker (for example: sudo systemctl start docker).',
    });
  });

  it('gives up within about a second on what accepts and does not answer', async () => {
    const DOCKER_HOST = await engineAt(join(home, 'engine.sock'), undefined);
    const began = Date.now();
    const found = await findDocker({ HOME: home, DOCKER_HOST });
    expect(found).toMatchObject({
      found: false,
      reason: expect.stringContaining('no answer within 900 ms'),
    });
    expect(Date.now() - began).toBeLessThan(2000);
  });

  it('does not take an engine that runs Windows containers', async () => {
    const DOCKER_HOST = await engineAt(join(home, 'engine.sock'), { ...linux, Os: 'windows' });
    expect(await findDocker({ HOME: home, DOCKER_HOST })).toMatchObject({
      found: false,
      reason: expect.stringContaining('Switch Docker to Linux containers.'),
    });
  });

  it('tells who may not use the socket what to do', () => {
    const refused = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
    expect(whyNot('/var/run/docker.sock', 'the usual socket', refused)).toContain(
      'sudo usermod -aG docker $USER',
    );
  });
});
