import type { ContainerDetails } from '../engine.ts';
import { orUndefined } from './errors.ts';
import { dockerNameOf, pauseNameOf } from './labels.ts';
import type { World } from './world.ts';

/**
 * What Docker measures of the container; it takes a second or two, since Docker tells the second
 * before as well. In `awsvpc` the networks are the task's, which its pause container holds.
 */
export const statsOf = async (
  { docker, containers }: World,
  taskArn: string,
  containerName: string,
): Promise<object | null> => {
  if (containers.find(taskArn, containerName)?.phase !== 'RUNNING') return null;
  const stats = (name: string) => orUndefined(docker.getContainer(name).stats({ stream: false }));
  const hasPause = containers.ofTask(taskArn).some(({ pause }) => pause);
  const [own, pause] = await Promise.all([
    stats(dockerNameOf(taskArn, containerName)),
    hasPause ? stats(pauseNameOf(taskArn)) : undefined,
  ]);
  if (own === undefined) return null;
  return pause === undefined ? own : { ...own, networks: pause.networks };
};

export const detailsOf = async (
  { docker, containers, lanes }: World,
  taskArn: string,
  containerName: string,
): Promise<ContainerDetails | undefined> => {
  const known = containers.find(taskArn, containerName);
  if (known === undefined) return undefined;
  const info = await lanes.read.run(() => orUndefined(docker.getContainer(known.id).inspect()));
  if (info === undefined) return undefined;
  const [network] = Object.values(info.NetworkSettings.Networks);
  return { name: info.Name.slice(1), ipv4Address: network?.IPAddress || undefined };
};
