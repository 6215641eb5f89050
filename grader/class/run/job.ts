import type { Variant } from '../../../src/workbook/variant.ts';
import type { AwsTarget, LocalTarget } from '../../open-target.ts';
import type { GradeReport } from '../../result.ts';

/** Where a student's work is looked at: where it is, or in a file of what was seen before. */
export type Source = LiveSource | { readonly kind: 'evidence'; readonly file: string };

export interface LiveSource {
  readonly kind: 'live';
  readonly target: LocalTarget | AwsTarget;
  /** The account that the roster says it is. */
  readonly account?: string | undefined;
}

/** One student's work, as a worker is told to look at it. */
export interface Job {
  readonly source: Source;
  readonly variant: Variant;
  /** Milliseconds that one check may take. */
  readonly timeout: number;
}

/** What came of it: `evidence` as a file's text, where it was looked at live. */
export type Answer =
  | { readonly report: GradeReport; readonly evidence?: string | undefined }
  | { readonly problem: string };

/** What a worker is started with. */
export interface WorkerStart {
  /** Id of the lab. */
  readonly lab: string;
  /** Module with the checks as its default export. */
  readonly checks: string;
  /** One counter, which goes up as long as the worker's event loop turns. */
  readonly beats: Int32Array;
}

/** To the worker and back; `number` is the job's. */
export interface Order {
  readonly number: number;
  readonly job: Job;
}
export interface Delivery {
  readonly number: number;
  readonly answer: Answer;
}
