import type { Deployment, Service, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import { alarmsThatFailed } from './alarms.ts';
import type { Stepped } from './invariants.ts';

/** The breaker opens when so many tasks failed and no sooner, and leads back where it should. */
export class CircuitBreakers {
  /** Task definition of what each service completed last. */
  readonly #completed = new Map<string, string>();
  /** The primary deployment that each service had after the step before. */
  readonly #primaries = new Map<string, string>();

  restart(state: State): void {
    this.#completed.clear();
    this.#primaries.clear();
    for (const service of state.services.values()) {
      if (service.lastCompleted !== null) {
        this.#completed.set(service.serviceArn, service.lastCompleted.taskDefinition);
      }
      this.#remember(service);
    }
  }

  check(step: Stepped): void {
    const { state, input, records } = step;
    const changed = new Set(
      records.flatMap((record) =>
        record.type === 'ServiceChanged'
          ? [record.serviceArn]
          : record.type === 'ServiceCreated'
            ? [record.service.serviceArn]
            : [],
      ),
    );
    for (const arn of changed) {
      const service = state.services.get(arn);
      if (service === undefined) continue;
      if (records.some((record) => record.type === 'ServiceCreated')) this.#completed.delete(arn);
      const byHand =
        input.type === 'Command' &&
        (input.command.name === 'UpdateService' || input.command.name === 'StopServiceDeployment');
      if (!byHand) this.#checkRollback(service, step);
      checkThreshold(service);
      this.#remember(service);
    }
  }

  #checkRollback(service: Service, step: Stepped): void {
    const [primary] = service.deployments;
    const before = this.#primaries.get(service.serviceArn);
    if (primary === undefined || before === undefined || before === primary.id) return;
    const expected = this.#completed.get(service.serviceArn);
    insist(
      primary.taskDefinition === expected,
      'rollback',
      () =>
        `${service.serviceName} goes back to ${primary.taskDefinition}: last completed ${expected}`,
    );
    const failed = service.deployments.find(({ id }) => id === before);
    if (failed === undefined || alarmsThatFailed(step, service) !== undefined) return;
    insist(
      failuresCounted(service, failed) >= threshold(service),
      'circuit breaker',
      () => `${service.serviceName} rolled back after ${failed.failedTasks} failed tasks`,
    );
  }

  #remember(service: Service): void {
    const [primary] = service.deployments;
    if (primary === undefined) this.#primaries.delete(service.serviceArn);
    else this.#primaries.set(service.serviceArn, primary.id);
    if (primary?.rolloutState === 'COMPLETED') {
      this.#completed.set(service.serviceArn, primary.taskDefinition);
    }
  }
}

function checkThreshold(service: Service): void {
  const [primary] = service.deployments;
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  if (primary === undefined || service.status !== 'ACTIVE' || !breaker?.enable) return;
  if (primary.rolloutState !== 'IN_PROGRESS') return;
  insist(
    failuresCounted(service, primary) < threshold(service),
    'circuit breaker',
    () =>
      `${service.serviceName} goes on after ${primary.consecutiveFailures} failed tasks: ` +
      `desired ${service.desiredCount}, threshold ${threshold(service)}`,
  );
}

const failuresCounted = (service: Service, deployment: Deployment): number =>
  service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask === false
    ? deployment.failedTasks
    : deployment.consecutiveFailures;

/** Counted up in whole tasks until they are that share of the desired ones. */
function threshold({ desiredCount, deploymentConfiguration }: Service): number {
  const given = deploymentConfiguration.deploymentCircuitBreaker?.thresholdConfiguration;
  const { type = 'BOUNDED_PERCENT', value = 50 } = given ?? {};
  if (type === 'COUNT') return value;
  const bounded = type === 'BOUNDED_PERCENT';
  let tasks = bounded ? 3 : 1;
  while (tasks * 100 < desiredCount * value && !(bounded && tasks >= 200)) tasks += 1;
  return tasks;
}

/** A task may be found unhealthy when its grace period is over. A later, longer one spares it not. */
export function checkGrace(state: State, task: Task, now: number, timeScale: number): void {
  const service = state.services.get(task.serviceArn ?? '');
  const grace = ((service?.healthCheckGracePeriodSeconds ?? 0) * 1000) / timeScale;
  const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
  const isPrimary = service?.deployments[0]?.id === task.deploymentId;
  if (!isPrimary || task.draining || instance?.disconnectedAt != null) return;
  insist(
    now - (task.startedAt ?? now) >= grace - 1,
    'grace period',
    () => `${task.taskArn} was found unhealthy ${now - (task.startedAt ?? now)} ms after its start`,
  );
}
