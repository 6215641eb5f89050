import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import {
  type DockerEngineOptions,
  dockerEngine,
  type FoundDocker,
  findDocker,
} from '../../../src/engines/docker/docker-engine.ts';
import { labelFilter, loadBalancerNameOf } from '../../../src/engines/docker/labels.ts';
import { labImages } from '../../../src/engines/images/lab-images.ts';
import { systemClock } from '../../../src/engines/system-clock.ts';
import { openTunnel } from '../../../src/server/instances/way.ts';
import type { Stage } from '../conformance/stage.ts';
import type { TestEngine } from '../conformance/test-engine.ts';
import { DockerProxy } from './docker-proxy.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

/** The Docker of this machine; undefined (after a loud line) where there is none, unless in CI. */
export const dockerForTests = async (): Promise<FoundDocker | undefined> => {
  const found = await findDocker();
  if (found.found) return found;
  if (process.env.CI === 'true') throw new Error(`In CI there must be a Docker. ${found.reason}`);
  console.warn(`\n*** SKIPPED: the tests of the Docker engine. ${found.reason} ***\n`);
  return undefined;
};

export interface DockerTestEngine extends TestEngine {
  readonly docker: Docker;
  readonly proxy: DockerProxy;
}

/** A fresh install on this machine's Docker, reached through a proxy that can go away. */
export const dockerTestEngine = async (
  real: FoundDocker,
  options: Partial<DockerEngineOptions> = {},
): Promise<DockerTestEngine> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecs-workbook-test-'));
  const proxy = new DockerProxy(real.address.url, join(dataDir, 'docker.sock'));
  await proxy.open();
  const found = await findDocker({ DOCKER_HOST: `unix://${proxy.path}` });
  if (!found.found) throw new Error(found.reason);
  const installId = `test${randomBytes(4).toString('hex')}`;
  const docker = real.connect();
  return {
    docker,
    proxy,
    newEngine: () => dockerEngine({ docker: found, labImages: labImages(fixtures), ...options }),
    installId,
    dataDir,
    clock: systemClock,
    until,
    puppetImage: 'ecs-workbook-test/puppet',
    killFromOutside: (id) => docker.getContainer(id).kill(),
    killLoadBalancer: (loadBalancerArn) =>
      docker.getContainer(loadBalancerNameOf(loadBalancerArn)).kill(),
    occupyPort,
    makeForeign: () => makeForeign(docker),
    get: (port, path) => get(port, path),
    getOn,
    volumesLeft: async () => {
      const { Volumes } = await docker.listVolumes({ filters: labelFilter(installId) });
      return (Volumes ?? []).map(({ Name }) => Name);
    },
    outage: { begin: () => proxy.close(), end: () => proxy.open() },
    async dispose() {
      await removeAll(docker, installId);
      await proxy.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

export const until = async (predicate: () => boolean, limit: number): Promise<boolean> => {
  const end = Date.now() + limit;
  while (!predicate()) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
};

/** Everything of that install, and of no other. */
export const removeAll = async (docker: Docker, installId: string): Promise<void> => {
  const filters = labelFilter(installId);
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
  const { Volumes } = await docker.listVolumes({ filters });
  await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove()));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
};

const occupyPort = async () => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const release = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  return { port: address.port, release };
};

const makeForeign = async (docker: Docker) => {
  const { id } = await docker.createContainer({
    name: `ecs-stage-foreign-${randomBytes(4).toString('hex')}`,
    Image: 'ecs-workbook/pause:latest',
    Labels: {
      'ecs-workbook.install': 'another',
      'com.amazonaws.ecs.task-arn': 'arn:aws:ecs:us-east-1:000000000000:task/stage/foreign',
      'com.amazonaws.ecs.container-name': 'foreign',
    },
    HostConfig: { NetworkMode: 'none' },
  });
  const container = docker.getContainer(id);
  await container.start();
  return {
    isUntouched: async () => (await container.inspect()).State.Running,
    remove: () => container.remove({ force: true }),
  };
};

/** A connection for each request, so that an attempt made too early cannot linger. */
const get = (port: number, path: string, createConnection?: () => Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    const way = createConnection === undefined ? { port, agent: false } : { createConnection };
    const request = http.get({ host: '127.0.0.1', ...way, path, timeout: 5000 });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.on('response', (response) => {
      if (response.statusCode === 200) text(response).then(resolve, reject);
      else reject(new Error(`HTTP ${response.statusCode}`));
    });
  });

/** Through the gateway of the instance, as the runtime reaches it. */
const getOn = async (stage: Stage, instanceArn: string, port: number, path: string) => {
  const started = stage.observations.findLast(
    (one) => one.type === 'InstanceStarted' && one.instanceArn === instanceArn,
  );
  const gateway = started?.type === 'InstanceStarted' ? (started.gatewayPort ?? 0) : 0;
  const socket = await openTunnel(port, { port: gateway, token: 'of the stage' });
  return get(port, path, () => socket);
};
