import type Docker from 'dockerode';
import { allowing, orUndefined, statusCodeOf } from './errors.ts';
import { type Identity, identityOf, labelsOf } from './labels.ts';
import type { World } from './world.ts';

/** A container made just now, or found under its name. */
export interface Made {
  readonly id: string;
  /** Undefined: made just now. */
  readonly found?: Docker.ContainerInspectInfo | undefined;
}

const ATTEMPTS = 5;

/**
 * Creates the container. When its name is taken by the very container that is wanted (asked for
 * before, with no answer heard), that one is the answer; another of our install gives way; one that
 * is not ours is left alone, and Docker's refusal is thrown.
 */
export const createOrAdopt = async (
  { docker, host }: World,
  identity: Identity,
  options: Docker.ContainerCreateOptions & { readonly name: string },
): Promise<Made> => {
  const Labels = labelsOf(host.installId, identity);
  for (let attempt = 1; ; attempt++) {
    try {
      const { id } = await docker.createContainer({ ...options, Labels });
      return { id };
    } catch (error) {
      if (statusCodeOf(error) !== 409 || attempt === ATTEMPTS) throw error;
      const found = await orUndefined(docker.getContainer(options.name).inspect());
      if (found === undefined) continue;
      const owner = identityOf(host.installId, found.Config.Labels);
      if (owner === undefined) throw error;
      const wanted = owner.taskArn === identity.taskArn && owner.pause === identity.pause;
      const usable = found.State.Status !== 'removing' && found.State.Status !== 'dead';
      if (wanted && owner.containerName === identity.containerName && usable) {
        return { id: found.Id, found };
      }
      // 409: its removal is under way already.
      await allowing([404, 409], docker.getContainer(found.Id).remove({ force: true }));
      await orUndefined(docker.getContainer(found.Id).wait({ condition: 'removed' }));
    }
  }
};
