import { expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observations.ts';
import { simulatedEngine } from '../../../src/engines/simulated/simulated-engine.ts';
import { virtualClock } from '../../../src/engines/simulated/virtual-clock.ts';

const INSTANCES = 1_000;
const TASKS = 10_000;
const availabilityZone = 'us-east-1a';
const portMappings = [{ containerPort: 80, hostPort: 0 }];

const instanceArn = (index: number) =>
  `arn:aws:ec2:us-east-1:000000000000:instance/i-${String(index).padStart(17, '0')}`;
const taskArn = (index: number) =>
  `arn:aws:ecs:us-east-1:000000000000:task/cats/${String(index).padStart(32, '0')}`;

it('runs ten thousand tasks on a thousand instances, and ends them with these', async () => {
  const clock = virtualClock();
  const engine = simulatedEngine();
  const heard = new Map<Observation['type'], number>();
  /** By instance, the ports that its containers got. */
  const ports = Array.from({ length: INSTANCES }, () => new Set<number>());
  await engine.open({
    installId: 'test',
    dataDir: '',
    clock,
    observe: (observation) => {
      heard.set(observation.type, (heard.get(observation.type) ?? 0) + 1);
      if (observation.type !== 'ContainerStarted') return;
      const index = Number(observation.taskArn.slice(-32)) % INSTANCES;
      for (const { hostPort } of observation.networkBindings) ports[index]?.add(hostPort);
    },
    logged: () => {},
    lastLogged: () => undefined,
    environmentFor: () => ({}),
    instanceAccess: () => ({ endpoint: '', token: '' }),
    loadBalancerToken: () => '',
    statusChanged: () => {},
  });
  for (let index = 0; index < INSTANCES; index++)
    engine.perform({
      type: 'StartInstance',
      instanceArn: instanceArn(index),
      instance: {
        instanceId: `i-${index}`,
        instanceType: 't3.small',
        imageId: 'ami-0ca70000000000000',
        availabilityZone,
        subnetId: 'subnet-0ca7000000000000a',
        vcpus: 2,
        memoryMiB: 2048,
      },
    });
  clock.advance(10_000);
  for (let index = 0; index < TASKS; index++) {
    const task = { taskArn: taskArn(index), instanceArn: instanceArn(index % INSTANCES) };
    const networkMode = 'bridge';
    engine.perform({ type: 'ProvisionTask', ...task, networkMode, availabilityZone, portMappings });
    engine.perform({
      type: 'StartContainer',
      taskArn: task.taskArn,
      container: {
        name: 'web',
        image: 'containerofcats',
        networkMode,
        availabilityZone,
        environment: {},
        cpu: 0,
        portMappings,
        readonlyRootFilesystem: false,
      },
    });
  }
  clock.advance(10_000);
  expect(heard.get('ContainerStarted')).toBe(TASKS);
  expect(new Set(ports.map(({ size }) => size))).toEqual(new Set([TASKS / INSTANCES]));
  for (let index = 0; index < INSTANCES; index++)
    engine.perform({ type: 'TerminateInstance', instanceArn: instanceArn(index) });
  clock.advance(10_000);
  expect(heard.get('ContainerStopped')).toBe(TASKS);
  expect(heard.get('InstanceTerminated')).toBe(INSTANCES);
  expect(await engine.list()).toEqual([]);
  expect(clock.pending).toBe(0);
}, 10_000);
