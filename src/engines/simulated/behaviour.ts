import type { ContainerSpec, HealthCheckSpec, InstanceSpec } from '../../core/effects.ts';
import type { HealthStatus } from '../../core/model/task.ts';

/** How containers of an image behave; all times in milliseconds. What is left out does not happen. */
export interface Behaviour {
  /** Default 50. */
  readonly pull?: number;
  /** The pull fails with this text. */
  readonly pullError?: string | undefined;
  /** Default 20. */
  readonly start?: number;
  /** Printed as soon as it runs. */
  readonly lines?: readonly string[];
  /** Printed again and again, numbered from 1. */
  readonly tick?: { readonly every: number; readonly line: string };
  /** Ends by itself, that long after its start. */
  readonly exit?: { readonly after: number; readonly code: number };
  /** This share of the containers (0–1) ends at a random moment within that time. */
  readonly crash?: { readonly rate: number; readonly within: number; readonly code: number };
  /** A health check, the container's own or a target group's, would succeed from then on; default 0. */
  readonly healthyAfter?: number;
  /** A health check would fail from then on. */
  readonly sickAfter?: number;
  /** What it does on the stop signal; default: exits with 0 after 10 ms. */
  readonly stop?: 'ignored' | { readonly after: number; readonly code: number };
}

/** A behaviour, or one that depends on what the task definition asks for. */
export type BehaviourSource = Behaviour | ((container: ContainerSpec) => Behaviour);

/** How EC2 instances of a type behave; all times in milliseconds. */
export interface InstanceBehaviour {
  /** From asked for until it is running. Default 500. */
  readonly start?: number;
  /** From running until its agent is up. Default 2,000. */
  readonly boot?: number;
  /** From asked to stop, or to terminate, until it is down. Default 500. */
  readonly stop?: number;
  /** This share of the starts (0–1) fails; `reason` in the words of EC2. */
  readonly startFailure?: { readonly rate: number; readonly reason?: string };
  /** On this share of the starts (0–1) no agent comes up. */
  readonly bootFailure?: { readonly rate: number };
  /** This share of the starts (0–1) ends in a crash at a random moment within that time. */
  readonly crash?: { readonly rate: number; readonly within: number };
}

/** A behaviour, or one that depends on the instance. */
export type InstanceBehaviourSource =
  | InstanceBehaviour
  | ((instance: InstanceSpec) => InstanceBehaviour);

export const DEFAULT_INSTANCE_TIMES = { start: 500, boot: 2000, stop: 500 } as const;
export const DEFAULT_TIMES = {
  provision: 30,
  pull: 50,
  start: 20,
  deprovision: 20,
  startLoadBalancer: 200,
} as const;
export const DEFAULT_STOP = { after: 10, code: 0 } as const;

/**
 * When a container's health status changes, in milliseconds after its start. Docker's rule: a
 * probe each `interval`, the first after one; a success is HEALTHY; `retries` failures in a row
 * are UNHEALTHY, those within `startPeriod` before the first success not counted.
 */
export function healthTransitions(
  check: HealthCheckSpec,
  { healthyAfter = 0, sickAfter = Number.POSITIVE_INFINITY }: Behaviour,
): { at: number; status: HealthStatus }[] {
  const probeFrom = (time: number) =>
    Math.max(1, Math.ceil(time / check.interval)) * check.interval;
  const failures = Math.max(1, check.retries) - 1;
  const firstSuccess = probeFrom(healthyAfter);
  const succeeds = firstSuccess < sickAfter;
  const counted = probeFrom(check.startPeriod);
  const failsEarly = counted + failures * check.interval;
  const transitions: { at: number; status: HealthStatus }[] = [];
  if (!succeeds || failsEarly < firstSuccess)
    transitions.push({ at: failsEarly, status: 'UNHEALTHY' });
  if (!succeeds) return transitions;
  transitions.push({ at: firstSuccess, status: 'HEALTHY' });
  if (sickAfter < Number.POSITIVE_INFINITY)
    transitions.push({
      at: probeFrom(sickAfter) + failures * check.interval,
      status: 'UNHEALTHY',
    });
  return transitions;
}

/**
 * The same from a moment on (milliseconds after its start) at which a fault came or went. While one
 * is in force every probe fails.
 */
export function healthTransitionsFrom(
  age: number,
  check: HealthCheckSpec,
  behaviour: Behaviour,
  isDisturbed: boolean,
): { at: number; status: HealthStatus }[] {
  const next = (Math.floor(age / check.interval) + 1) * check.interval;
  const failures = Math.max(1, check.retries) - 1;
  if (isDisturbed) {
    const from = Math.max(next, Math.ceil(check.startPeriod / check.interval) * check.interval);
    return [{ at: from + failures * check.interval, status: 'UNHEALTHY' }];
  }
  const all = healthTransitions(check, behaviour);
  const now = all.findLast(({ at }) => at <= age);
  const later = all.filter(({ at }) => at > next);
  const first = all.find(({ at }) => at > age && at <= next) ?? now;
  return first === undefined ? later : [{ at: next, status: first.status }, ...later];
}
