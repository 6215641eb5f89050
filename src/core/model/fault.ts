import type { Disturbance } from '../effects.ts';
import type { FaultName } from '../faults/faults.ts';

/** A fault that somebody caused. One that is in force has no `endedAt`. */
export interface Fault {
  /** `fault-` and 12 hexadecimal digits. */
  readonly faultId: string;
  readonly account: string;
  readonly region: string;
  readonly fault: FaultName;
  /** ARN of the task or the EC2 instance that it hit, or the name of the zone. */
  readonly targetArn: string;
  /** What it does, in one sentence for people. */
  readonly description: string;
  /** What the engine was asked to do to tasks. */
  readonly disturbances: readonly { readonly taskArn: string; readonly disturbance: Disturbance }[];
  /** All times in milliseconds since the epoch. */
  readonly beganAt: number;
  /** When it ends by itself; that of one that is over at once is `beganAt`. */
  readonly endsAt: number;
  /** Null: it is in force. */
  readonly endedAt: number | null;
  /** `undone`: by somebody, before its time; `gone`: its task has stopped. Null: it is in force. */
  readonly endedBy: 'itself' | 'undone' | 'gone' | 'failure' | null;
  /** Why the engine could not do it. */
  readonly failure: string | null;
  /** When it ends, or is no longer shown. */
  readonly dueAt: number;
}
