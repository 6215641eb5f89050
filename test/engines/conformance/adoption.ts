import { describe, expect, it } from 'vitest';
import { healthCheck } from './puppet.ts';
import type { Stage } from './stage.ts';

export function adoption(stage: () => Stage): void {
  describe('adoption after a restart', () => {
    it('lists what runs, with its ids, ports and health', async () => {
      const ports = [{ containerPort: 8080 }];
      const task = await stage().provisioned('awsvpc', ports);
      const { runtimeId } = await task.started(
        'web',
        { PORT: 8080 },
        { portMappings: ports, healthCheck: healthCheck(8080) },
      );
      await task.saw('ContainerHealthChanged');
      const before = await task.listed();
      await stage().restart();
      expect(await task.listed()).toEqual(before);
      expect(before?.containers[0]).toMatchObject({ runtimeId, status: 'RUNNING' });
      await task.deprovisioned();
    });

    it('lists what ended meanwhile, with its exit code', async () => {
      const task = await stage().provisioned();
      const { runtimeId } = await task.started('web');
      await task.started('job', { EXIT_AFTER_MS: 300, EXIT_CODE: 9 });
      await stage().restart(async () => {
        await stage().test.killFromOutside(runtimeId);
        await pass(stage(), 500);
      });
      expect(await task.listedStopped('web')).toMatchObject({ exitCode: 137 });
      expect(await task.listedStopped('job')).toMatchObject({ exitCode: 9 });
      await task.deprovisioned();
    });

    it('hears how an adopted container ends', async () => {
      const task = await stage().provisioned();
      const { runtimeId } = await task.started('killed');
      await task.started('stopped', { SIGTERM_CODE: 5, LINES: 1 });
      await stage().waitFor('its line', () => task.printed('stopped').length === 1);
      await stage().restart();
      await stage().test.killFromOutside(runtimeId);
      expect((await task.saw('ContainerStopped', 'killed')).exitCode).toBe(137);
      task.stop('stopped');
      expect((await task.saw('ContainerStopped', 'stopped')).exitCode).toBe(5);
      await task.deprovisioned();
    });

    it('stops again what was being stopped', async () => {
      const task = await stage().provisioned();
      await task.started('web', { IGNORE_SIGTERM: 'yes', LINES: 1 });
      await stage().waitFor('its line', () => task.printed('web').length === 1);
      task.stop('web', 60_000);
      await stage().restart();
      task.stop('web', 1000);
      expect((await task.saw('ContainerStopped')).exitCode).toBe(137);
      await task.deprovisioned();
    });

    it('goes on to report the health of an adopted container', async () => {
      const task = await stage().provisioned();
      await task.started(
        'web',
        { PORT: 8080, SICK_AFTER_PROBES: 4 },
        { healthCheck: healthCheck(8080) },
      );
      await task.saw('ContainerHealthChanged', 'web', (it) => it.healthStatus === 'HEALTHY');
      await stage().restart();
      await task.saw('ContainerHealthChanged', 'web', (it) => it.healthStatus === 'UNHEALTHY');
      await task.deprovisioned();
    });

    it('hands over the lines printed meanwhile and since, none lost and none twice', async () => {
      const task = await stage().provisioned();
      await task.started('web', { TICK_MS: 100 });
      await stage().waitFor('ticks', () => task.printed('web').length >= 3);
      await stage().restart(() => pass(stage(), 500));
      const printed = task.printed('web').length;
      await stage().waitFor('more ticks', () => task.printed('web').length >= printed + 3);
      const lines = task.printed('web');
      expect(lines).toEqual(lines.map((_, index) => `tick ${index + 1}`));
      await task.deprovisioned();
    });

    it('answers a repeated start with the container that it adopted', async () => {
      const task = await stage().provisioned();
      const { runtimeId } = await task.started('web');
      await stage().restart();
      task.start('web');
      await stage().waitFor('two answers', () => task.all('ContainerStarted').length === 2);
      expect(task.all('ContainerStarted')[1]?.runtimeId).toBe(runtimeId);
      await task.deprovisioned();
    });
  });
}

/** For what must happen while nobody listens: there is nothing to wait for but time. */
const pass = async (stage: Stage, ms: number): Promise<void> => {
  await stage.test.until(() => false, ms);
};
