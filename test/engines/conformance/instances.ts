import { describe, expect, it } from 'vitest';
import type { InstanceKind } from '../conformance.ts';
import type { Stage } from './stage.ts';

const agentConfiguration = { ECS_CLUSTER: 'cats', ECS_INSTANCE_ATTRIBUTES: '{"stack":"dev"}' };

export function instances(stage: () => Stage, kind: InstanceKind): void {
  describe('EC2 instances', () => {
    it('start with an address of their own, and are listed', async () => {
      const [one, two] = [stage().instance(), stage().instance()];
      const first = await one.started();
      const second = await two.started();
      expect(first.privateIpAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(second.privateIpAddress).not.toBe(first.privateIpAddress);
      expect(await one.listed()).toMatchObject({
        status: 'RUNNING',
        privateIpAddress: first.privateIpAddress,
      });
      await one.terminated();
      await two.terminated();
    });

    it('answer a repeated start with the same', async () => {
      const instance = stage().instance();
      const first = await instance.started();
      expect(await instance.started()).toEqual(first);
      await instance.terminated();
    });

    it('stop and start again, at the same address', async () => {
      const instance = stage().instance();
      const { privateIpAddress } = await instance.started();
      instance.stop();
      await instance.saw('InstanceStopped');
      expect(await instance.listed()).toMatchObject({ status: 'STOPPED' });
      expect((await instance.started()).privateIpAddress).toBe(privateIpAddress);
      expect(await instance.listed()).toMatchObject({ status: 'RUNNING' });
      await instance.terminated();
    });

    it('end what runs on them when they stop, and nothing else', async () => {
      const [instance, other] = [stage().instance(), stage().instance()];
      await instance.started();
      await other.started();
      const tasks = [await instance.provisioned('awsvpc'), await instance.provisioned('bridge')];
      const elsewhere = await other.provisioned('bridge');
      for (const task of [...tasks, elsewhere]) await task.started('web');
      instance.stop();
      await instance.saw('InstanceStopped');
      for (const task of tasks) {
        await task.saw('ContainerStopped');
        expect((await task.listedContainer('web'))?.status).not.toBe('RUNNING');
        await task.deprovisioned();
        expect(await task.listed()).toBeUndefined();
      }
      expect((await elsewhere.listedContainer('web'))?.status).toBe('RUNNING');
      expect(elsewhere.all('ContainerStopped')).toEqual([]);
      await elsewhere.deprovisioned();
      await instance.terminated();
      await other.terminated();
    });

    it('end what runs on them when they are terminated, and are gone', async () => {
      const instance = stage().instance();
      await instance.started();
      const task = await instance.provisioned('bridge');
      await task.started('web');
      await instance.terminated();
      await task.saw('ContainerStopped');
      expect((await task.listedContainer('web'))?.status).not.toBe('RUNNING');
      expect(await instance.listed()).toBeUndefined();
      await task.deprovisioned();
    });

    it('run no new container while they are stopped, and do again once they are started', async () => {
      const instance = stage().instance();
      await instance.started();
      const before = await instance.provisioned('bridge');
      instance.stop();
      await instance.saw('InstanceStopped');
      before.start('web');
      await before.saw('ContainerStartFailed');
      const refused = stage().task('bridge', instance);
      refused.provision();
      refused.start('web');
      await refused.saw('ContainerStartFailed');
      await instance.started();
      const after = await instance.provisioned('bridge');
      await after.started('web');
      for (const task of [before, refused, after]) await task.deprovisioned();
      await instance.terminated();
    });

    it('let nothing run that was asked for just before they stop', async () => {
      const instance = stage().instance();
      await instance.started();
      const task = stage().task('bridge', instance);
      task.provision([{ containerPort: 8080 }]);
      task.start('web');
      instance.stop();
      await instance.saw('InstanceStopped');
      expect((await task.listedContainer('web'))?.status).not.toBe('RUNNING');
      task.start('late');
      await task.saw('ContainerStartFailed', 'late');
      await task.deprovisioned();
      await instance.terminated();
    });

    it('answer when they are stopped or terminated once more, or were never there', async () => {
      const instance = stage().instance();
      instance.stop();
      await instance.saw('InstanceStopped');
      await instance.terminated();
      await instance.started();
      instance.stop();
      await instance.saw('InstanceStopped', 2);
      instance.stop();
      await instance.saw('InstanceStopped', 3);
      instance.terminate();
      instance.terminate();
      await instance.saw('InstanceTerminated', 3);
      expect(await instance.listed()).toBeUndefined();
    });

    it('do what they are asked in the order asked', async () => {
      const instance = stage().instance();
      instance.start();
      instance.stop();
      instance.start();
      await instance.saw('InstanceStarted', 2);
      expect(instance.all('InstanceStopped')).toHaveLength(1);
      expect(await instance.listed()).toMatchObject({ status: 'RUNNING' });
      await instance.terminated();
    });

    it('are listed after a restart as before, and so is what runs on them', async () => {
      const [running, stopped] = [stage().instance(), stage().instance()];
      await running.started();
      await stopped.started();
      stopped.stop();
      await stopped.saw('InstanceStopped');
      const task = await running.provisioned('bridge', [{ containerPort: 8080, hostPort: 0 }]);
      await task.started('web', { PORT: 8080 }, { portMappings: [{ containerPort: 8080 }] });
      const before = [await running.listed(), await stopped.listed(), await task.listed()];
      await stage().restart();
      expect([await running.listed(), await stopped.listed(), await task.listed()]).toEqual(before);
      const later = stage().instance();
      const { privateIpAddress } = await later.started();
      for (const instance of [running, stopped])
        expect(instance.all('InstanceStarted')[0]?.privateIpAddress).not.toBe(privateIpAddress);
      await later.terminated();
      running.stop();
      await running.saw('InstanceStopped');
      await task.saw('ContainerStopped');
      await task.deprovisioned();
      await running.terminated();
      await stopped.terminated();
    });

    if (kind === 'record') agentRecords(stage);
  });
}

/** Of engines whose agents register nothing themselves. */
function agentRecords(stage: () => Stage): void {
  it('tell what the agent’s configuration says once it is up, at each boot', async () => {
    const instance = stage().instance({ agentConfiguration });
    await instance.started();
    const { configuration } = await instance.saw('AgentStarted');
    expect(configuration).toEqual(agentConfiguration);
    instance.stop();
    await instance.saw('InstanceStopped');
    await instance.started();
    await instance.saw('AgentStarted', 2);
    await instance.terminated();
  });

  it('say after a restart that the agent is there, and when asked to start what it is', async () => {
    const instance = stage().instance({ agentConfiguration });
    await instance.started();
    await instance.saw('AgentStarted');
    await stage().restart();
    expect((await instance.saw('AgentConnectionChanged')).connected).toBe(true);
    expect(instance.all('AgentStarted')).toHaveLength(1);
    instance.start();
    expect((await instance.saw('AgentStarted', 2)).configuration).toEqual(agentConfiguration);
    await instance.terminated();
  });

  it('have no agent where no configuration is', async () => {
    const [silent, talking] = [stage().instance(), stage().instance({ agentConfiguration })];
    await silent.started();
    await talking.started();
    await talking.saw('AgentStarted');
    expect(silent.all('AgentStarted')).toEqual([]);
    await silent.terminated();
    await talking.terminated();
  });
}
