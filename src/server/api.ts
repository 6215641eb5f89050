import type { GradeReport } from '../../grader/result.ts';
import type { Bill } from '../core/cost/bill.ts';
import type { Breakdown } from '../core/cost/breakdown.ts';
import type { Period } from '../core/cost/periods.ts';
import type { Usage } from '../core/cost/usage.ts';
import type { FaultKind, FaultName } from '../core/faults/faults.ts';
import type { EngineName } from '../engines/engine.ts';

export type * from './cluster-picture.ts';
export type { TerminalMessage, TerminalRequest } from './terminal/messages.ts';

/**
 * The runtime's own HTTP interface, for the workbook's pages; all paths under `/_workbook/`.
 *
 * | request | answer |
 * |---|---|
 * | GET status | `RuntimeStatus` |
 * | GET cluster | server-sent events, each a `ClusterPicture`; one at once, then on each change; events named `flow`, each a `Flow`, while requests come through load balancers |
 * | GET cost?month=2026-11&cluster=NAME | `CostReport`; month `all`, or this one; all clusters |
 * | GET history?after=COMMIT | `History`; without `after` all that is known |
 * | GET history/picture?at=MILLISECONDS | `ClusterPicture` as it was then |
 * | GET faults | `FaultList` |
 * | POST faults {fault, target, …} * | `FaultPicture` |
 * | POST faults/ID/undo * | `FaultPicture` |
 * | GET labs/LAB/checks | server-sent events, each a `GradeReport`; one at once, then on each change |
 * | GET labs/LAB/progress | `Progress` |
 * | POST labs/LAB/progress * | `Progress`; what the body (a `Progress`) knows more or newer is added |
 * | GET labs/LAB/outputs | what the steps last printed, by their ids |
 * | POST labs/LAB/steps/STEP/run * | newline-delimited JSON, each a `StepOutput`, the last an exit |
 * | GET labs/LAB/steps/STEP/follow | the same of a run under way, from its beginning; else 404 |
 * | POST labs/LAB/steps/STEP/reset * | `Progress`; forgets how it ran, and touches nothing else |
 * | POST labs/LAB/quiz/QUIZ {choice} | `Progress` |
 * | GET labs/LAB/stuck?check=ID | `StuckReport`; `step=ID` instead, or neither: of the whole lab |
 * | POST labs/LAB/reset * | `Progress` |
 * | GET terminal | WebSocket: `TerminalRequest`s and `TerminalMessage`s; the token comes in the first |
 *
 * Calls marked * change what runs: they need `Authorization: Bearer TOKEN`, the token that `npm start`
 * prints. `?account=` (12 digits) chooses whose cluster; default 000000000000.
 */
export interface RuntimeStatus {
  readonly version: string;
  readonly engine: EngineName;
  readonly engineDescription: string;
  /** False: why, in words for people, is in `unavailableReason`. */
  readonly available: boolean;
  readonly unavailableReason?: string | undefined;
  /** Why security groups do not filter, for people; undefined: they do, or are not needed yet. */
  readonly unfilteredReason?: string | undefined;
  readonly timeScale: number;
  readonly account: string;
  readonly region: string;
  readonly docker: boolean;
}

/** What can be looked at of the past, and what happened in it. */
export interface History {
  /** Milliseconds since the epoch: there are pictures from then … */
  readonly from: number;
  /** … to then, which is now by the runtime's clock. */
  readonly to: number;
  /** Oldest first. Of a very long list the oldest are missing. */
  readonly moments: readonly Moment[];
}

/** Something that happened. */
export interface Moment {
  /** Of its commit; several may share one. Ask for those `after` it to hear what came since. */
  readonly sequence: number;
  readonly at: number;
  readonly kind: MomentKind;
  /** In a sentence, without a full stop. */
  readonly text: string;
}

/** `failure`: what nobody wanted, of a task, a deployment or an instance. */
export type MomentKind =
  | 'cluster'
  | 'service'
  | 'deployment'
  | 'task'
  | 'instance'
  | 'fault'
  | 'failure';

export type StepOutput =
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'exit'; readonly code: number }
  /** It was passed over; `reason` says what it needs. */
  | { readonly type: 'passedOver'; readonly reason: string };

