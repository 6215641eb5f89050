import type { Range } from '../range.ts';

/** What a person chooses in the simulator of rolling deployments. */
export interface Settings {
  /** Tasks that the service is to have. */
  readonly desired: number;
  /** In per cent of `desired`, as in the service's deploymentConfiguration. */
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** Tasks that fit on all instances together. */
  readonly capacity: number;
  /** Seconds from a task's placement until it is RUNNING. */
  readonly startTime: number;
  /** Seconds from RUNNING until its health check succeeds for the first time. */
  readonly healthTime: number;
  /** Per cent of the new tasks that exit before they are healthy. */
  readonly failureRate: number;
  /** Steers which of them; has no effect while `failureRate` is 0. */
  readonly seed: number;
}

export type SettingName = keyof Settings;

export const RANGES: Readonly<Record<SettingName, Range>> = {
  desired: { min: 1, max: 20, step: 1 },
  minimumHealthyPercent: { min: 0, max: 100, step: 5 },
  maximumPercent: { min: 100, max: 200, step: 5 },
  capacity: { min: 1, max: 40, step: 1 },
  startTime: { min: 1, max: 60, step: 1 },
  // The shortest interval that ECS takes for a health check is 5 seconds.
  healthTime: { min: 5, max: 60, step: 5 },
  failureRate: { min: 0, max: 100, step: 5 },
  seed: { min: 1, max: 9999, step: 1 },
};

export const SETTING_NAMES: readonly SettingName[] = [
  'desired',
  'minimumHealthyPercent',
  'maximumPercent',
  'capacity',
  'startTime',
  'healthTime',
  'failureRate',
  'seed',
];

export const sameSettings = (a: Settings, b: Settings): boolean =>
  SETTING_NAMES.every((name) => a[name] === b[name]);
