import type { Scope } from '../../core/arn.ts';
import type { Command, CommandName, CommandOutput, Commands } from '../../core/commands.ts';
import type { Input } from '../../core/input.ts';
import { emptyState } from '../../core/state.ts';
import { step } from '../../core/step.ts';
import type { Behaviour } from './behaviour.ts';
import { seededIds } from './seeded-ids.ts';
import { simulatedEngine } from './simulated-engine.ts';
import { virtualClock } from './virtual-clock.ts';
import { simulatedWorld } from './world.ts';

const SCOPE = { account: '000000000000', region: 'us-east-1' };

export interface VirtualClusterOptions {
  /** By image. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  readonly seed: number;
  /** Inputs of the core after which it takes no more. */
  readonly mostInputs: number;
}

/**
 * The core and the simulated engine, joined as the control plane joins them, on a virtual clock
 * and without a journal. The same options and calls lead to the same states.
 */
export class VirtualCluster {
  readonly state = emptyState();
  readonly clock = virtualClock();
  /** Called whenever the core has taken an input. */
  onStep: () => void = () => {};
  /** Inputs so far. */
  inputs = 0;
  readonly #engine;
  readonly #ids;
  readonly #mostInputs: number;
  #wakeAt: number | undefined;
  #cancelWake: () => void = () => {};

  private constructor({ behaviours, seed, mostInputs }: VirtualClusterOptions) {
    this.#engine = simulatedEngine({ behaviours, world: simulatedWorld(seed) });
    this.#ids = seededIds(seed);
    this.#mostInputs = mostInputs;
  }

  static async open(options: VirtualClusterOptions): Promise<VirtualCluster> {
    const cluster = new VirtualCluster(options);
    await cluster.#engine.open({
      installId: 'simulator',
      dataDir: '',
      clock: cluster.clock,
      observe: (observation) => cluster.#take({ type: 'Observation', observation }),
      logged: () => {},
      lastLogged: () => undefined,
      environmentFor: () => ({}),
      instanceAccess: () => ({ endpoint: '', token: '' }),
      loadBalancerToken: () => '',
      statusChanged: () => {},
    });
    return cluster;
  }

  get exhausted(): boolean {
    return this.inputs >= this.#mostInputs;
  }

  /** A command as the API would give it; throws `Refusal` like it, and when no input is left. */
  send<N extends CommandName>(name: N, input: Commands[N]['input']): CommandOutput<N> {
    const command = { name, scope: SCOPE, input };
    if (!isCommand(command)) throw new Error(`There is no command ${name}.`);
    const output = this.#take({ type: 'Command', command });
    if (!isOutputOf(name, output)) throw new Error(`${name} was done but answered nothing.`);
    return output;
  }

  /**
   * Lets all happen that is due next, at one moment, and what follows from it at once; at most
   * until `limit` (ms since the epoch).
   */
  nextMoment(limit: number): void {
    const before = this.clock.now();
    this.clock.runUntil(() => this.clock.now() > before, Math.max(0, limit - before));
    this.clock.advance(0);
  }

  #take(input: Input): CommandOutput<CommandName> | undefined {
    if (this.exhausted) return undefined;
    this.inputs += 1;
    const env = { now: this.clock.now(), timeScale: 1, ids: this.#ids };
    const { effects, wakeAt, output } = step(this.state, input, env);
    // Nobody answers hooks here.
    for (const effect of effects) if (effect.type !== 'InvokeHook') this.#engine.perform(effect);
    if (wakeAt !== this.#wakeAt) this.#wake(wakeAt);
    this.onStep();
    return output;
  }

  #wake(at: number | undefined): void {
    this.#cancelWake();
    this.#cancelWake = () => {};
    this.#wakeAt = at;
    if (at === undefined) return;
    this.#cancelWake = this.clock.after(at - this.clock.now(), () => {
      this.#wakeAt = undefined;
      this.#take({ type: 'TimePassed' });
    });
  }
}

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
