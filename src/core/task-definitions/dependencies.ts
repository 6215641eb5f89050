import { clientException } from '../errors.ts';
import type { ContainerDefinition, ContainerDependency } from '../model/index.ts';
import { linksOf } from './links.ts';

const CONDITIONS: readonly string[] = ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'];

/** AWS: ContainerDependency; what containers wait for must exist, make sense and end somewhere. */
export function validateDependencies(definitions: readonly ContainerDefinition[]): void {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  for (const definition of definitions) {
    for (const dependency of definition.dependsOn ?? []) validate(definition, dependency, byName);
  }
  const cycle = findCycle(definitions);
  if (cycle !== undefined) {
    throw clientException(
      `There is a dependency cycle between containers: ${cycle.join(' → ')}. Containers must not wait for each other.`,
    );
  }
}

function validate(
  { name }: ContainerDefinition,
  { containerName = '', condition }: ContainerDependency,
  byName: ReadonlyMap<string | undefined, ContainerDefinition>,
): void {
  if (!CONDITIONS.includes(condition ?? '')) {
    throw clientException(
      `Container '${name}' depends on '${containerName}' with condition '${condition}': expected ${CONDITIONS.join(', ')}.`,
    );
  }
  const target = byName.get(containerName);
  if (target === undefined) {
    throw clientException(
      `Container '${name}' depends on '${containerName}', which is not in the task definition.`,
    );
  }
  if (condition === 'HEALTHY' && target.healthCheck === undefined) {
    throw clientException(
      `Container '${name}' waits for '${containerName}' to be HEALTHY, but that has no health check.`,
    );
  }
  if ((condition === 'COMPLETE' || condition === 'SUCCESS') && target.essential !== false) {
    throw clientException(
      `Container '${name}' waits for '${containerName}' to reach ${condition}, but that is essential: when it exits the task stops.`,
    );
  }
}

/** Names of the containers on a cycle, the first again at the end. */
function findCycle(definitions: readonly ContainerDefinition[]): string[] | undefined {
  const edges = new Map(
    definitions.map((definition) => [
      definition.name ?? '',
      [
        ...(definition.dependsOn ?? []).map(({ containerName = '' }) => containerName),
        ...linksOf(definition).map(({ containerName }) => containerName),
        ...(definition.volumesFrom ?? []).map(({ sourceContainer = '' }) => sourceContainer),
      ],
    ]),
  );
  const finished = new Set<string>();
  const visit = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const next of edges.get(name) ?? []) {
      const cycle = visit(next, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
