import { join } from 'node:path';
import type { ContainerSpec } from '../../core/effects.ts';
import type { NetworkBinding } from '../../core/model/task.ts';
import type { NetworkMode, PortMapping } from '../../core/model/task-definition.ts';
import { DYNAMIC_PORTS } from '../instance-ports.ts';
import { CannotStart } from './cannot-start.ts';
import { type TaskPort, writePort } from './folders.ts';
import type { ProcessInstance } from './instance.ts';
import { bindError, type HostPorts, TASK_PORTS } from './ports.ts';

/**
 * Chooses under which real ports the task will be reached. On an instance that is for each port
 * that it takes of the instance, too; the instance's port itself is chosen here if it is dynamic.
 */
export async function choosePorts(
  taskArn: string,
  networkMode: NetworkMode,
  portMappings: readonly PortMapping[],
  hostPorts: HostPorts,
  instance: ProcessInstance | undefined,
): Promise<TaskPort[]> {
  const ports: TaskPort[] = [];
  for (const { containerPort, hostPort = 0, protocol = 'tcp' } of portMappings) {
    if (containerPort === undefined) continue;
    if (networkMode === 'awsvpc') {
      const real = await hostPorts.takeAny(TASK_PORTS, taskArn);
      ports.push({ containerPort, hostPort: real, protocol });
    } else if (instance && networkMode !== 'none') {
      const wanted = networkMode === 'host' ? containerPort : hostPort;
      const instancePort = wanted || instance.ports[protocol].takeAny(taskArn);
      if (instancePort === undefined)
        throw new Error('no dynamic host port is left on its instance');
      const real = await instance.realPort(instancePort);
      const isDynamic = wanted === 0;
      ports.push({ containerPort, hostPort: real, protocol, instancePort, isDynamic });
    }
  }
  return ports;
}

/** Gives the instance back what the task had of it. */
export function forgetPorts(
  taskArn: string,
  ports: readonly TaskPort[],
  instance: ProcessInstance | undefined,
): void {
  for (const { instancePort, isDynamic, protocol } of ports) {
    if (!instance || instancePort === undefined || !isDynamic) continue;
    instance.ports[protocol].release(instancePort, taskArn);
    instance.forgetPort(instancePort);
  }
}

export interface Binding {
  readonly networkMode: NetworkMode;
  readonly spec: ContainerSpec;
  /** Whose the ports will be. */
  readonly runtimeId: string;
  /** Where the container's programs look up their ports; undefined: they have none of their own. */
  readonly portsFolder: string | undefined;
  readonly hostPorts: HostPorts;
  readonly instance: ProcessInstance | undefined;
  /** Those of the task that no other container of it has. */
  readonly taskPorts: readonly TaskPort[];
}

/** Takes the container's host ports. Throws with the reason why it cannot have them. */
export async function bind(binding: Binding): Promise<NetworkBinding[]> {
  const { networkMode, spec, portsFolder } = binding;
  if (networkMode !== 'bridge' && networkMode !== 'host') return [];
  const bindings: NetworkBinding[] = [];
  const left = [...binding.taskPorts];
  const bindIP = binding.instance ? '0.0.0.0' : '127.0.0.1';
  for (const { containerPort, hostPort = 0, protocol = 'tcp' } of spec.portMappings) {
    if (containerPort === undefined) continue;
    if (networkMode === 'host') {
      // The program itself binds it, and is the one to fail when it is taken.
      bindings.push({ bindIP, containerPort, hostPort: containerPort, protocol });
      continue;
    }
    const index = left.findIndex(
      (port) =>
        port.containerPort === containerPort &&
        port.protocol === protocol &&
        (hostPort === 0 ? port.isDynamic : port.instancePort === hostPort),
    );
    const taskPort = left.splice(index, index < 0 ? 0 : 1)[0];
    const port = binding.instance
      ? await bindOnInstance(binding, binding.instance, hostPort, protocol, taskPort)
      : await bindHere(binding, hostPort);
    if (portsFolder !== undefined)
      writePort(portsFolder, containerPort, taskPort?.hostPort ?? port);
    bindings.push({ bindIP, containerPort, hostPort: port, protocol });
  }
  return bindings;
}

/** On no instance the host is this machine. */
async function bindHere({ hostPorts, runtimeId }: Binding, hostPort: number): Promise<number> {
  if (hostPort === 0) return hostPorts.takeAny(DYNAMIC_PORTS, runtimeId);
  const failure = await hostPorts.take(hostPort, runtimeId);
  if (failure !== undefined) throw new CannotStart(failure);
  return hostPort;
}

async function bindOnInstance(
  { runtimeId }: Binding,
  instance: ProcessInstance,
  hostPort: number,
  protocol: NetworkBinding['protocol'],
  taskPort: TaskPort | undefined,
): Promise<number> {
  if (taskPort?.instancePort === undefined)
    throw new Error(`its task was set up without the port ${hostPort}`);
  if (hostPort === 0) return taskPort.instancePort;
  if (!instance.ports[protocol].take(hostPort, runtimeId))
    throw new CannotStart(`Bind for 0.0.0.0:${hostPort} failed: port is already allocated`);
  // A program in host mode has it without having asked for it.
  if (protocol === 'tcp' && (await bindError(taskPort.hostPort, '127.0.0.1')) !== undefined) {
    instance.ports[protocol].release(hostPort, runtimeId);
    throw new CannotStart(`listen tcp4 0.0.0.0:${hostPort}: bind: address already in use`);
  }
  return hostPort;
}

/** Where the programs of a container look up their ports. */
export function portsFolderOf(
  networkMode: NetworkMode,
  taskPath: string,
  folder: string,
  instance: ProcessInstance | undefined,
): string | undefined {
  if (networkMode === 'host') return instance?.portsFolder;
  return join(networkMode === 'awsvpc' ? taskPath : folder, 'ports');
}
