import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec } from '../../core/effects.ts';
import type { NetworkBinding } from '../../core/model/task.ts';
import type { EngineHost } from '../engine.ts';
import type { LabImage } from '../images/lab-images.ts';
import {
  type ContainerRecord,
  containerFolder,
  sha256,
  type TaskRecord,
  writeJson,
  writePort,
} from './folders.ts';
import { DYNAMIC_PORTS, type HostPorts } from './ports.ts';
import {
  CannotStart,
  commandOf,
  environmentOf,
  layOut,
  stopSignalOf,
  workingDirectoryOf,
} from './prepare.ts';

/**
 * Makes a container, ready to be started: its ports, its files, and the record of it. The ports
 * are its own (under its runtime id) until released. Throws with the reason why it cannot be.
 */
export async function createContainer(
  taskPath: string,
  task: TaskRecord,
  spec: ContainerSpec,
  image: LabImage,
  host: EngineHost,
  hostPorts: HostPorts,
): Promise<{ folder: string; record: ContainerRecord }> {
  const { taskArn, networkMode } = task;
  const folder = containerFolder(taskPath, spec.name);
  const root = join(folder, 'root');
  const runtimeId = sha256(`${host.installId} ${taskArn} ${spec.name}`);
  try {
    const networkBindings = await bind(task, spec, hostPorts, runtimeId);
    layOut(image, root);
    const ports = portsFolder(taskPath, folder, task);
    if (ports !== undefined) mkdirSync(ports, { recursive: true });
    for (const { containerPort, hostPort } of networkMode === 'bridge' ? networkBindings : [])
      writePort(join(folder, 'ports'), containerPort, hostPort);
    const fromHost = host.environmentFor(taskArn, spec.name, '127.0.0.1');
    const environment = environmentOf(image, spec, fromHost, { root, runtimeId, ports });
    const workingDirectory = workingDirectoryOf(image, spec, root);
    mkdirSync(workingDirectory, { recursive: true });
    const record: ContainerRecord = {
      taskArn,
      spec,
      runtimeId,
      imageDigest: image.digest,
      networkBindings,
      command: commandOf(image, spec, { root, path: environment.PATH ?? '' }),
      workingDirectory,
      environment,
      stopSignal: stopSignalOf(image),
      createdAt: host.clock.now(),
    };
    writeJson(join(folder, 'container.json'), record);
    return { folder, record };
  } catch (error) {
    hostPorts.release(runtimeId);
    throw error;
  }
}

/** Containers of an awsvpc task share their ports; in bridge and none each has its own. */
function portsFolder(
  taskPath: string,
  folder: string,
  { networkMode }: TaskRecord,
): string | undefined {
  if (networkMode === 'host') return undefined;
  return join(networkMode === 'awsvpc' ? taskPath : folder, 'ports');
}

async function bind(
  { networkMode }: TaskRecord,
  spec: ContainerSpec,
  hostPorts: HostPorts,
  runtimeId: string,
): Promise<NetworkBinding[]> {
  if (networkMode !== 'bridge' && networkMode !== 'host') return [];
  const bindings: NetworkBinding[] = [];
  for (const { containerPort, hostPort, protocol = 'tcp' } of spec.portMappings) {
    if (containerPort === undefined) continue;
    const bound = { bindIP: '127.0.0.1', containerPort, protocol };
    if (networkMode === 'host') {
      // The program itself binds it, and is the one to fail when it is taken.
      bindings.push({ ...bound, hostPort: containerPort });
    } else if (hostPort) {
      const failure = await hostPorts.take(hostPort, runtimeId);
      if (failure !== undefined) throw new CannotStart(failure);
      bindings.push({ ...bound, hostPort });
    } else {
      bindings.push({ ...bound, hostPort: await hostPorts.takeAny(DYNAMIC_PORTS, runtimeId) });
    }
  }
  return bindings;
}
