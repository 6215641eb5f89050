import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerNameOf, pauseNameOf } from '../../../src/engines/docker/labels.ts';
import { findNetwork } from '../../../src/engines/docker/network.ts';
import { Stage } from '../conformance/stage.ts';
import { type DockerTestEngine, dockerForTests, dockerTestEngine } from './docker-world.ts';

const real = await dockerForTests();

describe.skipIf(real === undefined)('the Docker engine', () => {
  let test: DockerTestEngine;
  let stage: Stage;

  beforeAll(async () => {
    if (real === undefined) throw new Error('unreachable');
    test = await dockerTestEngine(real, { relistInterval: 300 });
    stage = await Stage.open(test);
  });
  afterAll(async () => {
    await stage.close();
    await test.dispose();
  });

  it('lets nobody write to a volume that is to be read only', async () => {
    const task = await stage.provisioned();
    const volume = { of: 'task', name: 'data', mustExist: false, labels: { of: 'cats' } } as const;
    const mounts = [{ containerPath: '/data', readOnly: true, volume }];
    await task.started('web', { FOLDER: '/data', WRITE: 'cat=meow' }, { mounts });
    await stage.waitFor('its line', () => task.printed('web').length > 0);
    expect(task.printed('web')).toEqual(['did not write cat: EROFS']);
    const filters = { label: ['of=cats', `ecs-workbook.install=${test.installId}`] };
    expect((await test.docker.listVolumes({ filters })).Volumes).toHaveLength(1);
    await task.deprovisioned();
  });

  describe('networks', () => {
    it('gives the install a network of its own, where nothing else is', async () => {
      const task = await stage.provisioned();
      const network = await findNetwork(test.docker, test.installId);
      expect(network?.gateway).toMatch(/^10\.\d+\.\d+\.1$/);
      const others = (await test.docker.listNetworks()).filter(({ Id }) => Id !== network?.id);
      const ranges = others.flatMap(({ IPAM }) => (IPAM?.Config ?? []).map(({ Subnet }) => Subnet));
      expect(ranges).not.toContain(network?.gateway.replace(/1$/, '0/20'));
      await task.deprovisioned();
    });

    it('makes the network again when somebody removed it', async () => {
      await (await stage.provisioned()).deprovisioned();
      const network = await findNetwork(test.docker, test.installId);
      await test.docker.getNetwork(network?.id ?? '').remove();
      const task = await stage.provisioned('awsvpc', [{ containerPort: 80 }]);
      expect(task.all('TaskProvisioned')[0]?.publishedPorts).toHaveLength(1);
      await task.deprovisioned();
    });

    it('lets containers reach this machine at the gateway', async () => {
      const task = await stage.provisioned();
      const network = await findNetwork(test.docker, test.installId);
      const server = createServer((_, response) => response.end('hello'));
      await new Promise<void>((resolve) => server.listen(0, network?.gateway, resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      try {
        const url = `http://${network?.gateway}:${address.port}/`;
        task.start('job', {}, { command: ['curl', '-fsS', url] });
        expect((await task.saw('ContainerStopped')).exitCode).toBe(0);
        expect(task.printed('job')).toEqual(['hello']);
        await task.deprovisioned();
      } finally {
        server.close();
      }
    });

    it('stops the containers of a task whose pause container dies', async () => {
      const task = await stage.provisioned();
      await task.started('web');
      await test.docker.getContainer(pauseNameOf(task.taskArn)).kill();
      expect((await task.saw('ContainerStopped', 'web')).exitCode).toBe(137);
      expect((await task.listed())?.provisioned).toBeUndefined();
      await task.deprovisioned();
    });

    it('keeps a task without a network to itself', async () => {
      const task = await stage.provisioned('none');
      const program = 'console.log(Object.keys(require("os").networkInterfaces()).join())';
      task.start('job', {}, { command: ['node', '-e', program] });
      await task.saw('ContainerStopped');
      expect(task.printed('job')).toEqual(['lo']);
      await task.deprovisioned();
    });

    it('does not give a task the network of this machine', async () => {
      const task = stage.task('host');
      task.provision();
      expect((await task.saw('TaskProvisionFailed')).reason).toContain('Use awsvpc or bridge.');
      await task.deprovisioned();
    });

    it('publishes on 127.0.0.1 only', async () => {
      const task = await stage.provisioned('awsvpc', [{ containerPort: 80, hostPort: 80 }]);
      const pause = await test.docker.getContainer(pauseNameOf(task.taskArn)).inspect();
      const bindings = Object.values(pause.NetworkSettings.Ports).flat();
      expect(bindings.map(({ HostIp }) => HostIp)).toEqual(['127.0.0.1']);
      await task.deprovisioned();
    });
  });

  describe('limits', () => {
    it('tells that a container was killed for its memory', async () => {
      const task = await stage.provisioned();
      const eat = 'const kept = []; for (;;) kept.push(Buffer.alloc(1e6, 1));';
      task.start('web', {}, { command: ['node', '-e', eat], memory: 64 });
      const { exitCode, reason } = await task.saw('ContainerStopped');
      expect(exitCode).toBe(137);
      expect(reason).toBe('OutOfMemoryError: Container killed due to memory usage');
      await stage.restart();
      expect(await task.listedContainer('web')).toMatchObject({ exitCode, reason });
      await task.deprovisioned();
    });

    it('hands limits, user, folder and read-only root to Docker', async () => {
      const task = await stage.provisioned();
      const { runtimeId } = await task.started(
        'web',
        {},
        {
          cpu: 256,
          memory: 128,
          memoryReservation: 64,
          user: '1000',
          workingDirectory: '/app/..',
          readonlyRootFilesystem: true,
          command: ['node', '/app/puppet.mjs'],
        },
      );
      const { Config, HostConfig } = await test.docker.getContainer(runtimeId).inspect();
      expect(HostConfig).toMatchObject({
        CpuShares: 256,
        Memory: 128 * 2 ** 20,
        MemorySwap: 128 * 2 ** 20,
        MemoryReservation: 64 * 2 ** 20,
        ReadonlyRootfs: true,
      });
      expect(Config).toMatchObject({ User: '1000', WorkingDir: '/' });
      await task.deprovisioned();
    });
  });

  describe('names', () => {
    it('leaves a container alone that has the name but is not ours, and says so', async () => {
      const task = await stage.provisioned();
      const name = dockerNameOf(task.taskArn, 'web');
      const foreign = await test.docker.createContainer({ name, Image: 'ecs-workbook/pause' });
      try {
        task.start('web');
        const { reason } = await task.saw('ContainerStartFailed');
        expect(reason).toMatch(/^CannotCreateContainerError: Error response from daemon: Conflict/);
        expect(reason).toContain(name);
        await task.deprovisioned();
        expect((await foreign.inspect()).Id).toBe(foreign.id);
      } finally {
        await foreign.remove();
      }
    });

    it('starts a container that it created and never started', async () => {
      const task = await stage.provisioned();
      const { runtimeId } = await task.started('first');
      const { Config, HostConfig } = await test.docker.getContainer(runtimeId).inspect();
      const created = await test.docker.createContainer({
        name: dockerNameOf(task.taskArn, 'second'),
        Image: Config.Image,
        Labels: { ...Config.Labels, 'com.amazonaws.ecs.container-name': 'second' },
        HostConfig: { NetworkMode: HostConfig.NetworkMode },
      });
      expect((await task.listedContainer('second'))?.status).toBe('CREATED');
      expect((await task.started('second')).runtimeId).toBe(created.id);
      await task.deprovisioned();
    });
  });

  describe('what cannot start', () => {
    it.each([
      [
        'a program that is not there',
        { command: ['no-such-program'] },
        /^CannotStartContainerError: .*no-such-program/,
      ],
      [
        'another architecture',
        { image: 'ecs-workbook/pause', architecture: 'ARM64' as const },
        /^CannotPullContainerError: .*linux\/arm64/,
      ],
      [
        'a registry that does not answer',
        { image: '127.0.0.1:9/nope' },
        /^CannotPullContainerError: The task cannot pull 127.0.0.1:9\/nope from the registry/,
      ],
    ])('%s', async (_, change, expected) => {
      const task = await stage.provisioned();
      task.start('web', {}, change);
      expect((await task.saw('ContainerStartFailed')).reason).toMatch(expected);
      task.stop('web');
      await task.saw('ContainerStopped');
      await task.deprovisioned();
    });
  });

  describe('images', () => {
    it('runs the labs’ image under the names that the course gives it', async () => {
      // A tag that nobody has built meanwhile: what is in the local store comes first.
      const tag = randomBytes(4).toString('hex');
      const names = [`containerofcats:${tag}`, `docker.io/acantril/containerofcats:${tag}`];
      const tasks = await Promise.all(names.map(() => stage.provisioned()));
      const started = await Promise.all(
        tasks.map((task, index) => task.started('cats', {}, { image: names[index] ?? '' })),
      );
      expect(started[0]?.imageDigest).toBe(started[1]?.imageDigest);
      for (const task of tasks) await task.deprovisioned();
    });

    it('takes no health check from an image', async () => {
      const task = await stage.provisioned();
      const { runtimeId } = await task.started('web');
      const { Config } = await test.docker.getContainer(runtimeId).inspect();
      expect(Config.Healthcheck?.Test).toEqual(['NONE']);
      await task.deprovisioned();
    });
  });

  describe('logs', () => {
    it('joins what Docker cuts, and hands over a last line without an end', async () => {
      const task = await stage.provisioned();
      const print = 'process.stdout.write("x".repeat(40000) + "\\n\\nlast")';
      task.start('job', {}, { command: ['node', '-e', print] });
      await task.saw('ContainerStopped');
      expect(task.printed('job')).toEqual(['x'.repeat(40_000), '', 'last']);
      await task.deprovisioned();
    });
  });

  describe('events', () => {
    it('notices what an event that got lost would have told', async () => {
      const task = await stage.provisioned();
      const { runtimeId } = await task.started('web');
      const { runtimeId: removed } = await task.started('removed');
      test.proxy.muteEvents();
      try {
        await test.killFromOutside(runtimeId);
        await test.docker.getContainer(removed).remove({ force: true });
        expect((await task.saw('ContainerStopped', 'web')).exitCode).toBe(137);
        await task.saw('ContainerStopped', 'removed');
      } finally {
        test.proxy.unmuteEvents();
      }
      await task.deprovisioned();
    });

    it('goes on after a connection that broke, and says nothing when Docker never went', async () => {
      const task = await stage.provisioned();
      const { runtimeId } = await task.started('web', { TICK_MS: 50 });
      const statuses = stage.statuses.length;
      test.proxy.cut();
      await test.killFromOutside(runtimeId);
      expect((await task.saw('ContainerStopped')).exitCode).toBe(137);
      expect(stage.statuses.length).toBe(statuses);
      await task.deprovisioned();
    });

    it('lists what ended while Docker was away', async () => {
      const task = await stage.provisioned();
      const { runtimeId } = await task.started('web', { TICK_MS: 50 });
      await test.proxy.close();
      try {
        await stage.waitFor('it to be gone', () => stage.statuses.at(-1)?.available === false);
        expect(stage.statuses.at(-1)).toMatchObject({
          reason: expect.stringContaining('Expected a Docker engine at'),
        });
        await test.killFromOutside(runtimeId);
      } finally {
        await test.proxy.open();
      }
      await stage.waitFor('it to be back', () => stage.statuses.at(-1)?.available === true);
      expect(await task.listedContainer('web')).toMatchObject({ status: 'STOPPED', exitCode: 137 });
      const lines = task.printed('web');
      expect(lines).toEqual(lines.map((_, index) => `tick ${index + 1}`));
      await task.deprovisioned();
    });
  });
});

describe.skipIf(real === undefined)('closing the Docker engine', () => {
  it('removes the network when nothing is left on it, and keeps it otherwise', async () => {
    if (real === undefined) throw new Error('unreachable');
    const test = await dockerTestEngine(real);
    try {
      const stage = await Stage.open(test);
      const task = await stage.provisioned();
      await stage.restart();
      expect(await findNetwork(test.docker, test.installId)).toBeDefined();
      await task.deprovisioned();
      await stage.close();
      expect(await findNetwork(test.docker, test.installId)).toBeUndefined();
      // Closed before the network was there.
      await (await Stage.open(test)).close();
      expect(await findNetwork(test.docker, test.installId)).toBeUndefined();
    } finally {
      await test.dispose();
    }
  });
});
