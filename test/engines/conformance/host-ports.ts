import { describe, expect, it } from 'vitest';
import type { InstanceKind } from '../conformance.ts';
import { eventuallyOn } from './reach.ts';
import type { Stage, StageTask } from './stage.ts';
import type { StageInstance } from './stage-instance.ts';

const onPort80 = [{ containerPort: 8080, hostPort: 80, protocol: 'tcp' as const }];
const chosen = [{ containerPort: 8080, hostPort: 0 }];

export function hostPorts(stage: () => Stage, kind: InstanceKind): void {
  const answers = async (instance: StageInstance, port: number, name: string): Promise<void> => {
    const answer = await eventuallyOn(stage(), instance.instanceArn, port, '/');
    if (answer !== undefined) expect(JSON.parse(answer)).toMatchObject({ name });
  };
  const listens = (task: StageTask): Promise<void> =>
    stage().waitFor('that it listens', () =>
      task.printed('web').some((line) => line.startsWith('listening on')),
    );
  const withInstances = async (count: number, use: (all: StageInstance[]) => Promise<void>) => {
    const all = Array.from({ length: count }, () => stage().instance());
    await Promise.all(all.map((instance) => instance.started()));
    await use(all);
    for (const instance of all) await instance.terminated();
  };
  /** What `use` says of each instance that there is. */
  const withInstance = (use: (instance: StageInstance) => Promise<void>) =>
    withInstances(1, async (all) => {
      for (const instance of all) await use(instance);
    });

  describe('host ports of an instance', () => {
    it('are taken by one task at a time, and free again when it has stopped', () =>
      withInstance(async (instance) => {
        const [first, second] = [
          await instance.provisioned('bridge', onPort80),
          await instance.provisioned('bridge', onPort80),
        ];
        const { networkBindings } = await first.started(
          'web',
          { PORT: 8080, NAME: 'first' },
          { portMappings: onPort80 },
        );
        expect(networkBindings).toEqual([
          { bindIP: '0.0.0.0', containerPort: 8080, hostPort: 80, protocol: 'tcp' },
        ]);
        await answers(instance, 80, 'first');
        second.start('web', { PORT: 8080 }, { portMappings: onPort80 });
        expect((await second.saw('ContainerStartFailed')).reason).toMatch(
          /^CannotStartContainerError: .*Bind for 0\.0\.0\.0:80 failed: port is already allocated/,
        );
        first.stop('web');
        await first.saw('ContainerStopped');
        const third = await instance.provisioned('bridge', onPort80);
        await third.started('web', { PORT: 8080, NAME: 'third' }, { portMappings: onPort80 });
        await answers(instance, 80, 'third');
        for (const task of [first, second, third]) await task.deprovisioned();
      }));

    it('are nothing to another instance', () =>
      withInstances(2, async (all) => {
        const tasks = await Promise.all(
          all.map(async (instance, index) => {
            const task = await instance.provisioned('bridge', onPort80);
            const puppet = { PORT: 8080, NAME: `number ${index}` };
            await task.started('web', puppet, { portMappings: onPort80 });
            return task;
          }),
        );
        for (const [index, instance] of all.entries())
          await answers(instance, 80, `number ${index}`);
        for (const task of tasks) await task.deprovisioned();
      }));

    it('are chosen where none is given, another for each container', () =>
      withInstance(async (instance) => {
        const tasks: StageTask[] = [];
        const ports = new Set<number>();
        for (const name of ['one', 'two']) {
          const task = await instance.provisioned('bridge', chosen);
          const { networkBindings } = await task.started(
            'web',
            { PORT: 8080, NAME: name },
            { portMappings: chosen },
          );
          const hostPort = networkBindings[0]?.hostPort ?? 0;
          expect(hostPort).toBeGreaterThanOrEqual(32768);
          expect(hostPort).toBeLessThanOrEqual(60999);
          await answers(instance, hostPort, name);
          ports.add(hostPort);
          tasks.push(task);
        }
        expect(ports.size).toBe(2);
        for (const task of tasks) await task.deprovisioned();
      }));

    it('are the program’s own in host mode, and it fails when one is taken', () =>
      withInstances(2, async (all) => {
        const portMappings = [{ containerPort: 8080 }];
        const puppet = { PORT: 8080, NAME: 'first' };
        const firsts = await Promise.all(
          all.map(async (instance) => {
            const task = await instance.provisioned('host', portMappings);
            const { networkBindings } = await task.started('web', puppet, { portMappings });
            // Docker itself knows of no ports of a container in host mode.
            if (kind === 'record')
              expect(networkBindings).toMatchObject([{ containerPort: 8080, hostPort: 8080 }]);
            await listens(task);
            await answers(instance, 8080, 'first');
            return task;
          }),
        );
        for (const [index, instance] of all.entries()) {
          const second = await instance.provisioned('host', portMappings);
          second.start('web', puppet, { portMappings });
          const { exitCode } = await second.saw('ContainerStopped');
          expect(exitCode).not.toBe(0);
          await stage().waitFor('why', () => second.printed('web').length > 0);
          expect(second.printed('web').join()).toContain('address already in use');
          await second.deprovisioned();
          await firsts[index]?.deprovisioned();
        }
      }));

    it('stay taken when the control plane restarts', () =>
      withInstance(async (instance) => {
        const first = await instance.provisioned('bridge', onPort80);
        const puppet = { PORT: 8080, NAME: 'first' };
        await first.started('web', puppet, { portMappings: onPort80 });
        const other = await instance.provisioned('bridge', chosen);
        const { networkBindings } = await other.started(
          'web',
          { PORT: 8080 },
          { portMappings: chosen },
        );
        const waiting = await instance.provisioned('bridge', chosen);
        await stage().restart();
        const second = await instance.provisioned('bridge', onPort80);
        second.start('web', { PORT: 8080 }, { portMappings: onPort80 });
        expect((await second.saw('ContainerStartFailed')).reason).toContain('already allocated');
        const dynamic = [networkBindings[0]?.hostPort];
        const another = await instance.provisioned('bridge', chosen);
        for (const task of [waiting, another]) {
          const started = await task.started('web', { PORT: 8080 }, { portMappings: chosen });
          dynamic.push(started.networkBindings[0]?.hostPort);
        }
        expect(new Set(dynamic).size).toBe(3);
        await answers(instance, 80, 'first');
        for (const task of [first, second, other, waiting, another]) await task.deprovisioned();
      }));

    if (kind === 'record')
      it('are refused in bridge mode when a program in host mode has them', () =>
        withInstance(async (instance) => {
          const portMappings = [{ containerPort: 80 }];
          const host = await instance.provisioned('host', portMappings);
          await host.started('web', { PORT: 80 }, { portMappings });
          await listens(host);
          const bridge = await instance.provisioned('bridge', onPort80);
          bridge.start('web', { PORT: 8080 }, { portMappings: onPort80 });
          expect((await bridge.saw('ContainerStartFailed')).reason).toMatch(
            /^CannotStartContainerError: .*0\.0\.0\.0:80.*already (allocated|in use)/,
          );
          await bridge.deprovisioned();
          await host.deprovisioned();
        }));
  });
}
