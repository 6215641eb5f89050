import { describe, expect, it } from 'vitest';
import { awslogs } from './puppet.ts';
import type { Stage } from './stage.ts';

const numbered = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);

export function logs(stage: () => Stage): void {
  describe('logs', () => {
    it('hands over every line of a container that exits at once, in order, before its end', async () => {
      const task = await stage().provisioned();
      task.start('job', { LINES: 200, EXIT_AFTER_MS: 0 });
      await task.saw('ContainerStopped');
      await stage().waitFor('all lines', () => task.printed('job').length >= 200);
      expect(task.printed('job')).toEqual(numbered('line', 200));
      await task.deprovisioned();
    });

    it('hands over both streams', async () => {
      const task = await stage().provisioned();
      task.start('job', { LINES: 3, ERROR_LINES: 2, EXIT_AFTER_MS: 0 });
      await stage().waitFor('all lines', () => task.printed('job').length >= 5);
      const printed = task.printed('job');
      expect(printed.filter((line) => line.startsWith('line'))).toEqual(numbered('line', 3));
      expect(printed.filter((line) => line.startsWith('error'))).toEqual(numbered('error', 2));
      await task.deprovisioned();
    });

    it('hands over lines while the container runs', async () => {
      const task = await stage().provisioned();
      await task.started('web', { TICK_MS: 50 });
      await stage().waitFor('three ticks', () => task.printed('web').length >= 3);
      expect(task.all('ContainerStopped')).toEqual([]);
      expect(task.printed('web').slice(0, 3)).toEqual(numbered('tick', 3));
      await task.deprovisioned();
    });

    it('says whose line it is, and when', async () => {
      const task = await stage().provisioned();
      const before = stage().test.clock.now();
      task.start('job', { LINES: 1, EXIT_AFTER_MS: 0 });
      await stage().waitFor('its line', () => task.printed('job').length > 0);
      const line = stage().lines.find(({ taskArn }) => taskArn === task.taskArn);
      expect(line).toMatchObject({
        taskArn: task.taskArn,
        containerName: 'job',
        group: awslogs.group,
        stream: 'puppet/job',
        region: awslogs.region,
      });
      expect(line?.timestamp).toBeGreaterThanOrEqual(before - 1000);
      expect(line?.timestamp).toBeLessThanOrEqual(stage().test.clock.now() + 1000);
      await task.deprovisioned();
    });

    it('keeps the output of a container without a log driver to itself', async () => {
      const task = await stage().provisioned();
      task.start('job', { LINES: 3, EXIT_AFTER_MS: 0 }, { awslogs: undefined });
      await task.saw('ContainerStopped');
      expect(task.printed('job')).toEqual([]);
      await task.deprovisioned();
    });
  });
}
