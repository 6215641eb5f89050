import type { Service } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Changes } from './ledger.ts';

interface Known {
  readonly failedTasks: number;
  /** Without one that became healthy in between. */
  readonly inARow: number;
  readonly failed: boolean;
  /** When the last failure was counted; undefined: it is not known. */
  readonly lastAt: number | undefined;
}

const FIRST_DELAY = 10_000;
const LONGEST_DELAY = 27 * 60_000;

/** Starts are throttled after failures, given up after a failed deployment, and reset by success. */
export class Failures {
  #known = new Map<string, Known>();

  constructor(readonly timeScale: number) {}

  restart(state: State): void {
    this.#known = new Map();
    for (const service of state.services.values()) this.#note(service, undefined);
  }

  check(step: Stepped, { tasks }: Changes): void {
    for (const { before, after } of tasks) {
      if (after?.serviceArn === undefined || after.deploymentId === undefined) continue;
      const known = this.#known.get(after.deploymentId);
      const service = step.state.services.get(after.serviceArn);
      const now = service?.deployments.find(({ id }) => id === after.deploymentId);
      if (known === undefined || now === undefined) continue;
      if (before === undefined) {
        this.#checkStart(step, known, now.rolloutState === 'FAILED', now.consecutiveFailures);
      } else if (before.readiness !== 'HEALTHY' && after.readiness === 'HEALTHY') {
        insist(
          now.consecutiveFailures === 0 || now.failedTasks > known.failedTasks,
          'reset',
          () => `${after.taskArn} is healthy, and ${now.consecutiveFailures} failures still count`,
        );
      }
    }
    for (const record of step.records) {
      if (record.type !== 'ServiceChanged' && record.type !== 'ServiceCreated') continue;
      const arn = record.type === 'ServiceChanged' ? record.serviceArn : record.service.serviceArn;
      const service = step.state.services.get(arn);
      if (service !== undefined) this.#note(service, step.now);
    }
  }

  #checkStart({ now }: Stepped, known: Known, failed: boolean, inARow: number): void {
    insist(!known.failed || !failed, 'failed deployment', () => 'it started another task');
    if (known.lastAt === undefined || known.inARow < 3 || inARow < known.inARow) return;
    let delay = FIRST_DELAY;
    for (let n = 3; n < known.inARow && delay < LONGEST_DELAY; n += 1) delay += delay;
    const least = Math.min(delay, LONGEST_DELAY) / this.timeScale;
    insist(
      now - known.lastAt >= least - 1,
      'throttle',
      () =>
        `${known.inARow} failures in a row, and a start only ${now - (known.lastAt ?? 0)} ms later`,
    );
  }

  #note({ deployments }: Service, now: number | undefined): void {
    for (const { id, failedTasks, consecutiveFailures, rolloutState } of deployments) {
      const before = this.#known.get(id);
      const more = before === undefined || failedTasks > before.failedTasks;
      this.#known.set(id, {
        failedTasks,
        inARow: consecutiveFailures,
        failed: rolloutState === 'FAILED',
        lastAt: more ? now : before.lastAt,
      });
    }
  }
}
