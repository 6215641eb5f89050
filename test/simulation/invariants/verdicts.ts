import type { Deployment, Service, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import { type Changes, checkedContainers, type Ledger } from './ledger.ts';

const FIRST_DELAY = 10_000;
const LONGEST_DELAY = 27 * 60_000;
const BY_ITSELF = ['TaskFailedToStart', 'EssentialContainerExited'];

/** What the orchestrator makes of its tasks: who is ready, who failed, what that leads to. */
export class Verdicts {
  /** Deployments as they were after the step before. */
  #known = new Map<string, Deployment>();

  constructor(readonly timeScale: number) {}

  restart(state: State): void {
    this.#known = new Map();
    for (const service of state.services.values()) this.#note(service);
  }

  check(ledger: Ledger, step: Stepped, changes: Changes): void {
    if (step.input.type === 'TimePassed') checkReady(ledger, step);
    this.#checkFailures(step, changes);
    for (const service of servicesChanged(step)) {
      for (const deployment of service.deployments) {
        const before = this.#known.get(deployment.id);
        this.#checkDelay(step, before, deployment);
        const completed = deployment.rolloutState === 'COMPLETED';
        if (completed && before?.rolloutState === 'IN_PROGRESS') {
          checkCompleted(ledger, step, service);
        }
      }
      this.#note(service);
    }
  }

  /** Each failed start counts once, and nothing else does. */
  #checkFailures({ state }: Stepped, { tasks }: Changes): void {
    const starts = new Map<string, number>();
    const concerned = new Map<string, string>();
    for (const { before, after } of tasks) {
      if (after?.deploymentId === undefined || after.serviceArn === undefined) continue;
      concerned.set(after.deploymentId, after.serviceArn);
      if (!isFailedStart(before, after)) continue;
      starts.set(after.deploymentId, (starts.get(after.deploymentId) ?? 0) + 1);
    }
    for (const [id, serviceArn] of concerned) {
      const before = this.#known.get(id);
      const after = state.services.get(serviceArn)?.deployments.find((one) => one.id === id);
      if (before === undefined || after === undefined) continue;
      const counted = after.failedTasks - before.failedTasks;
      insist(
        counted === (starts.get(id) ?? 0),
        'failed starts',
        () => `${id} counts ${counted} more failed tasks: it was ${starts.get(id) ?? 0}`,
      );
    }
  }

  /** Starts are put off by 10 s after the third failure in a row, then twice that, to 27 min. */
  #checkDelay(
    { now }: Stepped,
    before: Deployment | undefined,
    { id, throttledUntil, consecutiveFailures }: Deployment,
  ): void {
    if (throttledUntil === undefined || throttledUntil === before?.throttledUntil) return;
    let delay = FIRST_DELAY;
    for (let n = 3; n < consecutiveFailures && delay < LONGEST_DELAY; n += 1) delay *= 2;
    const expected = Math.min(delay, LONGEST_DELAY) / this.timeScale;
    insist(
      Math.abs(throttledUntil - now - expected) <= 1,
      'throttle delay',
      () =>
        `${id} waits ${throttledUntil - now} ms after ${consecutiveFailures} failures: ` +
        `expected ${expected}`,
    );
  }

  #note({ deployments }: Service): void {
    for (const deployment of deployments) this.#known.set(deployment.id, deployment);
  }
}

const servicesChanged = ({ records, state }: Stepped): Service[] => {
  const arns = records.flatMap((record) => {
    if (record.type === 'ServiceCreated') return [record.service.serviceArn];
    return record.type === 'ServiceChanged' ? [record.serviceArn] : [];
  });
  return [...new Set(arns)].flatMap((arn) => state.services.get(arn) ?? []);
};

/** When all that was due has been looked at, who serves is known to, and who does not any more. */
function checkReady(ledger: Ledger, { state, now }: Stepped): void {
  for (const task of ledger.tasks.values()) {
    if (task.serviceArn === undefined) continue;
    insist(
      task.readiness === 'HEALTHY' || !ledger.isHealthy(state, task, now, true),
      'ready in time',
      () => `${task.taskArn} serves, and is still ${task.readiness}`,
    );
    const runs = task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING';
    insist(
      !runs || task.readiness === 'UNHEALTHY' || !ledger.isSurelyLost({ state, now }, task),
      'lost in time',
      () => `${task.taskArn} is on an instance that is lost, and still ${task.readiness}`,
    );
  }
}

/** It fell ill, or ended by itself, without ever having been ready. */
function isFailedStart(before: Task | undefined, after: Task): boolean {
  if (before !== undefined && before.readiness !== 'STARTING') return false;
  if (before?.desiredStatus === 'STOPPED') return false;
  if (after.readiness === 'UNHEALTHY') return true;
  return after.readiness === 'STARTING' && BY_ITSELF.includes(after.stopCode ?? '');
}

/** A rollout is done only when each check has passed; a task may start then to balance the zones. */
function checkCompleted(ledger: Ledger, step: Stepped, service: Service): void {
  const { state, now, records } = step;
  if (records.some(({ type }) => type === 'TaskCreated')) return;
  const definition = state.taskDefinitions.get(service.taskDefinition ?? '');
  if (definition === undefined) return;
  const asked = service.deployments[0]?.loadBalancers ?? [];
  if (checkedContainers(definition).length + asked.length === 0) return;
  for (const task of ledger.tasksOf(service.serviceArn)) {
    insist(
      ledger.serves(state, task, now, false),
      'completed too soon',
      () => `${service.serviceName} completed its deployment, and ${task.taskArn} does not serve`,
    );
  }
}
