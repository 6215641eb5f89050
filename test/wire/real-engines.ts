import { dockerForTests } from '../engines/docker/docker-world.ts';

/** The engines that really run containers, as far as they can work here. */
export const realEngines = [
  'process' as const,
  ...((await dockerForTests()) === undefined ? [] : ['docker' as const]),
];
