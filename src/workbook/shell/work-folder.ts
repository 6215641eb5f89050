import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../project-root.ts';
import type { Lab } from '../lab.ts';

export interface LabFolders {
  /** Where the steps run: a copy of the lab's `files/` and of its images. */
  readonly work: string;
  /** What the shell keeps for itself. */
  readonly shell: string;
}

/** The folders of one account's copy of a lab. */
export const labFolders = (dataDir: string, lab: string, account: string): LabFolders => {
  const folder = join(dataDir, 'labs', lab, account);
  return { work: join(folder, 'work'), shell: join(folder, 'shell') };
};

/** Makes the folders; files that are there already, perhaps edited by the student, stay. */
export const prepareFolders = async (lab: Lab, { work, shell }: LabFolders): Promise<void> => {
  await mkdir(work, { recursive: true });
  await mkdir(shell, { recursive: true });
  const sources = [
    [join(lab.folder, 'files'), work],
    ...lab.images.map((image) => [join(projectRoot, 'labs', 'images', image), join(work, image)]),
  ] as const;
  for (const [from, to] of sources) {
    if (from === undefined || to === undefined || !existsSync(from)) continue;
    await cp(from, to, { recursive: true, force: false });
  }
};

/** Removes the copy, with all that steps left in it. */
export const forgetLabFolders = async (
  dataDir: string,
  lab: string,
  account: string,
): Promise<void> => {
  const { work, shell } = labFolders(dataDir, lab, account);
  await rm(work, { recursive: true, force: true });
  await rm(shell, { recursive: true, force: true });
};
