import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { projectRoot } from '../../../project-root.ts';
import { buildFolder } from './build-folder.ts';
import { fileEntry, type ImageRecipe } from './image-archive.ts';
import { engineArchitecture, ensureRecipe, inspectImage } from './load-image.ts';
import { nodeFiles, systemFiles } from './machine-files.ts';

/** What the lab images start `FROM`. */
export const BASE_IMAGE = 'ecs-workbook/base:latest';

/** Where the files of the image that are our own lie. */
export const baseFolder = join(projectRoot, 'labs/images/base');

/** Counts changes to what goes into the image and how. */
const RECIPE_VERSION = 2;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const ARCHITECTURES: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

const underWay = new WeakMap<Docker, Promise<void>>();

/**
 * Sees to it that the engine has `ecs-workbook/base`: a shell, small tools, Node.js and a curl. On
 * Linux it is assembled from this machine's own files, without internet; elsewhere it is built from
 * `labs/images/base/Dockerfile`, which needs a registry. Made again when Node.js or the recipe
 * changes; otherwise this is one quick question to Docker.
 */
export const ensureBaseImage = (docker: Docker): Promise<void> => {
  const running =
    underWay.get(docker) ?? makeBaseImage(docker).finally(() => underWay.delete(docker));
  underWay.set(docker, running);
  return running;
};

const makeBaseImage = async (docker: Docker): Promise<void> => {
  const architecture = await engineArchitecture(docker);
  if (platform() === 'linux' && ARCHITECTURES[arch()] === architecture) {
    await assemble(docker, architecture);
  } else if ((await inspectImage(docker, BASE_IMAGE)) === undefined) {
    await buildFolder(docker, baseFolder, BASE_IMAGE, {});
  }
};

const assemble = async (docker: Docker, architecture: string): Promise<void> => {
  const own = (file: string) => readFile(join(baseFolder, file));
  const [curl, getProgram, curlProgram] = await Promise.all([
    own('bin/curl'),
    own('lib/get.bash'),
    own('lib/curl.mjs'),
  ]);
  const { size, mtimeMs } = statSync(process.execPath);
  const source = [
    RECIPE_VERSION,
    process.version,
    size,
    mtimeMs,
    curl,
    getProgram,
    curlProgram,
  ].join('\n');
  await ensureRecipe(
    docker,
    BASE_IMAGE,
    source,
    async (): Promise<ImageRecipe> => ({
      name: BASE_IMAGE,
      architecture,
      layers: [
        { createdBy: 'a shell, small tools and the C library', entries: await systemFiles() },
        { createdBy: `Node.js ${process.version}`, entries: nodeFiles() },
        {
          createdBy: 'a small curl for health checks',
          entries: [
            fileEntry('usr/local/bin/curl', curl, 0o755),
            fileEntry('usr/local/lib/get.bash', getProgram),
            fileEntry('usr/local/lib/curl.mjs', curlProgram),
          ],
        },
      ],
      env: [PATH],
      cmd: ['node'],
      labels: {},
    }),
  );
};
