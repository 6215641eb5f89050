import { describe, expect, it } from 'vitest';
import type { Stage } from './stage.ts';

export function unavailability(stage: () => Stage): void {
  describe('going away and coming back', () => {
    it('says that it is gone and why, keeps what runs, and says that it is back', async () => {
      const { outage } = stage().test;
      if (!outage) throw new Error('This engine needs `outage` in its TestEngine.');
      const task = await stage().provisioned();
      const { runtimeId } = await task.started('web', { LINES: 1 });
      await stage().waitFor('its line', () => task.printed('web').length > 0);
      const last = () => stage().statuses.at(-1);
      await outage.begin();
      try {
        await stage().waitFor('it to be gone', () => last()?.available === false);
        expect(last()).toEqual({ available: false, reason: expect.stringMatching(/./) });
        task.stop('web');
      } finally {
        await outage.end();
      }
      await stage().waitFor('it to be back', () => last()?.available === true);
      expect(await task.listedContainer('web')).toMatchObject({ runtimeId, status: 'RUNNING' });
      task.stop('web');
      await task.saw('ContainerStopped');
      await task.deprovisioned();
    });
  });
}