/** What happens on AWS by itself, to be caused on purpose. */
export interface FaultRequest {
  readonly fault: FaultName;
  /** Id or ARN of a task or an instance, the name of a zone, or the name or ARN of a service. */
  readonly target: string;
  /** Of the task; default: its first essential one that runs. */
  readonly container?: string | undefined;
  /** 1–3600, before the time scale; default: as the vocabulary says. */
  readonly seconds?: number | undefined;
  /** Milliseconds, of `slow-network`. */
  readonly delay?: number | undefined;
  readonly region?: string | undefined;
  /** Only say what would happen. */
  readonly preview?: boolean | undefined;
}

/** One fault that was caused, or (without `faultId`) that would be. */
export interface FaultPicture {
  readonly faultId?: string | undefined;
  readonly fault: FaultName;
  readonly targetArn: string;
  /** Tasks that it disturbs. */
  readonly taskArns: readonly string[];
  /** What it does, and where that is seen, in sentences. */
  readonly description: string;
  readonly look: string;
  /** What undoing it does; null: it cannot be undone (any more). */
  readonly undo: string | null;
  /** Milliseconds since the epoch, by the runtime's clock. */
  readonly beganAt: number;
  /** When it ends by itself; `beganAt` when it is over at once. */
  readonly endsAt: number;
  /** Null: it is in force. */
  readonly endedAt: number | null;
  /** Why it could not be done; null: it was, as far as is known. */
  readonly failure: string | null;
}

/** The vocabulary, and the faults of the last hour, newest first. */
export interface FaultList {
  readonly now: number;
  readonly timeScale: number;
  readonly vocabulary: Readonly<Record<FaultName, FaultKind>>;
  readonly faults: readonly FaultPicture[];
}

export interface Progress {
  readonly lab: string;
  readonly steps: Readonly<Record<string, StepRun>>;
  /** Index of the choice made, by quiz id. */
  readonly quiz: Readonly<Record<string, number>>;
  /** All times in milliseconds since the epoch. */
  readonly answeredAt?: Readonly<Record<string, number>> | undefined;
  /** When the run of a step was forgotten, by its id, so that no other place brings it back. */
  readonly forgotten?: Readonly<Record<string, number>> | undefined;
  /** When the lab was last reset; undefined: never. */
  readonly resetAt?: number | undefined;
  /** When it was last added to from a file: what was reset or forgotten before then may be here. */
  readonly importedAt?: number | undefined;
  /** When all checks passed last: they need not any more, after the clean-up. */
  readonly solvedAt?: number | undefined;
  /** The last report, if the checks ran. */
  readonly report?: GradeReport | undefined;
  /** The step that runs now. */
  readonly running?: { readonly step: string; readonly startedAt: number } | undefined;
}

/** How a step last ran. */
export interface StepRun {
  readonly status: 'done' | 'failed' | 'passedOver';
  /** Undefined, as the following: it ran before this was kept. */
  readonly endedAt?: number | undefined;
  /** Exit status. */
  readonly code?: number | undefined;
  /** Why it was passed over. */
  readonly reason?: string | undefined;
}

/** What may be in the way of somebody who does a lab, as the runtime sees it. */
export interface StuckReport {
  readonly lab: string;
  readonly account: string;
  /** Milliseconds since the epoch, by the runtime's clock. */
  readonly now: number;
  /** What most likely matters first; empty: nothing is in the way as far as the runtime sees. */
  readonly observations: readonly Observation[];
}

/** Something that is so now, in words for people. */
export interface Observation {
  /** "Service cats", "Check: The cluster is active". */
  readonly about: string;
  /** In sentences. */
  readonly says: string;
  /** What a program printed last, line by line. */
  readonly lines?: readonly string[] | undefined;
  /** What may help. */
  readonly tries: readonly { readonly say: string; readonly command?: string | undefined }[];
}

/** What ran in an account, and what AWS would have charged for it. */
export interface CostReport {
  readonly account: string;
  /** Null: all clusters, and instances that are in none. */
  readonly cluster: string | null;
  /** Milliseconds since the epoch; until then what still runs is billed. */
  readonly now: number;
  /** What ran before then may be missing, since the journal was shortened; null: nothing is. */
  readonly since: number | null;
  readonly period: Period;
  readonly timeScale: number;
  /** All that is billed in the period; what a bill with other inputs is made from. */
  readonly usage: Usage;
  /** On demand, by the seconds that really passed. */
  readonly bill: Bill;
  readonly breakdown: Breakdown;
  /**
   * The same with each run as long as it would have been without `timeScale` (as it is now: it is
   * not known what it was before); null when that is 1.
   */
  readonly scaledBill: Bill | null;
}
