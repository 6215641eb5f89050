import type { TaskEffect } from '../../core/effects.ts';
import type { PublishedPort } from '../../core/model/task.ts';
import type { EngineHost } from '../engine.ts';
import { macAddressOf } from '../instance-address.ts';
import { DEFAULT_TIMES } from './behaviour.ts';
import {
  LOCALHOST,
  reportTask,
  type SimulatedInstall,
  type SimulatedTask,
  type SimulatedWorld,
} from './world.ts';

type ProvisionTask = Extract<TaskEffect, { type: 'ProvisionTask' }>;

/** Makes the network of a task. Its instance has to be up. */
export function provisionTask(
  world: SimulatedWorld,
  install: SimulatedInstall,
  host: EngineHost,
  effect: ProvisionTask,
): void {
  const { taskArn, instanceArn } = effect;
  const instance = instanceArn === undefined ? undefined : install.instances.get(instanceArn);
  if (instanceArn !== undefined && !instance?.isRunning) {
    const reason = `ResourceInitializationError: the instance ${instanceArn} of the task is not running`;
    host.clock.after(0, () =>
      reportTask(world, install, undefined, { type: 'TaskProvisionFailed', taskArn, reason }),
    );
    return;
  }
  const task = install.tasks.get(taskArn) ?? makeTask(world, install, host, effect);
  const { address, publishedPorts, provisionedAt } = task;
  host.clock.after(Math.max(0, provisionedAt - host.clock.now()), () =>
    reportTask(world, install, instance, {
      type: 'TaskProvisioned',
      taskArn,
      address,
      publishedPorts,
    }),
  );
}

function makeTask(
  world: SimulatedWorld,
  install: SimulatedInstall,
  host: EngineHost,
  effect: ProvisionTask,
): SimulatedTask {
  const { taskArn, networkMode, availabilityZone, containerInstanceArn, instanceArn } = effect;
  const instance = instanceArn === undefined ? undefined : install.instances.get(instanceArn);
  const privateIpv4Address =
    networkMode === 'awsvpc' ? world.addresses.take(availabilityZone) : undefined;
  const task: SimulatedTask = {
    taskArn,
    networkMode,
    instance,
    machine: instanceArn ?? containerInstanceArn ?? LOCALHOST,
    address:
      privateIpv4Address === undefined
        ? {}
        : { privateIpv4Address, macAddress: macAddressOf(privateIpv4Address) },
    publishedPorts:
      networkMode === 'awsvpc' || (instance && networkMode !== 'none')
        ? publish(world, effect)
        : [],
    containers: new Map(),
    network: { isCut: false, delay: 0 },
    provisionedAt: host.clock.now() + DEFAULT_TIMES.provision,
  };
  install.tasks.set(taskArn, task);
  instance?.tasks.add(task);
  return task;
}

/** Nothing listens there, so a simulation with more ports than one machine has goes without. */
const publish = (
  world: SimulatedWorld,
  { taskArn, portMappings }: ProvisionTask,
): PublishedPort[] =>
  portMappings.flatMap(({ containerPort, protocol = 'tcp' }) => {
    const hostPort = containerPort === undefined ? undefined : world.published.takeAny(taskArn);
    return containerPort === undefined || hostPort === undefined
      ? []
      : [{ containerPort, hostPort, protocol }];
  });
