import type { Container, Task } from '../model/task.ts';
import type { ContainerDefinition, ContainerDependency } from '../model/task-definition.ts';

import { linksOf } from '../task-definitions/links.ts';

/** Whether what a container depends on is there: now, not yet, or never more. */
export type Verdict =
  | { readonly verdict: 'met' }
  | { readonly verdict: 'waiting' }
  | { readonly verdict: 'impossible'; readonly reason: string };

const met: Verdict = { verdict: 'met' };
const waiting: Verdict = { verdict: 'waiting' };

/** The dependencies of a container: `dependsOn`, and `links`, which mean START. */
export const dependenciesOf = (definition: ContainerDefinition): ContainerDependency[] => [
  ...(definition.dependsOn ?? []),
  ...linksOf(definition).map(({ containerName }) => ({
    containerName,
    condition: 'START' as const,
  })),
];

/** May this container start? */
export function dependencyVerdict(definition: ContainerDefinition, task: Task): Verdict {
  let result = met;
  for (const dependency of dependenciesOf(definition)) {
    const container = task.containers.find(({ name }) => name === dependency.containerName);
    const one = container === undefined ? met : conditionVerdict(dependency, container);
    if (one.verdict === 'impossible') return one;
    if (one.verdict === 'waiting') result = waiting;
  }
  return result;
}

function conditionVerdict({ condition }: ContainerDependency, container: Container): Verdict {
  const stopped = container.lastStatus === 'STOPPED';
  const impossible = (found: string): Verdict => ({
    verdict: 'impossible',
    reason: `container ${container.name} must reach ${condition}, but it ${found}`,
  });
  if (stopped && !container.started) return impossible('never started');
  switch (condition) {
    case 'COMPLETE':
      return stopped ? met : waiting;
    case 'SUCCESS':
      if (!stopped) return waiting;
      return container.exitCode === 0 ? met : impossible(`exited with ${container.exitCode}`);
    case 'HEALTHY':
      if (stopped) return impossible('has stopped');
      return container.healthStatus === 'HEALTHY' ? met : waiting;
    default:
      return container.started ? met : waiting;
  }
}

/** Stop order is the reverse of start order: is nothing alive any more that depends on it? */
export const mayStop = (
  name: string,
  definitions: readonly ContainerDefinition[],
  task: Task,
): boolean =>
  definitions.every((definition) => {
    const depends = dependenciesOf(definition).some(({ containerName }) => containerName === name);
    const dependent = task.containers.find((container) => container.name === definition.name);
    return !depends || dependent === undefined || dependent.lastStatus === 'STOPPED';
  });
