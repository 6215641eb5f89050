import { describe, expect, it } from 'vitest';
import { eventually } from './reach.ts';
import type { Stage } from './stage.ts';

export function networking(stage: () => Stage): void {
  describe('networking', () => {
    it('publishes each awsvpc task at ports of its own, though all listen on the same', async () => {
      const ports = [{ containerPort: 8080 }];
      const tasks = await Promise.all(
        ['one', 'two'].map(async (name) => {
          const task = await stage().provisioned('awsvpc', ports);
          await task.started('web', { PORT: 8080, NAME: name }, { portMappings: ports });
          return {
            name,
            task,
            hostPort: task.all('TaskProvisioned')[0]?.publishedPorts[0]?.hostPort,
          };
        }),
      );
      expect(new Set(tasks.map(({ hostPort }) => hostPort)).size).toBe(2);
      for (const { name, hostPort } of tasks) {
        const answer = await eventually(stage(), hostPort ?? 0, '/');
        if (answer !== undefined) expect(JSON.parse(answer)).toMatchObject({ name, port: 8080 });
      }
      for (const { task } of tasks) await task.deprovisioned();
    });

    it('lets the containers of an awsvpc task reach each other on localhost', async () => {
      const ports = [{ containerPort: 8080 }];
      const task = await stage().provisioned('awsvpc', ports);
      await task.started('web', { PORT: 8080, NEIGHBOUR_PORT: 9000 }, { portMappings: ports });
      await task.started('side', { PORT: 9000, NAME: 'side' });
      const hostPort = task.all('TaskProvisioned')[0]?.publishedPorts[0]?.hostPort ?? 0;
      const answer = await eventually(stage(), hostPort, '/neighbour');
      if (answer !== undefined) expect(JSON.parse(answer)).toMatchObject({ name: 'side' });
      await task.deprovisioned();
    });

    it('lets a container reach those that it links to by name in bridge mode', async () => {
      const portMappings = [{ containerPort: 8080, hostPort: 0 }];
      const task = await stage().provisioned('bridge', portMappings);
      await task.started('db', { PORT: 9000, NAME: 'db' });
      const { networkBindings } = await task.started(
        'web',
        { PORT: 8080, NEIGHBOUR: 'database', NEIGHBOUR_PORT: 9000 },
        { portMappings, links: [{ containerName: 'db', alias: 'database' }] },
      );
      const hostPort = networkBindings[0]?.hostPort ?? 0;
      const answer = await eventually(stage(), hostPort, '/neighbour');
      if (answer !== undefined) expect(JSON.parse(answer)).toMatchObject({ name: 'db' });
      await task.deprovisioned();
    });

    it('maps a static host port in bridge mode', async () => {
      const { port, release } = await stage().test.occupyPort();
      await release();
      const portMappings = [{ containerPort: 8080, hostPort: port, protocol: 'tcp' as const }];
      const task = await stage().provisioned('bridge', portMappings);
      const { networkBindings } = await task.started(
        'web',
        { PORT: 8080, NAME: 'static' },
        { portMappings },
      );
      expect(networkBindings).toEqual([
        { bindIP: expect.any(String), containerPort: 8080, hostPort: port, protocol: 'tcp' },
      ]);
      const answer = await eventually(stage(), port, '/');
      if (answer !== undefined) expect(JSON.parse(answer)).toMatchObject({ name: 'static' });
      await task.deprovisioned();
    });

    it('chooses host ports in bridge mode where none is given', async () => {
      const portMappings = [{ containerPort: 8080, hostPort: 0 }];
      const tasks = await Promise.all(
        ['one', 'two'].map(async (name) => {
          const task = await stage().provisioned('bridge', portMappings);
          const { networkBindings } = await task.started(
            'web',
            { PORT: 8080, NAME: name },
            { portMappings },
          );
          return { name, task, hostPort: networkBindings[0]?.hostPort ?? 0 };
        }),
      );
      expect(new Set(tasks.map(({ hostPort }) => hostPort)).size).toBe(2);
      for (const { name, hostPort } of tasks) {
        const answer = await eventually(stage(), hostPort, '/');
        if (answer !== undefined) expect(JSON.parse(answer)).toMatchObject({ name });
      }
      for (const { task } of tasks) await task.deprovisioned();
    });

    it('cannot start a container whose host port is in use', async () => {
      const { port, release } = await stage().test.occupyPort();
      try {
        const portMappings = [{ containerPort: 8080, hostPort: port }];
        const task = await stage().provisioned('bridge', portMappings);
        task.start('web', { PORT: 8080 }, { portMappings });
        const { reason } = await task.saw('ContainerStartFailed');
        expect(reason).toMatch(/^CannotStartContainerError: ./);
        expect(reason).toContain(String(port));
        expect(reason).toMatch(/already (allocated|in use)/);
        await task.deprovisioned();
      } finally {
        await release();
      }
    });

    it('frees a host port with its container', async () => {
      const { port, release } = await stage().test.occupyPort();
      await release();
      const portMappings = [{ containerPort: 8080, hostPort: port }];
      for (let round = 1; round <= 2; round++) {
        const task = await stage().provisioned('bridge', portMappings);
        await task.started('web', { PORT: 8080, LINES: 1 }, { portMappings });
        await stage().waitFor('its line', () => task.printed('web').length > 0);
        task.stop('web');
        await task.saw('ContainerStopped');
        await task.deprovisioned();
      }
    });

    it('hands the container the environment of the task definition and of the host', async () => {
      const task = await stage().provisioned();
      task.start('job', { ENVIRONMENT_OF: 'FROM_HOST', EXIT_AFTER_MS: 0 });
      await stage().waitFor('its line', () => task.printed('job').length > 0);
      expect(task.printed('job')).toEqual(['FROM_HOST=of job']);
      await task.deprovisioned();
    });

    it('runs the command of the task definition in place of the image’s', async () => {
      const task = await stage().provisioned();
      task.start(
        'job',
        { ARGUMENTS: 'yes', EXIT_AFTER_MS: 0 },
        { command: ['node', 'puppet.mjs', 'two words', 'more'] },
      );
      await stage().waitFor('its line', () => task.printed('job').length > 0);
      expect(task.printed('job')).toEqual(['two words more']);
      await task.deprovisioned();
    });
  });
}
