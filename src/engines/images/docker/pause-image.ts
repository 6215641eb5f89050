import type Docker from 'dockerode';
import { BASE_IMAGE, ensureBaseImage } from './base-image.ts';
import { fileEntry, type ImageRecipe } from './image-archive.ts';
import { engineArchitecture, ensureRecipe } from './load-image.ts';
import { pauseProgram } from './pause-program.ts';

export interface PauseImage {
  readonly image: string;
  readonly command: string[];
}

/** The image of the containers that hold a task's network. Two hundred bytes, made in one request. */
export const ensurePauseImage = async (docker: Docker): Promise<PauseImage> => {
  const architecture = await engineArchitecture(docker);
  const program = pauseProgram(architecture);
  if (program === undefined) {
    await ensureBaseImage(docker);
    return { image: BASE_IMAGE, command: ['sleep', '2147483647'] };
  }
  const recipe: ImageRecipe = {
    name: 'ecs-workbook/pause:latest',
    architecture,
    layers: [
      {
        createdBy: 'a program that sleeps until it is killed',
        entries: [fileEntry('pause', program, 0o755)],
      },
    ],
    cmd: ['/pause'],
    labels: {},
  };
  await ensureRecipe(docker, recipe.name, `1 ${architecture}`, async () => recipe);
  return { image: recipe.name, command: ['/pause'] };
};
