import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../project-root.ts';
import { type Dockerfile, readDockerfile } from './dockerfile.ts';

/** An image that this project brings along: a folder with a Dockerfile. */
export interface LabImage {
  /** The folder's name. */
  readonly name: string;
  readonly folder: string;
  /** Under which task definitions may ask for it, normalised, without tag. */
  readonly names: readonly string[];
  readonly dockerfile: Dockerfile;
  /** `sha256:…` over names and contents of all files of the folder. */
  readonly digest: string;
}

/** Finds the lab image that an image name of a task definition means. */
export type LabImages = (imageName: string) => LabImage | undefined;

/** Where the images of the labs are. */
export const labImagesFolder: string = join(projectRoot, 'labs', 'images');

/**
 * The lab image of that name. Each of `folders` holds an `images.json` (`{ FOLDER: [names] }`)
 * and the folders it names; a folder's own name is a name of its image too.
 */
export function labImage(
  imageName: string,
  folders: readonly string[] = [labImagesFolder],
): LabImage | undefined {
  const wanted = normaliseImageName(imageName);
  for (const parent of folders)
    for (const [name, others] of Object.entries(readIndex(parent))) {
      const names = [...new Set([name, ...others].map(normaliseImageName))];
      if (names.includes(wanted)) return readLabImage(parent, name, names);
    }
  return undefined;
}

/** A lookup in the labs' images and in those of more folders. */
export const labImages =
  (...folders: string[]): LabImages =>
  (imageName) =>
    labImage(imageName, [labImagesFolder, ...folders]);

/**
 * What is left of an image name when all that does not say which image it is has gone: tag,
 * digest, Docker Hub's own host names and `library/`, and a registry on this machine.
 */
export function normaliseImageName(imageName: string): string {
  return imageName
    .trim()
    .replace(/@sha256:[0-9a-f]*$/i, '')
    .replace(/:[\w.-]*$/, '')
    .replace(/^(?:localhost|127\.0\.0\.1)(?::\d+)?\//, '')
    .replace(/^(?:index\.|registry-1\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .toLowerCase();
}

function readIndex(parent: string): Record<string, string[]> {
  const path = join(parent, 'images.json');
  if (!existsSync(path)) return {};
  const index: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof index !== 'object' || index === null) throw malformed(path);
  return Object.fromEntries(
    Object.entries(index).map(([name, names]: [string, unknown]) => {
      if (!Array.isArray(names) || !names.every((item) => typeof item === 'string'))
        throw malformed(path);
      return [name, names];
    }),
  );
}

const malformed = (path: string) =>
  new Error(`${path} must be an object of folder names, each with a list of image names.`);

function readLabImage(parent: string, name: string, names: readonly string[]): LabImage {
  const folder = join(parent, name);
  const path = join(folder, 'Dockerfile');
  const dockerfile = readDockerfile(readFileSync(path, 'utf8'), path);
  return { name, folder, names, dockerfile, digest: digestOf(folder) };
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files)
    hash
      .update(`${file.slice(folder.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return `sha256:${hash.digest('hex')}`;
}
