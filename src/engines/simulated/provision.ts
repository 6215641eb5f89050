import type { TaskEffect } from '../../core/effects.ts';
import type { PublishedPort } from '../../core/model/task.ts';
import type { EngineHost } from '../engine.ts';
import { macAddressOf } from '../instance-address.ts';
import { DEFAULT_TIMES } from './behaviour.ts';
import type { Door, Hosting } from './hosting.ts';
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
  const { address, provisionedAt } = task;
  const provisioned = () => {
    const { publishedPorts } = task;
    reportTask(world, install, instance, {
      type: 'TaskProvisioned',
      taskArn,
      address,
      publishedPorts,
    });
  };
  host.clock.after(Math.max(0, provisionedAt - host.clock.now()), () => {
    if (task.doors === undefined) provisioned();
    else void task.doors.then(provisioned);
  });
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
    publishedPorts: [],
    containers: new Map(),
    network: { isCut: false, delay: 0 },
    provisionedAt: host.clock.now() + DEFAULT_TIMES.provision,
  };
  if (networkMode === 'awsvpc' || (instance && networkMode !== 'none')) {
    if (world.hosting) task.doors = openDoors(world.hosting, task, effect);
    else task.publishedPorts = publish(world, effect);
  }
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

/** Each leads to the program of whichever container has that port. */
async function openDoors(
  hosting: Hosting,
  task: SimulatedTask,
  { portMappings }: ProvisionTask,
): Promise<readonly Door[]> {
  const opened = portMappings.flatMap(async ({ containerPort, protocol = 'tcp' }) => {
    if (containerPort === undefined || protocol !== 'tcp') return [];
    const find = () =>
      [...task.containers.values()].find(({ spec }) =>
        spec.portMappings.some((mapping) => mapping.containerPort === containerPort),
      )?.program;
    const door = await hosting.openDoor(find, containerPort);
    return [{ door, published: { containerPort, hostPort: door.port, protocol } }];
  });
  const doors = (await Promise.all(opened)).flat();
  task.publishedPorts = doors.map(({ published }) => published);
  return doors.map(({ door }) => door);
}
