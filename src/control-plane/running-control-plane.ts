import type { Scope } from '../core/arn.ts';
import type { Command, CommandName, CommandOutput, Commands } from '../core/commands.ts';
import type { State } from '../core/state.ts';
import type { Engine } from '../engines/engine.ts';
import { type Commit, type ControlPlane, Unavailable } from './control-plane.ts';
import type { EngineLink } from './engine-link.ts';
import type { Journal } from './journal/journal.ts';
import type { Logs } from './logs/open-logs.ts';
import type { Snapshotter } from './snapshotter.ts';
import { stopAll } from './stop-all.ts';
import type { Subscribers } from './subscribers.ts';
import type { Writer } from './writer.ts';

/** What an open control plane is made of. */
export interface Parts {
  readonly installId: string;
  readonly timeScale: number;
  readonly writer: Writer;
  readonly journal: Journal;
  readonly snapshotter: Snapshotter;
  readonly subscribers: Subscribers;
  readonly link: EngineLink;
  readonly engine: Engine;
  readonly logs: Logs;
  now(): number;
  report(line: string): void;
  /** Closes everything, engine first. */
  closeParts(): Promise<void>;
}

/** The control plane as the rest of the program sees it. */
export class RunningControlPlane implements ControlPlane {
  readonly installId: string;
  readonly timeScale: number;
  readonly engine: ControlPlane['engine'];
  readonly #parts: Parts;
  #closed: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { engine, link } = parts;
    this.#parts = parts;
    this.installId = parts.installId;
    this.timeScale = parts.timeScale;
    this.engine = {
      name: engine.name,
      description: engine.description,
      statsOf: engine.statsOf?.bind(engine),
      detailsOf: engine.detailsOf?.bind(engine),
      get status() {
        return link.status;
      },
      whyNotDisturb: (taskArn, disturbance) => engine.whyNotDisturb(taskArn, disturbance),
      get unfiltered() {
        return engine.unfiltered;
      },
    };
  }

  get state(): State {
    return this.#parts.writer.state;
  }

  get logs() {
    return this.#parts.logs.store;
  }

  now(): number {
    return this.#parts.now();
  }

  async execute<N extends CommandName>(
    name: N,
    scope: Scope,
    input: Commands[N]['input'],
  ): Promise<CommandOutput<N>> {
    if (this.#closed !== undefined) throw stopping();
    const command = { name, scope, input };
    if (!isCommand(command)) throw new Error(`There is no command ${name}.`);
    const output = await this.#parts.writer.execute(command);
    if (!isOutputOf(name, output)) throw new Error(`${name} was done but answered nothing.`);
    return output;
  }

  agentConnectionChanged(instanceArn: string, connected: boolean): void {
    this.#parts.link.observe({ type: 'AgentConnectionChanged', instanceArn, connected });
  }

  subscribe(listener: (commit: Commit) => void): () => void {
    return this.#parts.subscribers.add(listener);
  }

  history(fromSequence = 1): Iterable<Commit> {
    return this.#parts.journal.history(fromSequence);
  }

  recentHistory(commits: number): Iterable<Commit> {
    return this.#parts.journal.recent(commits);
  }

  close(options: { readonly keep: boolean }): Promise<void> {
    this.#closed ??= this.#close(options);
    return this.#closed;
  }

  async #close({ keep }: { readonly keep: boolean }): Promise<void> {
    const { writer, link, snapshotter, closeParts } = this.#parts;
    try {
      await writer.settled();
      if (keep) link.takeOver(() => {});
      else await this.#stopAll();
      snapshotter.close();
    } finally {
      writer.stop(stopping());
      await closeParts();
    }
  }

  async #stopAll(): Promise<void> {
    const { engine, link, report } = this.#parts;
    try {
      const { tasks, instances, loadBalancers } = this.state;
      const left = await stopAll(engine, link, {
        tasks: [...tasks.values()]
          .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
          .map(({ taskArn }) => taskArn),
        instances: [...instances.values()]
          .filter(({ state }) => state !== 'terminated')
          .map(({ instanceArn }) => instanceArn),
        loadBalancers: [...loadBalancers.keys()],
      });
      if (left.length === 0) return;
      report(
        `${left.length} tasks, instances or load balancers did not stop in time; the next start removes them.`,
      );
    } catch (error) {
      report(
        `The ${engine.name} engine could not be emptied: ${error}. The next start sees to what is left.`,
      );
    }
  }
}

const stopping = () => new Unavailable('The runtime is stopping and accepts nothing more.');

/** Holds by the signature of `execute`: `input` is what `Commands` gives the name. */
const isCommand = (command: {
  readonly name: CommandName;
  readonly scope: Scope;
  readonly input: Commands[CommandName]['input'];
}): command is Command => command.name.length > 0;

/** Holds by the contract of `step`: it answers each command with what `Commands` gives its name. */
const isOutputOf = <N extends CommandName>(
  _name: N,
  output: CommandOutput<CommandName> | undefined,
): output is CommandOutput<N> => output !== undefined;
