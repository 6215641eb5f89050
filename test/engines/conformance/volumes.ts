import { describe, expect, it } from 'vitest';
import type { MountSpec, VolumeSpec } from '../../../src/core/effects.ts';
import type { Puppet } from './puppet.ts';
import type { Stage, StageTask } from './stage.ts';

const FOLDER = '/var/lib/puppet';
const volume = (of: VolumeSpec['of'], name = 'data', mustExist = false): VolumeSpec => ({
  of,
  name,
  mustExist,
  labels: {},
});

/** Of engines that run programs: what these find in their volumes. */
export function volumes(stage: () => Stage): void {
  /** The first line of a container that has the volume. */
  const said = async (
    task: StageTask,
    name: string,
    puppet: Puppet,
    spec: VolumeSpec,
    change: Partial<MountSpec> = {},
  ): Promise<string | undefined> => {
    const mounts = [{ containerPath: FOLDER, readOnly: false, volume: spec, ...change }];
    await task.started(name, { FOLDER, ...puppet }, { mounts });
    await stage().waitFor(`a line of ${name}`, () => task.printed(name).length > 0);
    return task.printed(name)[0];
  };

  describe('volumes', () => {
    it('of a task are shared by its containers, and gone with it', async () => {
      const task = await stage().provisioned();
      expect(await said(task, 'one', { WRITE: 'cat=meow' }, volume('task'))).toBe('wrote cat');
      expect(await said(task, 'two', { READ: 'cat' }, volume('task'))).toBe('cat: meow');
      expect(await said(task, 'other', { READ: 'cat' }, volume('task', 'other'))).toBe('nothing');
      const next = await stage().provisioned();
      expect(await said(next, 'one', { READ: 'cat' }, volume('task'))).toBe('nothing');
      await task.deprovisioned();
      await next.deprovisioned();
      expect(await stage().test.volumesLeft?.()).toEqual([]);
    });

    it('of an account outlive tasks, and the runtime while anything runs', async () => {
      const files = volume('account', '000000000000/us-east-1/fs-12345678/');
      const first = await stage().provisioned();
      expect(await said(first, 'web', { WRITE: 'cat=meow' }, files)).toBe('wrote cat');
      const second = await stage().provisioned();
      await first.deprovisioned();
      await stage().restart();
      expect(await said(second, 'web', { READ: 'cat' }, files)).toBe('cat: meow');
      await second.deprovisioned();
      await stage().restart();
      expect(await stage().test.volumesLeft?.()).toEqual([]);
    });

    it('begin with what the image has there', async () => {
      const task = await stage().provisioned();
      const image = { containerPath: '/app' };
      const puppet = { FOLDER: '/app', READ: 'Dockerfile', WRITE: 'cat=meow' };
      expect(await said(task, 'web', puppet, volume('task'), image)).toBe('wrote cat');
      await task.deprovisioned();
    });
  });

  describe('volumes of an EC2 instance', () => {
    it('outlive tasks and the runtime, are of that instance alone, and are gone with it', async () => {
      const [here, there] = [stage().instance(), stage().instance()];
      await here.started();
      await there.started();
      const first = await here.provisioned('bridge');
      first.start('early', {}, { mounts: mountsOf(volume('instance', 'data', true)) });
      expect((await first.saw('ContainerStartFailed', 'early')).reason).toContain(
        "volume 'data' does not exist and autoprovision is set to false",
      );
      expect(await said(first, 'web', { WRITE: 'cat=meow' }, volume('instance'))).toBe('wrote cat');
      await first.deprovisioned();
      await stage().restart();
      const second = await here.provisioned('bridge');
      const must = volume('instance', 'data', true);
      expect(await said(second, 'web', { READ: 'cat' }, must)).toBe('cat: meow');
      const elsewhere = await there.provisioned('bridge');
      expect(await said(elsewhere, 'web', { READ: 'cat' }, volume('instance'))).toBe('nothing');
      await here.terminated();
      for (const task of [second, elsewhere]) await task.deprovisioned();
      await there.terminated();
      expect(await stage().test.volumesLeft?.()).toEqual([]);
    });
  });
}

const mountsOf = (spec: VolumeSpec): MountSpec[] => [
  { containerPath: FOLDER, readOnly: false, volume: spec },
];
