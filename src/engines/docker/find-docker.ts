import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { connectTo } from './connect.ts';
import { TimeoutError, within } from './within.ts';

/** A Docker engine that answered. */
export interface FoundDocker {
  readonly found: true;
  /** "Docker 27.0.1 at /var/run/docker.sock" */
  readonly description: string;
  readonly address: DockerAddress;
  /** A client of its own for who asks, with its own connections. */
  connect(): Docker;
}

export interface DockerNotFound {
  readonly found: false;
  /** For people: what was looked for, what was found, what to do. */
  readonly reason: string;
}

/** As in DOCKER_HOST: `unix:///var/run/docker.sock`, `tcp://10.0.0.1:2375`, `npipe://…`. */
export interface DockerAddress {
  readonly url: string;
  /** Where it was named, for messages: "DOCKER_HOST", "the context desktop-linux" … */
  readonly source: string;
}

const PATIENCE = 900;

/**
 * Looks for a Docker engine where Docker's own command line would: DOCKER_HOST, else the context in
 * use, else the usual sockets. Answers within about a second.
 */
export const findDocker = async (
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FoundDocker | DockerNotFound> => {
  const addresses = await candidates(environment);
  const attempts = await Promise.all(addresses.map((address) => attempt(address, environment)));
  const found = attempts.find((each) => each.found);
  if (found !== undefined) return found;
  const reasons = attempts.flatMap((each) => (each.found ? [] : [each.reason]));
  return {
    found: false,
    reason:
      reasons.length > 0
        ? reasons.join(' ')
        : 'Expected a Docker engine, found no socket of one. Install and start Docker, or set DOCKER_HOST.',
  };
};

const candidates = async (environment: NodeJS.ProcessEnv): Promise<DockerAddress[]> => {
  const { DOCKER_HOST } = environment;
  if (DOCKER_HOST) return [{ url: DOCKER_HOST, source: 'DOCKER_HOST' }];
  const home = environment.HOME ?? homedir();
  const context = await contextAddress(environment, home);
  if (context !== undefined) return [context];
  if (platform() === 'win32')
    return [{ url: 'npipe:////./pipe/docker_engine', source: 'the usual pipe' }];
  const sockets = [
    '/var/run/docker.sock',
    join(home, '.docker/run/docker.sock'),
    ...(environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(home, '.orbstack/run/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    join(home, '.rd/docker.sock'),
  ];
  const there = await Promise.all(sockets.map(exists));
  return sockets
    .filter((_, index) => there[index])
    .map((path) => ({ url: `unix://${path}`, source: 'the usual socket' }));
};

/** What `docker context use` chose; undefined for the default context. */
const contextAddress = async (
  environment: NodeJS.ProcessEnv,
  home: string,
): Promise<DockerAddress | undefined> => {
  const folder = environment.DOCKER_CONFIG ?? join(home, '.docker');
  const name =
    environment.DOCKER_CONTEXT ??
    member(await readJson(join(folder, 'config.json')), 'currentContext');
  if (typeof name !== 'string' || name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = await readJson(join(folder, 'contexts/meta', id, 'meta.json'));
  const url = member(member(member(meta, 'Endpoints'), 'docker'), 'Host');
  return typeof url === 'string' ? { url, source: `the Docker context ${name}` } : undefined;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

const attempt = async (
  address: DockerAddress,
  environment: NodeJS.ProcessEnv,
): Promise<FoundDocker | DockerNotFound> => {
  const where = address.url.replace(/^unix:\/\//, '');
  try {
    const docker = new Docker(connectTo(address.url, environment));
    const { Version, Os } = await within(PATIENCE, docker.version());
    if (Os !== 'linux') {
      const reason = `The Docker engine at ${where} runs ${Os} containers, expected Linux containers. Switch Docker to Linux containers.`;
      return { found: false, reason };
    }
    return {
      found: true,
      description: `Docker ${Version} at ${where}`,
      address,
      connect: () => new Docker(connectTo(address.url, environment)),
    };
  } catch (error) {
    return { found: false, reason: whyNot(where, address.source, error) };
  }
};

/** Why no Docker answers there, and what to do, in plain words. */
export const whyNot = (where: string, source: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') {
    return `Docker's socket ${where} is there, but this user may not use it (permission denied). Join the docker group: sudo usermod -aG docker $USER, then log in again.`;
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return `Expected a Docker engine at ${where} (${source}), but nothing answers there. Start Docker (for example: sudo systemctl start docker).`;
  }
  if (error instanceof TimeoutError) {
    return `Expected a Docker engine at ${where} (${source}), but it gave no answer within ${error.patience} ms. Is it starting, or overloaded?`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `Expected a Docker engine at ${where} (${source}), but asking it failed: ${message}`;
};
