/**
 * What a step may know of the world outside: the time, fresh ids and the limits in force.
 * `src/core` reads no clock and no random source; both come in here, so that the same inputs
 * and the same `Env` give the same records.
 */
export interface Env {
  /** Milliseconds since the epoch. Never goes backwards between two steps. */
  readonly now: number;
  /** Divides every delay of the orchestration (health intervals, the 40 s rule, back-off …). ≥ 1. */
  readonly timeScale: number;
  readonly ids: IdSource;
}

/** Source of ids; seeded in tests, cryptographic in the runtime. */
export interface IdSource {
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` decimal digits, the first of them not zero. */
  digits(length: number): string;
}

/** A delay of the orchestration in milliseconds of this runtime. */
export const scaled = (env: Pick<Env, 'timeScale'>, milliseconds: number): number =>
  milliseconds / env.timeScale;
