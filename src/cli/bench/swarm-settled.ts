import type Docker from 'dockerode';
import { until } from './api.ts';

/** Containers of a service that run, however they came to be. */
export type RunningOf = () => Promise<Docker.ContainerInfo[]>;

/**
 * Waits until the program in each of `count` containers says that it listens: by then it has its
 * handler of SIGTERM, and ends as soon as it is told to.
 */
export async function untilListening(
  docker: Docker,
  running: RunningOf,
  count: number,
): Promise<void> {
  const listening = new Set<string>();
  await until(`${count} programs listen`, async () => {
    const ids = (await running()).map(({ Id }) => Id);
    for (const id of ids) if (await listens(docker, id)) listening.add(id);
    return ids.length === count && ids.every((id) => listening.has(id));
  });
}

async function listens(docker: Docker, id: string): Promise<boolean> {
  const output = await docker.getContainer(id).logs({ stdout: true, stderr: false, follow: false });
  return output.includes('Listening');
}
