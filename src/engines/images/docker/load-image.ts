import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { type ImageRecipe, imageArchive } from './image-archive.ts';

/** Says on an image from what it was made, so that it is made again only when that changes. */
export const RECIPE_LABEL = 'ecs-workbook.recipe';

/** What identifies a recipe, shortened for a label. */
export const recipeId = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
};

/** `amd64`, `arm64` …: what the engine runs, which need not be what this machine is. */
export const engineArchitecture = async (docker: Docker): Promise<string> => {
  const { Arch } = await docker.version();
  return Arch;
};

/** Undefined when the engine has no such image. */
export const inspectImage = async (
  docker: Docker,
  name: string,
): Promise<Docker.ImageInspectInfo | undefined> => {
  try {
    return await docker.getImage(name).inspect();
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404)
      return undefined;
    throw error;
  }
};

/** Loads the image unless the engine has it already. `source` is all that the recipe depends on. */
export const ensureRecipe = async (
  docker: Docker,
  name: string,
  source: string,
  recipe: () => Promise<ImageRecipe>,
): Promise<void> => {
  const id = recipeId(source);
  const before = await inspectImage(docker, name);
  if (before?.Config.Labels?.[RECIPE_LABEL] === id) return;
  const made = await recipe();
  const archive = await imageArchive({ ...made, labels: { ...made.labels, [RECIPE_LABEL]: id } });
  const answer = await text(await docker.loadImage(Readable.from([archive]), { quiet: true }));
  // Docker answers 200 and puts what went wrong into the stream.
  const failure = /"error":"([^"]*)"/.exec(answer)?.[1];
  if (failure !== undefined) throw new Error(`Docker could not load ${name}: ${failure}`);
  if (before !== undefined) await removeUnused(docker, before.Id);
};

/** What lost its name to a newer image, unless something still needs it. */
export const removeUnused = async (docker: Docker, imageId: string): Promise<void> => {
  await docker
    .getImage(imageId)
    .remove()
    // Containers or other images use it: it stays.
    .catch(() => {});
};
