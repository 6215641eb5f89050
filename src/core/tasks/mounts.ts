import { scopeOf } from '../arn.ts';
import type { MountSpec, VolumeSpec } from '../effects.ts';
import type { ContainerDefinition, Task, TaskDefinition, Volume } from '../model/index.ts';
import { mountedAt } from '../task-definitions/volumes.ts';

/** What that container is to see of the task's volumes: its own mount points go before others'. */
export function mountSpecs(
  task: Task,
  taskDefinition: TaskDefinition,
  definition: ContainerDefinition,
  instanceArn: string | undefined,
): MountSpec[] {
  const { volumes = [], containerDefinitions } = taskDefinition;
  const mounts = new Map<string, MountSpec>();
  const add = (container: ContainerDefinition | undefined, onlyRead: boolean): void => {
    for (const { sourceVolume, containerPath, readOnly = false } of container?.mountPoints ?? []) {
      const path = mountedAt(containerPath);
      const volume = volumes.find(({ name }) => name === sourceVolume);
      if (volume === undefined || mounts.has(path)) continue;
      mounts.set(path, {
        containerPath: path,
        readOnly: readOnly || onlyRead,
        volume: volumeSpec(task, volume, instanceArn),
      });
    }
    for (const { sourceContainer, readOnly = false } of container?.volumesFrom ?? []) {
      const source = containerDefinitions.find(({ name }) => name === sourceContainer);
      add(source, readOnly || onlyRead);
    }
  };
  add(definition, false);
  return [...mounts.values()];
}

/** AWS: Volume; DockerVolumeConfiguration.scope is `task` unless it says otherwise. */
function volumeSpec(task: Task, volume: Volume, instanceArn: string | undefined): VolumeSpec {
  const { name = '', dockerVolumeConfiguration: docker, efsVolumeConfiguration: efs } = volume;
  const { account, region } = scopeOf(task.taskArn);
  if (efs !== undefined) {
    const { fileSystemId, rootDirectory } = efs;
    const path = `${account}/${region}/${fileSystemId}${mountedAt(rootDirectory)}`;
    return { of: 'account', name: path, mustExist: false, labels: {} };
  }
  const labels = docker?.labels ?? {};
  if (docker?.scope !== 'shared') return { of: 'task', name, mustExist: false, labels };
  const mustExist = docker.autoprovision !== true;
  return instanceArn === undefined
    ? { of: 'account', name: `${task.containerInstanceArn}/${name}`, mustExist, labels }
    : { of: 'instance', name, mustExist, labels };
}
