import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { nameOf } from '../../core/arn.ts';
import type { ContainerSpec, VolumeSpec } from '../../core/effects.ts';
import { missingVolume } from '../missing-volume.ts';
import { allowing, dockerText, isConnectionError, orUndefined } from './errors.ts';
import { instanceNameOf, labelFilter, onInstance, volumeLabels } from './labels.ts';
import type { World } from './world.ts';

type Mounts = NonNullable<Docker.HostConfig['Mounts']>;

/**
 * The container's volumes, as Docker mounts them; it makes those that are not there yet. Throws
 * when one should be there and is not.
 */
export const mountsOf = async (
  { docker, host }: World,
  taskArn: string,
  { mounts = [], instanceArn }: ContainerSpec,
): Promise<Mounts> =>
  Promise.all(
    mounts.map(async ({ containerPath, readOnly, volume }) => {
      const owner =
        volume.of === 'task' ? { taskArn } : volume.of === 'instance' ? { instanceArn } : {};
      const name = volumeName(host.installId, owner.taskArn ?? owner.instanceArn, volume);
      if (volume.mustExist && (await orUndefined(docker.getVolume(name).inspect())) === undefined)
        throw new Error(`CannotCreateContainerError: ${missingVolume(volume)}`);
      const Labels = { ...volume.labels, ...volumeLabels(host.installId, owner) };
      return {
        Type: 'volume' as const,
        Source: name,
        Target: containerPath,
        ReadOnly: readOnly,
        VolumeOptions: { NoCopy: false, Labels, DriverConfig: { Name: 'local', Options: {} } },
      };
    }),
  );

const LONGEST_NAME = 100;

/** `ecs-TASKID-NAME`, `ecs-INSTANCEID-NAME`, and a hash for names that Docker would not take. */
const volumeName = (installId: string, ownerArn: string | undefined, { name }: VolumeSpec) => {
  const isPlain = /^[\w-]+$/.test(name) && name.length <= LONGEST_NAME;
  const last = isPlain ? name : createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `ecs-${ownerArn === undefined ? installId : nameOf(ownerArn)}-${last}`;
};

export const removeVolumesOfTask = (world: World, taskArn: string): Promise<void> =>
  removeVolumes(world, labelFilter(world.host.installId, taskArn));

/**
 * A terminated instance takes its volumes along, as soon as no container of it is left to hold
 * them.
 */
export const removeVolumesOfGone = async (
  world: World,
  instanceArns: readonly string[],
): Promise<void> => {
  for (const instanceArn of instanceArns) {
    const machine = world.docker.getContainer(instanceNameOf(instanceArn));
    if ((await orUndefined(machine.inspect())) === undefined)
      await removeVolumes(world, onInstance(world.host.installId, instanceArn));
  }
};

/** All volumes of the install, once it has no container left. */
export const removeUnusedVolumes = async (world: World): Promise<void> => {
  const filters = labelFilter(world.host.installId);
  const users = await world.docker.listContainers({ all: true, filters });
  if (users.length === 0) await removeVolumes(world, filters);
};

const removeVolumes = async (
  { docker, lanes }: World,
  filters: { label: string[] },
): Promise<void> => {
  const { Volumes } = await lanes.read.run(() => docker.listVolumes({ filters }));
  // 409: a container that is still there has it.
  await Promise.all(
    (Volumes ?? []).map(({ Name }) =>
      lanes.stop.run(async () => {
        try {
          await allowing([404, 409], docker.getVolume(Name).remove());
        } catch (error) {
          if (isConnectionError(error)) throw error;
          console.error(`Could not remove the volume ${Name}: ${dockerText(error)}`);
        }
      }),
    ),
  );
};
