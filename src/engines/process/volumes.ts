import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MountSpec, VolumeSpec } from '../../core/effects.ts';
import { missingVolume } from '../missing-volume.ts';
import { CannotStart } from './cannot-start.ts';
import { sha256 } from './folders.ts';
import type { ProcessInstance } from './instance.ts';

/** The real folder of each path at which a volume is mounted. */
export type Mounts = ReadonlyMap<string, string>;

interface Whereabouts {
  readonly taskPath: string;
  readonly instance: ProcessInstance | undefined;
  readonly dataDir: string;
}

/** A volume is a folder, and is where what it goes with is: it is gone with that. */
export const volumeFolder = (
  { of, name }: VolumeSpec,
  { taskPath, instance, dataDir }: Whereabouts,
): string => {
  if (of === 'task') return join(taskPath, 'volumes', name);
  if (of === 'instance' && instance !== undefined) return join(instance.folder, 'volumes', name);
  return join(accountVolumes(dataDir), sha256(name).slice(0, 16));
};

const accountVolumes = (dataDir: string): string => join(dataDir, 'volumes');

/** Removes the volumes that are of no task and no instance. */
export const removeVolumes = (dataDir: string): void =>
  rmSync(accountVolumes(dataDir), { recursive: true, force: true });

/**
 * Mounts volumes in a container's file system, as links. As with Docker, an empty volume begins
 * with what the image has at that place. Read-only ones are so by agreement only. Throws
 * `CannotStart`.
 */
export function mountAll(
  mounts: readonly MountSpec[],
  root: string,
  folderOf: (volume: VolumeSpec) => string,
): Mounts {
  const folders = new Map<string, string>();
  for (const { containerPath, volume } of mounts) {
    const outer = mounts.find((other) => containerPath.startsWith(`${other.containerPath}/`));
    if (outer !== undefined)
      throw new CannotStart(
        `a volume at ${containerPath}, within that at ${outer.containerPath}, takes Docker`,
      );
    const folder = folderOf(volume);
    if (volume.mustExist && !existsSync(folder)) throw new CannotStart(missingVolume(volume));
    const place = join(root, containerPath);
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      if (existsSync(place)) cpSync(place, folder, { recursive: true });
    }
    rmSync(place, { recursive: true, force: true });
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(folder, place);
    folders.set(containerPath, folder);
  }
  return folders;
}

/** The real path of a word that is a path into a mounted volume; any other word as it is. */
export function withinMount(mounts: Mounts, word: string): string {
  for (const [path, folder] of mounts)
    if (word === path || word.startsWith(`${path}/`)) return join(folder, word.slice(path.length));
  return word;
}
