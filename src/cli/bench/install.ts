import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { findDocker } from '../../engines/docker/find-docker.ts';

const ATTEMPTS = 20;
const PAUSE = 250;
const INSTALL = 'ecs-workbook.install';

/** The containers of an install, running or not. */
export function containersOf(docker: Docker, install: string): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({ all: true, filters: labelled(install) });
}

/** Removes what an install that has ended left in Docker: its network stays for its next start. */
export async function removeFromDocker(install: string): Promise<void> {
  const found = await findDocker();
  if (!found.found) return;
  const docker = found.connect();
  for (const { Id } of await containersOf(docker, install)) {
    await docker.getContainer(Id).remove({ force: true });
  }
  for (const { Id } of await docker.listNetworks({ filters: labelled(install) })) {
    await removeNetwork(docker.getNetwork(Id));
  }
}

/** Tries for some seconds; says so when the network stays. */
export async function removeNetwork(network: Docker.Network): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await network.remove();
      return;
    } catch (error) {
      // A Docker that has much to do lets go of containers some time after they are gone.
      if (attempt === ATTEMPTS) {
        // What was measured is worth more: the next start of Docker is the cure.
        console.error(`The network ${network.id} stays behind: ${messageOf(error)}`);
        return;
      }
      await setTimeout(PAUSE);
    }
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const labelled = (install: string) => ({ label: [`${INSTALL}=${install}`] });
