import { describe, expect, it } from 'vitest';
import type { Disturbance } from '../../../src/core/effects.ts';
import { healthCheck } from './puppet.ts';
import { eventually } from './reach.ts';
import type { Stage, StageTask } from './stage.ts';

const on = (kind: 'kill' | 'pause' | 'sick' | 'fill-memory'): Disturbance => ({
  kind,
  containerName: 'web',
});

export function disturbances(stage: () => Stage): void {
  const disturb = ({ taskArn }: StageTask, disturbance: Disturbance) =>
    stage().perform({ type: 'Disturb', taskArn, faultId: 'fault-1', disturbance });
  const undisturb = ({ taskArn }: StageTask, disturbance: Disturbance) =>
    stage().perform({ type: 'Undisturb', taskArn, disturbance });
  const pass = (milliseconds: number) => stage().test.until(() => false, milliseconds);
  const whyNot = ({ taskArn }: StageTask, disturbance: Disturbance) =>
    stage().engine.whyNotDisturb(taskArn, disturbance);

  describe('disturbances', () => {
    it('kills', async () => {
      const task = await stage().provisioned();
      await task.started('web');
      expect(await whyNot(task, on('kill'))).toBeUndefined();
      disturb(task, on('kill'));
      expect((await task.saw('ContainerStopped')).exitCode).toBe(137);
      disturb(task, on('kill'));
      await task.deprovisioned();
      expect(task.heard()).not.toContain('DisturbanceFailed');
    });

    it('freezes, also for the engine that comes after, and lets go on', async () => {
      const task = await stage().provisioned();
      await task.started('web', { TICK_MS: 50 });
      await stage().waitFor('ticks', () => task.printed('web').length >= 2);
      expect(await whyNot(task, on('pause'))).toBeUndefined();
      disturb(task, on('pause'));
      disturb(task, on('pause'));
      await pass(700);
      const before = task.printed('web').length;
      await stage().restart();
      await pass(500);
      expect(task.printed('web').length).toBe(before);
      expect(await task.listedContainer('web')).toMatchObject({ status: 'RUNNING' });
      undisturb(task, on('pause'));
      undisturb(task, on('pause'));
      await stage().waitFor('more ticks', () => task.printed('web').length > before);
      await task.deprovisioned();
      expect(task.heard()).not.toContain('DisturbanceFailed');
    });

    it('stops what is frozen with its stop signal', async () => {
      const task = await stage().provisioned();
      await task.started('web', { SIGTERM_CODE: 5, LINES: 1 });
      await stage().waitFor('its line', () => task.printed('web').length === 1);
      disturb(task, on('pause'));
      await pass(300);
      task.stop('web', 5_000);
      expect((await task.saw('ContainerStopped')).exitCode).toBe(5);
      await task.deprovisioned();
    });

    it('makes sick and well again', async () => {
      const task = await stage().provisioned();
      const check = { ...healthCheck(8080), startPeriod: 0 };
      await task.started('web', { PORT: 8080 }, { healthCheck: check });
      const became = (healthStatus: string, times = 1) =>
        stage().waitFor(
          healthStatus,
          () =>
            task
              .all('ContainerHealthChanged')
              .filter((change) => change.healthStatus === healthStatus).length === times,
        );
      await became('HEALTHY');
      expect(await whyNot(task, on('sick'))).toBeUndefined();
      disturb(task, on('sick'));
      await became('UNHEALTHY');
      undisturb(task, on('sick'));
      await became('HEALTHY', 2);
      await task.deprovisioned();
    });

    it('fills memory until the limit kills, or says what to do instead', async () => {
      const task = await stage().provisioned();
      await task.started('web', {}, { memory: 64 });
      const reason = await whyNot(task, on('fill-memory'));
      if (reason === undefined) {
        disturb(task, on('fill-memory'));
        expect(await task.saw('ContainerStopped')).toMatchObject({
          exitCode: 137,
          reason: 'OutOfMemoryError: Container killed due to memory usage',
        });
      } else expect(reason).toContain('Use kill-container');
      await task.deprovisioned();
    });

    it.each<Disturbance>([{ kind: 'cut-network' }, { kind: 'slow-network', delay: 700 }])(
      'disturbs a network, or says what to do instead: $kind',
      async (disturbance) => {
        const ports = [{ containerPort: 8080 }];
        const task = await stage().provisioned('awsvpc', ports);
        await task.started('web', { PORT: 8080 }, { portMappings: ports });
        const port = task.all('TaskProvisioned')[0]?.publishedPorts[0]?.hostPort ?? 0;
        await eventually(stage(), port, '/');
        const reason = await whyNot(task, disturbance);
        if (reason === undefined) {
          disturb(task, disturbance);
          await pass(1_000);
          expect(await answers(stage(), port, 600)).not.toBe(true);
          undisturb(task, disturbance);
          await eventually(stage(), port, '/');
        } else expect(reason).toContain('pause-container');
        await task.deprovisioned();
      },
    );
  });
}

/** Whether it answers within that time; undefined where no program is real. */
async function answers(
  { test }: Stage,
  port: number,
  milliseconds: number,
): Promise<boolean | undefined> {
  let isAnswered = false;
  if (test.get === undefined) return undefined;
  void test.get(port, '/').then(
    () => {
      isAnswered = true;
    },
    () => {},
  );
  return test.until(() => isAnswered, milliseconds);
}
