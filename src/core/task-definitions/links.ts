import { clientException } from '../errors.ts';
import type { ContainerDefinition, NetworkMode } from '../model/index.ts';

/** Another container of the task, and the name by which it is reached. */
export interface Link {
  readonly containerName: string;
  readonly alias: string;
}

/** AWS: `name:internalName`, or `name` alone for both (ContainerDefinition.links). */
export const linksOf = ({ links = [] }: ContainerDefinition): Link[] =>
  links.map((link) => {
    const [containerName = '', alias = containerName] = link.split(':');
    return { containerName, alias };
  });

const FORM = /^[A-Za-z0-9_-]{1,255}(:[A-Za-z0-9_-]{1,255})?$/;

/** Links are of the network mode bridge, and lead to containers of the same task definition. */
export function validateLinks(
  definitions: readonly ContainerDefinition[],
  networkMode: NetworkMode,
): void {
  const names = new Set(definitions.map(({ name }) => name));
  for (const definition of definitions) {
    const { name, links = [] } = definition;
    if (links.length > 0 && networkMode !== 'bridge') {
      throw clientException(
        `Links are not supported when networkMode=${networkMode}: container '${name}' has some.`,
      );
    }
    const malformed = links.find((link) => !FORM.test(link));
    if (malformed !== undefined) {
      throw clientException(
        `The link "${malformed}" of container '${name}' is invalid: expected CONTAINER or CONTAINER:ALIAS, each of letters, digits, hyphens and underscores.`,
      );
    }
    const aliases = new Set<string>();
    for (const { containerName, alias } of linksOf(definition)) {
      if (!names.has(containerName)) {
        throw clientException(
          `Container '${name}' has a link to '${containerName}', which is not in the task definition.`,
        );
      }
      if (aliases.has(alias)) {
        throw clientException(`Container '${name}' has two links called '${alias}'.`);
      }
      aliases.add(alias);
    }
  }
}
