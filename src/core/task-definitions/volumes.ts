import { clientException, type Refusal } from '../errors.ts';
import type { ContainerDefinition, MountPoint, Volume } from '../model/index.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;
/** AWS: EFSVolumeConfiguration.fileSystemId. */
const FILE_SYSTEM_ID = /^fs-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** Students' tasks stay in their containers: nothing of this machine may be reached into. */
export const hostAccess = (what: string): Refusal =>
  clientException(`${what} is not allowed here: tasks may not reach into the host they run on.`);

/** Checks the volumes of a task definition by themselves (AWS: Volume). */
export function validateVolumes(volumes: readonly Volume[]): void {
  const names = new Set<string>();
  for (const volume of volumes) {
    const { name = '' } = volume;
    if (!NAME.test(name)) {
      throw clientException(
        `The volume name "${name}" is invalid: expected 1 to 255 letters, digits, hyphens and underscores.`,
      );
    }
    if (names.has(name)) {
      throw clientException(`Volume names must be unique: '${name}' is given twice.`);
    }
    names.add(name);
    validateVolume(name, volume);
  }
}

function validateVolume(name: string, volume: Volume): void {
  const { host, dockerVolumeConfiguration: docker, efsVolumeConfiguration: efs } = volume;
  if ([host, docker, efs].filter((one) => one !== undefined).length > 1) {
    throw clientException(
      'When the volume parameter is specified, only one volume configuration type should be used.',
    );
  }
  if (host?.sourcePath === '') throw clientException('host.sourcePath should not be blank.');
  if (host?.sourcePath !== undefined) throw hostAccess(`The host path of volume '${name}'`);
  if (docker !== undefined) {
    if (docker.scope !== 'shared' && docker.autoprovision === false) {
      throw clientException(
        "When 'scope' parameter is 'task', 'autoprovision' must either not be specified or set to 'True'.",
      );
    }
    if ((docker.driver ?? 'local') !== 'local') {
      throw clientException(
        `The driver '${docker.driver}' of volume '${name}' is not on any instance here: expected 'local'.`,
      );
    }
    // With them the local driver mounts whatever folder or device of the host it is told to.
    if (Object.keys(docker.driverOpts ?? {}).length > 0) {
      throw hostAccess(`driverOpts of volume '${name}'`);
    }
  }
  if (efs !== undefined) {
    const { fileSystemId = '', rootDirectory = '/' } = efs;
    if (!FILE_SYSTEM_ID.test(fileSystemId)) {
      throw clientException(
        `The file system id "${fileSystemId}" of volume '${name}' is invalid: expected fs- and 8 or 17 hexadecimal digits.`,
      );
    }
    if (!isPath(rootDirectory)) {
      throw clientException(
        `The rootDirectory "${rootDirectory}" of volume '${name}' is invalid: expected an absolute path.`,
      );
    }
  }
}

/** Absolute, and leading nowhere else. */
const isPath = (path: string): boolean => path.startsWith('/') && !path.split('/').includes('..');

/** Checks what containers mount against the volumes and containers that there are. */
export function validateMounts(
  definitions: readonly ContainerDefinition[],
  volumes: readonly Volume[],
): void {
  const names = new Set(definitions.map(({ name }) => name));
  for (const { name, mountPoints = [], volumesFrom = [] } of definitions) {
    const paths = new Set<string>();
    for (const { sourceVolume, containerPath = '' } of mountPoints) {
      if (!volumes.some((volume) => volume.name === sourceVolume)) {
        throw clientException(`Unknown volume '${sourceVolume}'.`);
      }
      if (!isPath(containerPath) || mountedAt(containerPath) === '/') {
        throw clientException(
          `The containerPath "${containerPath}" of container '${name}' is invalid: expected an absolute path other than /.`,
        );
      }
      if (paths.has(mountedAt(containerPath))) {
        throw clientException(
          `Mount points must be unique: container '${name}' has ${containerPath} twice.`,
        );
      }
      paths.add(mountedAt(containerPath));
    }
    for (const { sourceContainer } of volumesFrom) {
      if (!names.has(sourceContainer)) {
        throw clientException(
          `Container '${name}' mounts the volumes of '${sourceContainer}', which is not in the task definition.`,
        );
      }
    }
  }
}

/** The path as everybody spells it: without empty steps, `.` and an end of `/`. */
export const mountedAt = (path: MountPoint['containerPath'] = ''): string =>
  `/${path
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .join('/')}`;
