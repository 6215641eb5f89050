import type { Service, Task } from '../../../src/core/model/index.ts';
import { insist } from '../violation.ts';
import { isOutOfReach, verdictsOn } from './behind.ts';
import type { Stepped } from './invariants.ts';
import { checkedContainers, type Ledger } from './ledger.ts';
import { haveTheirShares } from './task-sets.ts';

/** Every active service is steady, has work queued, or says what blocks it. */
export function checkLimbo(ledger: Ledger, step: Stepped): void {
  for (const service of step.state.services.values()) {
    if (service.status !== 'ACTIVE' || service.schedulingStrategy === 'DAEMON') continue;
    const tasks = ledger.tasksOf(service.serviceArn);
    insist(
      (isSteady(service, tasks) && !tasks.some((task) => ledger.isSurelyLost(step, task))) ||
        hasWork(step, service, tasks) ||
        blockedBy(service) !== undefined,
      'limbo',
      () =>
        `${service.serviceName} wants ${service.desiredCount}, has ${tasks.length} tasks in ` +
        `${service.deployments.length} deployments, nothing is under way, and it says only: ` +
        service.events
          .slice(0, 3)
          .map(({ message }) => message)
          .join(' | '),
    );
  }
}

export const isSteady = (service: Service, tasks: readonly Task[]): boolean =>
  service.deploymentController.type === 'EXTERNAL'
    ? haveTheirShares(service, tasks)
    : hasItsTasks(service, tasks);

const hasItsTasks = (service: Service, tasks: readonly Task[]): boolean =>
  service.deployments.length === 1 &&
  tasks.length === service.desiredCount &&
  tasks.every(
    ({ lastStatus, desiredStatus, deploymentId }) =>
      lastStatus === 'RUNNING' &&
      desiredStatus === 'RUNNING' &&
      deploymentId === service.deployments[0]?.id,
  );

/** Something will happen to it without anybody asking. */
const hasWork = ({ state }: Stepped, service: Service, tasks: readonly Task[]): boolean =>
  service.dueAt !== null ||
  tasks.some((task) => {
    if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return true;
    if (task.dueAt !== null) return true;
    // A load balancer will say how it is, or its users have cut it off.
    if (verdictsOn(state, task).includes('UNKNOWN') || isOutOfReach(state, task)) return true;
    const definition = state.taskDefinitions.get(task.taskDefinitionArn);
    const checked = definition === undefined ? [] : checkedContainers(definition);
    return task.containers.some(
      ({ name, healthStatus }) => checked.includes(name) && healthStatus === 'UNKNOWN',
    );
  });

/** In words; undefined: nothing that it speaks of. */
export function blockedBy(service: Service): string | undefined {
  if (service.placementBlocked !== null) return service.placementBlocked;
  if (service.deployments[0]?.rolloutState === 'FAILED') return 'the deployment failed';
  // What load balancers are about is said in between.
  const recent = service.events.slice(0, service.loadBalancers === undefined ? 3 : 10);
  return recent
    .map(({ message }) => message)
    .find((message) => BLOCKS.some((words) => message.includes(words)));
}

const BLOCKS = [
  'was unable to place a task',
  'was unable to stop or start tasks during a deployment',
  'is unable to consistently start tasks successfully',
  'protected',
];
