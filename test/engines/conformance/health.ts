import { describe, expect, it } from 'vitest';
import { healthCheck } from './puppet.ts';
import type { Stage } from './stage.ts';

const statuses = (changes: readonly { healthStatus: string }[]) =>
  changes.map(({ healthStatus }) => healthStatus);

export function health(stage: () => Stage): void {
  describe('health', () => {
    it('tells when a container is HEALTHY, and lists it so', async () => {
      const task = await stage().provisioned();
      await task.started('web', { PORT: 8080 }, { healthCheck: healthCheck(8080) });
      await task.saw('ContainerHealthChanged', 'web', (it) => it.healthStatus === 'HEALTHY');
      expect(await task.listedContainer('web')).toMatchObject({ healthStatus: 'HEALTHY' });
      await task.deprovisioned();
    });

    it('tells when a healthy container becomes UNHEALTHY, and lets it run', async () => {
      const task = await stage().provisioned();
      await task.started(
        'web',
        { PORT: 8080, SICK_AFTER_PROBES: 2 },
        { healthCheck: healthCheck(8080) },
      );
      await task.saw('ContainerHealthChanged', 'web', (it) => it.healthStatus === 'UNHEALTHY');
      expect(statuses(task.all('ContainerHealthChanged'))).toEqual(['HEALTHY', 'UNHEALTHY']);
      expect(await task.listedContainer('web')).toMatchObject({
        status: 'RUNNING',
        healthStatus: 'UNHEALTHY',
      });
      await task.deprovisioned();
    });

    it('gives a container its retries before it is UNHEALTHY', async () => {
      const task = await stage().provisioned();
      const check = { ...healthCheck(8080), retries: 3, startPeriod: 0 };
      const asked = stage().test.clock.now();
      await task.started('web', { PORT: 8080, SICK_AFTER_PROBES: 0 }, { healthCheck: check });
      await task.saw('ContainerHealthChanged');
      expect(statuses(task.all('ContainerHealthChanged'))).toEqual(['UNHEALTHY']);
      expect(stage().test.clock.now() - asked).toBeGreaterThanOrEqual(2 * check.interval);
      await task.deprovisioned();
    });

    it('does not count failures within the start period', async () => {
      const task = await stage().provisioned();
      const check = { ...healthCheck(8080), retries: 1, startPeriod: 2000 };
      const asked = stage().test.clock.now();
      await task.started('web', { PORT: 8080, SICK_AFTER_PROBES: 0 }, { healthCheck: check });
      await task.saw('ContainerHealthChanged', 'web', (it) => it.healthStatus === 'UNHEALTHY');
      expect(stage().test.clock.now() - asked).toBeGreaterThanOrEqual(1800);
      await task.deprovisioned();
    });
  });
}
