import type { Scope } from '../core/arn.ts';
import type { CommandName, CommandOutput, Commands } from '../core/commands.ts';
import type { StateRecord } from '../core/records.ts';
import type { State } from '../core/state.ts';
import type { Engine, EngineName, EngineStatus } from '../engines/engine.ts';
import type { LogStore } from './logs/log-store.ts';

/** What the AWS front, the server and the pages may use of the orchestrator. */
export interface ControlPlane {
  /** Names this data folder; marks everything its engine makes. */
  readonly installId: string;
  readonly timeScale: number;
  readonly engine: {
    readonly name: EngineName;
    readonly description: string;
    readonly status: EngineStatus;
  } & Pick<Engine, 'unfiltered' | 'whyNotDisturb' | 'statsOf' | 'detailsOf'>;
  /** The live state, to read from and never to change. Ask for it anew rather than keeping it. */
  readonly state: State;
  readonly logs: LogStore;
  /** Milliseconds since the epoch, by the runtime's clock. */
  now(): number;

  /**
   * Resolves once the command's records are durable. Rejects with `Refusal` when the command is
   * not valid (nothing has changed) and with `Unavailable` when the journal cannot be written.
   */
  execute<N extends CommandName>(
    name: N,
    scope: Scope,
    input: Commands[N]['input'],
  ): Promise<CommandOutput<N>>;

  /** The connection of the agent of an EC2 instance came or went. */
  agentConnectionChanged(instanceArn: string, connected: boolean): void;

  /** Calls back after each commit, in order, until the answer is called. */
  subscribe(listener: (commit: Commit) => void): () => void;

  /** The journal from that sequence number on, oldest first. */
  history(fromSequence?: number): Iterable<Commit>;

  /** The last that many commits at least, or all; see `Journal`. */
  recentHistory(commits: number): Iterable<Commit>;

  /**
   * Takes no more commands, waits for what is under way, and closes journal and engine.
   * `keep: false` stops and removes all containers first, leaving the desired state as it is, so
   * that the services' tasks come back at the next start.
   */
  close(options: { readonly keep: boolean }): Promise<void>;
}

/** One durable batch of records. */
export interface Commit {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly records: readonly StateRecord[];
}

/** The runtime cannot take writes; `message` says what happened and what to do. HTTP 503 at the front. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
