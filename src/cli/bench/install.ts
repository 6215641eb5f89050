import type Docker from 'dockerode';
import { findDocker } from '../../engines/docker/find-docker.ts';

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
    await docker.getNetwork(Id).remove();
  }
}

const labelled = (install: string) => ({ label: [`${INSTALL}=${install}`] });
