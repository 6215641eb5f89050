import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { BASE_IMAGE, ensureBaseImage } from '../../src/engines/images/docker/base-image.ts';
import { followProgress } from '../../src/engines/images/docker/build-folder.ts';
import {
  inspectImage,
  RECIPE_LABEL,
  recipeId,
  removeUnused,
} from '../../src/engines/images/docker/load-image.ts';
import { projectRoot } from '../../src/project-root.ts';

export const SANDBOX_IMAGE = 'ecs-workbook/submission:latest';

/**
 * Sees to it that Docker has the image of sandboxes: the base image, the AWS CLI of the workbook
 * and what runs the sandbox; nothing of the labs, of other students or of this project's sources.
 */
export const ensureSandboxImage = async (docker: Docker): Promise<void> => {
  await ensureBaseImage(docker);
  const context = await contextTar();
  const base = await inspectImage(docker, BASE_IMAGE);
  const id = recipeId(context, base?.Id ?? '');
  const before = await inspectImage(docker, SANDBOX_IMAGE);
  if (before?.Config.Labels?.[RECIPE_LABEL] === id) return;
  const options = { t: SANDBOX_IMAGE, labels: { [RECIPE_LABEL]: id }, networkmode: 'none' };
  const answer = await docker.buildImage(Readable.from([context]), options);
  await followProgress(docker, answer, ({ error }) => {
    if (error !== undefined) throw new Error(`Docker could not build ${SANDBOX_IMAGE}: ${error}`);
  });
  if (before !== undefined) await removeUnused(docker, before.Id);
};

/** Without times, so that equal files give equal bytes. */
const contextTar = async (): Promise<Buffer> => {
  const files = [
    ...(await filesBelow('grader/sandbox/image')),
    ...(await filesBelow('dist/sandbox')),
    ...(await filesBelow('dist/aws', 'aws/')),
    ['aws.js', join(projectRoot, 'dist/aws.js')] as const,
  ];
  const tar = pack();
  const whole = buffer(tar);
  for (const [name, path] of files.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const mode = name.startsWith('bin/') ? 0o755 : 0o644;
    tar.entry({ name, mode, mtime: new Date(0) }, await readFile(path));
  }
  // By it the AWS CLI finds its own folder; the project's own says more than it needs.
  const { name, version }: { name?: string; version?: string } = JSON.parse(
    await readFile(join(projectRoot, 'package.json'), 'utf8'),
  );
  const text = JSON.stringify({ name, version, type: 'module' }, null, 2);
  tar.entry({ name: 'package.json', mtime: new Date(0) }, text);
  tar.finalize();
  return whole;
};

const filesBelow = async (folder: string, prefix = '') => {
  const root = join(projectRoot, folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`${prefix}${relative(root, path)}`, path] as const;
    });
};
