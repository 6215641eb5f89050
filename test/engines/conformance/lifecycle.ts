import { describe, expect, it } from 'vitest';
import type { Stage } from './stage.ts';

export function lifecycle(stage: () => Stage): void {
  describe('lifecycle', () => {
    it('is available once it is open, and describes itself', () => {
      expect(stage().statuses[0]).toEqual({ available: true });
      expect(stage().engine.description).not.toBe('');
    });

    it('provisions a task, lists it and deprovisions it', async () => {
      const task = stage().task();
      task.provision([{ containerPort: 8080 }]);
      const { address, publishedPorts } = await task.saw('TaskProvisioned');
      expect(address.privateIpv4Address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(publishedPorts).toEqual([
        { containerPort: 8080, hostPort: expect.any(Number), protocol: 'tcp' },
      ]);
      expect((await task.listed())?.provisioned).toEqual({ address, publishedPorts });
      await task.deprovisioned();
      expect(await task.listed()).toBeUndefined();
    });

    it('answers again, with the same, when a task is provisioned twice', async () => {
      const task = await stage().provisioned('awsvpc', [{ containerPort: 80 }]);
      task.provision([{ containerPort: 80 }]);
      await stage().waitFor('two answers', () => task.all('TaskProvisioned').length === 2);
      const [first, second] = task.all('TaskProvisioned');
      expect(second).toEqual(first);
      await task.deprovisioned();
    });

    it('deprovisions what is not there', async () => {
      await stage().task().deprovisioned();
    });

    it('tells of pull and start, in that order', async () => {
      const task = await stage().provisioned();
      const { runtimeId, networkBindings } = await task.started('web');
      expect(task.heard('web')).toEqual(['ImagePullStarted', 'ImagePulled', 'ContainerStarted']);
      expect(runtimeId).toMatch(/^[0-9a-f]{12,}$/);
      expect(networkBindings).toEqual([]);
      expect(await task.listedContainer('web')).toMatchObject({
        name: 'web',
        runtimeId,
        status: 'RUNNING',
        healthStatus: 'UNKNOWN',
      });
      await task.deprovisioned();
    });

    it('runs several containers of a task, each under its own name and id', async () => {
      const task = await stage().provisioned();
      const first = await task.started('first');
      const second = await task.started('second');
      expect(second.runtimeId).not.toBe(first.runtimeId);
      expect((await task.listed())?.containers.map(({ name }) => name).sort()).toEqual([
        'first',
        'second',
      ]);
      await task.deprovisioned();
    });

    it('starts containers in the order in which they were asked for', async () => {
      const task = await stage().provisioned();
      for (const name of ['first', 'second', 'third']) task.start(name);
      await stage().waitFor('all three', () => task.all('ContainerStarted').length === 3);
      expect(task.all('ContainerStarted').map(({ containerName }) => containerName)).toEqual([
        'first',
        'second',
        'third',
      ]);
      await task.deprovisioned();
    });

    it('performs a start asked for before the network was ready', async () => {
      const task = stage().task();
      task.provision();
      task.start('web');
      await task.saw('ContainerStarted');
      expect(task.heard()).toEqual([
        'TaskProvisioned',
        'ImagePullStarted',
        'ImagePulled',
        'ContainerStarted',
      ]);
      await task.deprovisioned();
    });

    it('finds its container again when a start is asked for twice', async () => {
      const task = await stage().provisioned();
      const { runtimeId } = await task.started('web', { LINES: 1 });
      task.start('web', { LINES: 1 });
      await stage().waitFor('two answers', () => task.all('ContainerStarted').length === 2);
      expect(task.all('ContainerStarted')[1]?.runtimeId).toBe(runtimeId);
      expect((await task.listed())?.containers).toHaveLength(1);
      await stage().waitFor('its line', () => task.printed('web').length > 0);
      expect(task.printed('web')).toEqual(['line 1']);
      await task.deprovisioned();
    });

    it('makes one container of two starts asked for at once', async () => {
      const task = stage().task();
      for (let time = 1; time <= 2; time++) {
        task.provision();
        task.start('web', { LINES: 1 });
      }
      await stage().waitFor('its line', () => task.printed('web').length > 0);
      expect((await task.listed())?.containers).toHaveLength(1);
      expect(task.printed('web')).toEqual(['line 1']);
      expect(new Set(task.all('ContainerStarted').map((it) => it.runtimeId)).size).toBe(1);
      expect(task.all('ContainerStartFailed')).toEqual([]);
      await task.deprovisioned();
    });

    it('lets nothing start after its task was deprovisioned', async () => {
      const task = await stage().provisioned();
      task.start('web');
      await task.deprovisioned();
      expect(await task.listed()).toBeUndefined();
      expect(task.heard().at(-1)).toBe('TaskDeprovisioned');
    });

    it('performs the effects of many tasks at once, each for its own', async () => {
      const tasks = Array.from({ length: 6 }, () => stage().task());
      for (const [index, task] of tasks.entries()) {
        task.provision([{ containerPort: 80 }]);
        task.start('job', { EXIT_AFTER_MS: 0, EXIT_CODE: index, LINES: index });
      }
      for (const [index, task] of tasks.entries()) {
        expect((await task.saw('ContainerStopped')).exitCode).toBe(index);
        await stage().waitFor('its lines', () => task.printed('job').length >= index);
        expect(task.printed('job')).toHaveLength(index);
        expect(task.heard()).toEqual([
          'TaskProvisioned',
          'ImagePullStarted',
          'ImagePulled',
          'ContainerStarted',
          'ContainerStopped',
        ]);
      }
      for (const task of tasks) task.deprovision();
      for (const task of tasks) await task.saw('TaskDeprovisioned');
    });

    it('does not run a container again that has stopped', async () => {
      const task = await stage().provisioned();
      task.start('job', { EXIT_AFTER_MS: 0, EXIT_CODE: 4 });
      await task.saw('ContainerStopped');
      task.start('job', { EXIT_AFTER_MS: 0, EXIT_CODE: 4 });
      await stage().waitFor('two answers', () => task.all('ContainerStopped').length === 2);
      expect(task.all('ContainerStopped')[1]?.exitCode).toBe(4);
      await task.deprovisioned();
    });

    it('removes running containers with their task', async () => {
      const task = await stage().provisioned();
      await task.started('web', { IGNORE_SIGTERM: 'yes' });
      await task.deprovisioned();
      expect(await task.listed()).toBeUndefined();
    });

    it('says that an image that is nowhere cannot be pulled', async () => {
      const task = await stage().provisioned();
      task.start('web', {}, { image: 'ecs-workbook-test/no-such-image:1' });
      const { reason } = await task.saw('ContainerStartFailed');
      expect(reason).toMatch(/^CannotPullContainerError: ./);
      await task.deprovisioned();
    });

    it('leaves alone what is not of its install', async () => {
      const foreign = await stage().test.makeForeign();
      try {
        const before = await stage().engine.list();
        const task = await stage().provisioned();
        await task.deprovisioned();
        await stage().restart();
        expect(await foreign.isUntouched()).toBe(true);
        expect(await stage().engine.list()).toEqual(before);
      } finally {
        await foreign.remove();
      }
    });
  });
}
