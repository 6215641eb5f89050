import { withFullUri } from '../../credentials-uri.ts';
import type { World } from '../world.ts';
import { CREDENTIALS_ADDRESS } from './relay.ts';

/**
 * What the runtime adds to a container's environment. Before a task with a role starts, what
 * answers for its credentials is up; looked at each time, for it is not ours alone to remove.
 */
export const environmentOf = async (
  world: World,
  taskArn: string,
  containerName: string,
  gateway: string,
): Promise<Record<string, string>> => {
  const { host, relay } = world;
  const environment = host.environmentFor(taskArn, containerName, gateway);
  if (environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI === undefined) return environment;
  switch (await relay.get()) {
    case 'relay':
      return environment;
    case 'runtime':
      return withFullUri(host.environmentFor(taskArn, containerName, CREDENTIALS_ADDRESS));
    case 'nobody':
      return withFullUri(environment);
  }
};
