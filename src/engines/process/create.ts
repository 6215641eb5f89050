import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec } from '../../core/effects.ts';
import { withFullUri } from '../credentials-uri.ts';
import type { EngineHost } from '../engine.ts';
import type { LabImage } from '../images/lab-images.ts';
import { bind, portsFolderOf } from './bind.ts';
import {
  type ContainerRecord,
  containerFolder,
  sha256,
  type TaskPort,
  type TaskRecord,
  writeJson,
} from './folders.ts';
import type { ProcessInstance } from './instance.ts';
import type { HostPorts } from './ports.ts';
import { commandOf, environmentOf, layOut, stopSignalOf, workingDirectoryOf } from './prepare.ts';
import { mountAll, volumeFolder } from './volumes.ts';

/** Where the ports of a container come from. */
export interface ContainerPorts {
  readonly hostPorts: HostPorts;
  readonly instance: ProcessInstance | undefined;
  /** Those of its task that no other container of it has. */
  readonly taskPorts: readonly TaskPort[];
}

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
  { hostPorts, instance, taskPorts }: ContainerPorts,
): Promise<{ folder: string; record: ContainerRecord }> {
  const { taskArn, networkMode } = task;
  const folder = containerFolder(taskPath, spec.name);
  const root = join(folder, 'root');
  const runtimeId = sha256(`${host.installId} ${taskArn} ${spec.name}`);
  try {
    const ports = portsFolderOf(networkMode, taskPath, folder, instance);
    if (ports !== undefined) mkdirSync(ports, { recursive: true });
    const networkBindings = await bind({
      networkMode,
      spec,
      runtimeId,
      portsFolder: ports,
      hostPorts,
      instance,
      taskPorts,
    });
    layOut(image, root);
    const mounts = mountAll(spec.mounts ?? [], root, (volume) =>
      volumeFolder(volume, { taskPath, instance, dataDir: host.dataDir }),
    );
    const links = (spec.links ?? []).map(({ containerName, alias }) => [
      alias,
      portsFolderOf(networkMode, taskPath, containerFolder(taskPath, containerName), instance),
    ]);
    const fromHost = {
      ...withFullUri(host.environmentFor(taskArn, spec.name, '127.0.0.1')),
      ECS_WORKBOOK_LINKS: JSON.stringify(Object.fromEntries(links)),
    };
    const environment = environmentOf(image, spec, fromHost, { root, runtimeId, ports, mounts });
    const workingDirectory = workingDirectoryOf(image, spec, root);
    mkdirSync(workingDirectory, { recursive: true });
    const record: ContainerRecord = {
      taskArn,
      spec,
      runtimeId,
      imageDigest: image.digest,
      networkBindings,
      command: commandOf(image, spec, {
        root,
        mounts,
        path: environment.PATH ?? '',
      }),
      workingDirectory,
      environment,
      stopSignal: stopSignalOf(image),
      createdAt: host.clock.now(),
    };
    writeJson(join(folder, 'container.json'), record);
    return { folder, record };
  } catch (error) {
    releasePorts(runtimeId, spec, hostPorts, instance);
    throw error;
  }
}

/** Gives back what the container with that id has of host ports. */
export function releasePorts(
  runtimeId: string,
  { portMappings }: ContainerSpec,
  hostPorts: HostPorts,
  instance: ProcessInstance | undefined,
): void {
  hostPorts.release(runtimeId);
  for (const { hostPort = 0, protocol = 'tcp' } of portMappings)
    instance?.ports[protocol].release(hostPort, runtimeId);
}
