import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../../src/core/effects.ts';
import type { NetworkMode, PortMapping } from '../../../src/core/model/task-definition.ts';
import type { Observation } from '../../../src/core/observations.ts';
import { instanceNameOf } from '../../../src/engines/docker/labels.ts';
import { findNetwork } from '../../../src/engines/docker/network.ts';
import { type Seen, Stage, type StageTask } from '../conformance/stage.ts';
import { type DockerTestEngine, dockerForTests, dockerTestEngine } from './docker-world.ts';
import { execIn } from './exec-in.ts';

const real = await dockerForTests();

const SCRIPT = '#!/bin/bash\n[[ 1 == 1 ]] && echo "boots $(hostname)"; echo once >> /root/boots\n';

describe.skipIf(real === undefined)('an EC2 instance on Docker', { timeout: 180_000 }, () => {
  let test: DockerTestEngine;
  let stage: Stage;

  beforeAll(async () => {
    if (real === undefined) throw new Error('unreachable');
    test = await dockerTestEngine(real, { relistInterval: 300 });
    stage = await Stage.open(test);
  });
  afterAll(async () => {
    await stage.close();
    await test.dispose();
  });

  /** An instance that is nobody else's, and what is done with it. */
  class TestInstance {
    readonly instanceId = `i-${randomBytes(9).toString('hex').slice(1)}`;
    readonly arn = `arn:aws:ec2:us-east-1:000000000000:instance/${this.instanceId}`;

    start(userData?: string): void {
      stage.perform({
        type: 'StartInstance',
        instanceArn: this.arn,
        instance: {
          instanceId: this.instanceId,
          instanceType: 't3.micro',
          imageId: 'ami-0ca7',
          availabilityZone: 'us-east-1a',
          subnetId: 'subnet-0ca7',
          vcpus: 2,
          memoryMiB: 1024,
          userData,
        },
      });
    }

    async started(userData?: string): Promise<Seen<'InstanceStarted'>> {
      const before = this.all('InstanceStarted').length;
      this.start(userData);
      return this.saw('InstanceStarted', before);
    }

    async perform(type: 'StopInstance' | 'TerminateInstance'): Promise<void> {
      stage.perform({ type, instanceArn: this.arn });
      await this.saw(type === 'StopInstance' ? 'InstanceStopped' : 'InstanceTerminated');
    }

    all<T extends Observation['type']>(type: T): Seen<T>[] {
      return stage.observations.filter(
        (one): one is Seen<T> =>
          one.type === type && 'instanceArn' in one && one.instanceArn === this.arn,
      );
    }

    async saw<T extends Observation['type']>(type: T, before = 0): Promise<Seen<T>> {
      await stage.waitFor(`${type} of ${this.instanceId}`, () => this.all(type).length > before);
      const found = this.all(type).at(-1);
      if (!found) throw new Error('unreachable');
      return found;
    }

    /** A task on it with one container that answers on its PORT. */
    run(networkMode: NetworkMode, portMappings: PortMapping[], port = 8080): StageTask {
      const task = stage.task(networkMode);
      const { taskArn } = task;
      const instanceArn = this.arn;
      const place = { availabilityZone: 'us-east-1a', instanceArn, portMappings };
      stage.perform({ type: 'ProvisionTask', taskArn, networkMode, ...place });
      const change: Partial<ContainerSpec> = { portMappings, instanceArn };
      task.start('web', { PORT: port, NAME: taskArn.slice(-4) }, change);
      return task;
    }

    async listed() {
      const all = await stage.engine.listInstances();
      return all.find(({ instanceArn }) => instanceArn === this.arn);
    }

    get container() {
      return test.docker.getContainer(instanceNameOf(this.arn));
    }

    exec(script: string): Promise<string> {
      return execIn(this.container, script);
    }

    /** What answers on that port inside of it. */
    curl(port: number): Promise<string> {
      return this.exec(`curl -sS http://localhost:${port}/`);
    }

    async gone(...tasks: StageTask[]): Promise<void> {
      await this.perform('TerminateInstance');
      for (const task of tasks) await task.deprovisioned();
      expect(await this.listed()).toBeUndefined();
    }
  }

  const nameOf = (task: StageTask) => task.taskArn.slice(-4);

  describe('by itself', () => {
    it('is a machine on the VPC with an address, a name and its user data run once', async () => {
      const instance = new TestInstance();
      const { privateIpAddress, gatewayPort } = await instance.started(SCRIPT);
      expect(await instance.listed()).toEqual({
        instanceArn: instance.arn,
        status: 'RUNNING',
        privateIpAddress,
        gatewayPort,
      });
      const name = `ip-${privateIpAddress.replaceAll('.', '-')}`;
      await expect
        .poll(() => instance.exec('cat /var/log/cloud-init-output.log'))
        .toBe(`boots ${name}\n`);

      await instance.exec('echo kept > /root/file');
      await instance.perform('StopInstance');
      expect(await instance.listed()).toEqual({ instanceArn: instance.arn, status: 'STOPPED' });
      expect((await instance.started(SCRIPT)).privateIpAddress).toBe(privateIpAddress);
      expect(await instance.exec('cat /root/file /root/boots')).toBe('kept\nonce\n');
      await instance.gone();
    });

    it('says in its log that user data is no script, and that one failed', async () => {
      const [text, failing] = [new TestInstance(), new TestInstance()];
      await Promise.all([text.started('ECS_CLUSTER=demo'), failing.started('#!/bin/sh\nexit 3\n')]);
      const log = 'cat /var/log/cloud-init-output.log';
      await expect.poll(() => text.exec(log)).toContain('does not begin with "#!"');
      await expect.poll(() => failing.exec(log)).toContain('Failed running');
      await Promise.all([text.gone(), failing.gone()]);
    });

    it('is found again and not made twice, by a new engine and when it is asked for again', async () => {
      const instance = new TestInstance();
      const first = await instance.started();
      const { Id } = await instance.container.inspect();
      expect(await instance.started()).toEqual(first);
      await stage.restart();
      expect(await instance.listed()).toMatchObject({ status: 'RUNNING' });
      expect(await instance.started()).toEqual(first);
      expect((await instance.container.inspect()).Id).toBe(Id);
      await instance.gone();
      await instance.perform('TerminateInstance');
    });
  });

  describe('with tasks in bridge mode', () => {
    it('leads its ports to containers, each port to one', async () => {
      const instance = new TestInstance();
      await instance.started();
      const first = instance.run('bridge', [{ containerPort: 8080, hostPort: 80 }]);
      expect((await first.saw('ContainerStarted')).networkBindings).toEqual([
        { bindIP: '0.0.0.0', containerPort: 8080, hostPort: 80, protocol: 'tcp' },
      ]);
      await expect.poll(() => instance.curl(80)).toContain(nameOf(first));

      const second = instance.run('bridge', [{ containerPort: 8080, hostPort: 80 }]);
      expect((await second.saw('ContainerStartFailed')).reason).toMatch(
        /^CannotStartContainerError: .*Bind for 0\.0\.0\.0:80 failed: port is already allocated$/,
      );

      first.stop('web');
      await first.saw('ContainerStopped');
      const third = instance.run('bridge', [{ containerPort: 8080, hostPort: 80 }]);
      await third.saw('ContainerStarted');
      await expect.poll(() => instance.curl(80)).toContain(nameOf(third));
      await instance.gone(first, second, third);
    });

    it('gives dynamic ports, and finds them again', async () => {
      const instance = new TestInstance();
      await instance.started();
      const tasks = [8080, 8080].map((containerPort) =>
        instance.run('bridge', [{ containerPort }]),
      );
      const ports: number[] = [];
      for (const task of tasks) {
        const [binding] = (await task.saw('ContainerStarted')).networkBindings;
        ports.push(binding?.hostPort ?? 0);
      }
      expect(new Set(ports).size).toBe(2);
      for (const port of ports) {
        expect(port).toBeGreaterThanOrEqual(32_768);
        expect(port).toBeLessThanOrEqual(60_999);
      }
      await stage.restart();
      for (const [index, task] of tasks.entries()) {
        const { networkBindings, status } = (await task.listedContainer('web')) ?? {};
        expect({ status, port: networkBindings?.[0]?.hostPort }).toEqual({
          status: 'RUNNING',
          port: ports[index],
        });
        await expect.poll(() => instance.curl(ports[index] ?? 0)).toContain(nameOf(task));
      }
      await instance.gone(...tasks);
    });

    it('takes back the ports of what ended while no engine was there', async () => {
      const instance = new TestInstance();
      await instance.started();
      const first = instance.run('bridge', [{ containerPort: 8080, hostPort: 80 }]);
      const { runtimeId } = await first.saw('ContainerStarted');
      await stage.restart(() => test.killFromOutside(runtimeId));
      await expect.poll(() => instance.curl(80)).toContain('ECONNREFUSED');
      await instance.gone(first);
    });

    it('refuses UDP, and says what to do', async () => {
      const instance = new TestInstance();
      await instance.started();
      const task = instance.run('bridge', [{ containerPort: 53, hostPort: 53, protocol: 'udp' }]);
      const { reason } = await task.saw('ContainerStartFailed');
      expect(reason).toContain('Use the network mode host or awsvpc');
      await instance.gone(task);
    });
  });

  it('shares its network with tasks in host mode, so that a port is there once', async () => {
    const instance = new TestInstance();
    await instance.started();
    const first = instance.run('host', [{ containerPort: 8080 }]);
    expect((await first.saw('ContainerStarted')).networkBindings).toEqual([
      { bindIP: '0.0.0.0', containerPort: 8080, hostPort: 8080, protocol: 'tcp' },
    ]);
    await expect.poll(() => instance.curl(8080)).toContain(nameOf(first));
    expect(await first.listed()).toMatchObject({ provisioned: { publishedPorts: [] } });

    const second = instance.run('host', [{ containerPort: 8080 }]);
    await second.saw('ContainerStopped');
    expect(second.printed('web').join()).toContain('EADDRINUSE');
    const third = instance.run('bridge', [{ containerPort: 8080, hostPort: 8080 }]);
    const { reason } = await third.saw('ContainerStartFailed');
    expect(reason).toContain('listen tcp4 0.0.0.0:8080: bind: address already in use');
    await instance.gone(first, second, third);
  });

  it('gives a task in awsvpc mode an address of its own', async () => {
    const instance = new TestInstance();
    const { privateIpAddress } = await instance.started();
    const task = instance.run('awsvpc', [{ containerPort: 8080 }]);
    const { address, publishedPorts } = await task.saw('TaskProvisioned');
    expect(address.privateIpv4Address).not.toBe(privateIpAddress);
    expect(publishedPorts).toHaveLength(1);
    await task.saw('ContainerStarted');
    const url = `http://${address.privateIpv4Address}:8080/`;
    await expect.poll(() => instance.exec(`curl -sS ${url}`)).toContain(nameOf(task));
    await instance.gone(task);
  });

  describe('going down', () => {
    it.each([
      ['stopped', (instance: TestInstance) => instance.perform('StopInstance')],
      ['killed from outside', (instance: TestInstance) => instance.container.kill()],
      ['removed by hand', (instance: TestInstance) => instance.container.remove({ force: true })],
      ['terminated', (instance: TestInstance) => instance.perform('TerminateInstance')],
    ])('%s, it takes its tasks with it, and says so first', async (how, end) => {
      const instance = new TestInstance();
      await instance.started();
      const tasks = [
        instance.run('bridge', [{ containerPort: 8080, hostPort: 80 }]),
        instance.run('host', [{ containerPort: 8080 }]),
        instance.run('awsvpc', []),
        instance.run('none', []),
      ];
      for (const task of tasks) await task.saw('ContainerStarted');
      await end(instance);
      for (const task of tasks) await task.saw('ContainerStopped');
      const heard = stage.observations
        .filter(
          (one) => !('taskArn' in one) || tasks.some(({ taskArn }) => taskArn === one.taskArn),
        )
        .map(({ type }) => type);
      const down = how === 'terminated' ? 'InstanceTerminated' : 'InstanceStopped';
      expect(heard.lastIndexOf(down)).toBeGreaterThan(0);
      expect(heard.indexOf('ContainerStopped')).toBeGreaterThan(heard.indexOf(down));

      const late = instance.run('bridge', []);
      expect((await late.saw('TaskProvisionFailed')).reason).toContain('is not running');
      expect((await late.saw('ContainerStartFailed')).reason).toContain('is not running');
      if (how !== 'terminated') {
        await instance.started();
        const again = instance.run('bridge', [{ containerPort: 8080, hostPort: 80 }]);
        await again.saw('ContainerStarted');
        tasks.push(again);
      }
      await instance.gone(late, ...tasks);
    });

    it('takes its tasks with it also when no engine was there', async () => {
      const instance = new TestInstance();
      await instance.started();
      const task = instance.run('none', []);
      await task.saw('ContainerStarted');
      await stage.restart(() => instance.container.kill());
      expect(await instance.listed()).toMatchObject({ status: 'STOPPED' });
      expect(await task.listedStopped('web')).toMatchObject({ exitCode: 137 });
      await instance.gone(task);
    });
  });

  it('leaves nothing behind', async () => {
    expect(await stage.engine.listInstances()).toEqual([]);
    expect(await stage.engine.list()).toEqual([]);
    await stage.close();
    expect(await findNetwork(test.docker, test.installId)).toBeUndefined();
  });
});
