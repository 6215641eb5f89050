import { describe, expect, it } from 'vitest';
import type { Stage } from './stage.ts';

export function exits(stage: () => Stage): void {
  describe('exit and stop', () => {
    it.each([0, 3])('reports the exit code %i', async (code) => {
      const task = await stage().provisioned();
      task.start('job', { EXIT_AFTER_MS: 20, EXIT_CODE: code });
      const { exitCode } = await task.saw('ContainerStopped');
      expect(exitCode).toBe(code);
      expect(task.heard('job').slice(-2)).toEqual(['ContainerStarted', 'ContainerStopped']);
      expect(await task.listedContainer('job')).toMatchObject({
        status: 'STOPPED',
        exitCode: code,
      });
      await task.deprovisioned();
    });

    it('reports 137 for a container killed from outside', async () => {
      const task = await stage().provisioned();
      const { runtimeId } = await task.started('web');
      await stage().test.killFromOutside(runtimeId);
      expect((await task.saw('ContainerStopped')).exitCode).toBe(137);
      await task.deprovisioned();
    });

    it('stops with the stop signal, and reports the exit code of its own', async () => {
      const task = await stage().provisioned();
      await task.started('web', { SIGTERM_CODE: 5, LINES: 1 });
      await stage().waitFor('its line', () => task.printed('web').length === 1);
      task.stop('web');
      expect((await task.saw('ContainerStopped')).exitCode).toBe(5);
      await task.deprovisioned();
    });

    it('kills what ignores the stop signal, after the timeout', async () => {
      const task = await stage().provisioned();
      await task.started('web', { IGNORE_SIGTERM: 'yes', LINES: 1 });
      await stage().waitFor('its line', () => task.printed('web').length === 1);
      const asked = stage().test.clock.now();
      task.stop('web', 1000);
      expect((await task.saw('ContainerStopped')).exitCode).toBe(137);
      expect(stage().test.clock.now() - asked).toBeGreaterThanOrEqual(950);
      await task.deprovisioned();
    });

    it('ends a pending start with a stop', async () => {
      const task = await stage().provisioned();
      task.start('web');
      task.stop('web', 1000);
      await task.saw('ContainerStopped');
      expect(task.heard('web').at(-1)).toBe('ContainerStopped');
      expect((await task.listedContainer('web'))?.status).not.toBe('RUNNING');
      await task.deprovisioned();
      expect(task.all('ContainerStarted').length).toBeLessThanOrEqual(1);
    });

    it('answers a stop of what never ran', async () => {
      const task = await stage().provisioned();
      task.stop('web');
      await task.saw('ContainerStopped');
      await task.deprovisioned();
    });

    it('answers a stop of what has stopped already', async () => {
      const task = await stage().provisioned();
      task.start('job', { EXIT_AFTER_MS: 0, EXIT_CODE: 6 });
      await task.saw('ContainerStopped');
      task.stop('job');
      await stage().waitFor('two answers', () => task.all('ContainerStopped').length === 2);
      expect(task.all('ContainerStopped')[1]?.exitCode).toBe(6);
      await task.deprovisioned();
    });
  });
}
