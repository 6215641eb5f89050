import { apply } from '../../src/core/apply.ts';
import type { CommandName, Commands } from '../../src/core/commands.ts';
import { Refusal } from '../../src/core/errors.ts';
import type { Input } from '../../src/core/input.ts';
import type { StateRecord } from '../../src/core/records.ts';
import { snapshot } from '../../src/core/snapshot.ts';
import { emptyState, type State } from '../../src/core/state.ts';
import { type StepResult, step } from '../../src/core/step.ts';
import type { BehaviourSource } from '../../src/engines/simulated/behaviour.ts';
import { type VirtualClock, virtualClock } from '../../src/engines/simulated/virtual-clock.ts';
import { type SimulatedWorld, simulatedWorld } from '../../src/engines/simulated/world.ts';
import { difference } from './difference.ts';
import {
  describeEffect,
  describeObservation,
  EngineWithFaults,
  type Hooks,
} from './engine-with-faults.ts';
import { behaviours } from './images.ts';
import { Invariants } from './invariants/invariants.ts';
import { type Faults, NO_FAULTS, type Profile } from './profile.ts';
import { Random } from './random.ts';
import { Trace } from './trace.ts';
import { insist, Violation } from './violation.ts';

export const SCOPE = { account: '111122223333', region: 'us-east-1' };
const START = Date.UTC(2026, 0, 1);

/** Moments between which a crash must lose nothing; see the writer of the control plane. */
const BOUNDARIES = ['stepped', 'committed', 'performing', 'performed'] as const;

/** A history that takes more than this runs in circles. */
const MOST_STEPS = 20_000;

/** Inputs that one turn of the writer takes together. */
const BATCH = 256;

export interface SimulationOptions {
  readonly tracing?: boolean | undefined;
  /** How containers behave, by image; default: those of the histories. */
  readonly images?: Readonly<Record<string, BehaviourSource>> | undefined;
  /** What targets of lifecycle hooks answer; default: SUCCEEDED. */
  readonly hooks?: Hooks | undefined;
  /** Hears of the commits of a turn, and the state that they led to. */
  readonly committed?: Committed | undefined;
}

export type Committed = (
  commits: readonly (readonly StateRecord[])[],
  state: State,
  now: number,
) => void;

/**
 * The orchestrator on a simulated engine in virtual time, with a journal that is a list: what is
 * pushed to it is durable. A crash throws away all but journal and world. Everything that happens
 * follows from the profile, so a seed tells the whole story.
 */
export class Simulation {
  readonly clock: VirtualClock = virtualClock(START);
  readonly world: SimulatedWorld;
  readonly invariants: Invariants;
  /** Of those that choose what is done; faults draw from streams of their own. */
  readonly random: Random;
  /** Of those that are about load balancers: the others draw alike with and without these. */
  readonly balancing: Random;
  /** Of the faults that somebody causes. */
  readonly causing: Random;
  readonly trace: Trace;
  /** From now on nothing goes wrong any more. */
  calm = false;
  state: State | undefined;
  link: EngineWithFaults | undefined;
  readonly counts = { steps: 0, records: 0, crashes: 0, accepted: 0, refused: 0 };
  /** Commands accepted and refused, by name. */
  readonly commands = new Map<string, { accepted: number; refused: number }>();

  readonly #journal: string[] = [];
  #queue: Input[] = [];
  #turnSet = false;
  #cancelWake: () => void = () => {};
  readonly #ids;
  readonly #faultDraws: Random;
  readonly #linkDraws: Random;
  readonly #behaviours;
  readonly #hooks: Hooks;
  readonly #committed: Committed | undefined;

  constructor(
    readonly profile: Profile,
    { tracing = false, images, hooks, committed }: SimulationOptions = {},
  ) {
    const { seed, timeScale } = profile;
    this.world = simulatedWorld(seed);
    this.random = new Random(seed, 'actions');
    this.balancing = new Random(seed, 'load balancers');
    this.causing = new Random(seed, 'faults');
    this.#ids = new Random(seed, 'ids').ids();
    this.#faultDraws = new Random(seed, 'crashes');
    this.#linkDraws = new Random(seed, 'engine');
    this.#behaviours =
      images ??
      behaviours(
        new Random(seed, 'containers'),
        timeScale,
        () => !this.calm && profile.faults.behaviour,
        profile.loadBalancers !== undefined,
      );
    this.#committed = committed;
    this.#hooks = hooks ?? (() => ({ hookStatus: 'SUCCEEDED' as const }));
    this.invariants = new Invariants(timeScale);
    this.trace = new Trace(tracing, () => this.clock.now() - START);
  }

  get faults(): Faults {
    return this.calm ? NO_FAULTS : this.profile.faults;
  }

  /** Takes commands: it is up, and has heard what the engine has or that the engine is away. */
  get serving(): boolean {
    return this.link !== undefined && (this.link.ready || this.link.away);
  }

  /** Reads the journal, as every start does. */
  start(): void {
    if (this.state !== undefined) return;
    const replayed = this.#replay();
    const restored = emptyState();
    for (const record of snapshot(replayed)) apply(restored, JSON.parse(JSON.stringify(record)));
    // A journal that was compacted is as good as one that was not.
    this.state = this.#faultDraws.chance(0.5) ? replayed : restored;
    this.invariants.restarted(this.state, this.clock.now());
    this.trace.add(() => 'START');
    let first = true;
    this.link = new EngineWithFaults({
      clock: this.clock,
      world: this.world,
      random: this.#linkDraws,
      behaviours: this.#behaviours,
      hooks: this.#hooks,
      faults: () => this.faults,
      log: (line) => this.trace.add(line),
      submit: (input) => {
        this.submit(input);
        if (input.type === 'EngineListed' && first) {
          first = false;
          this.submit({ type: 'TimePassed' });
        }
      },
    });
    if (this.link.away) this.submit({ type: 'TimePassed' });
  }

  /** All but the journal is gone. */
  crash(moment: string): void {
    if (this.state === undefined) return;
    this.trace.add(() => `CRASH ${moment}`);
    this.counts.crashes += 1;
    this.link?.close();
    this.link = undefined;
    this.state = undefined;
    this.#queue = [];
    this.#cancelWake();
  }

  submit(input: Input): void {
    if (this.state === undefined) return;
    this.#queue.push(input);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#turnSet) return;
    this.#turnSet = true;
    this.clock.after(0, () => {
      this.#turnSet = false;
      this.#turn();
    });
  }

  /** Sends a command; whether it was refused shows in `commands`. */
  send<N extends CommandName>(name: N, input: Commands[N]['input']): void {
    if (!this.serving) return;
    const command = { name, scope: SCOPE, input } as Extract<Input, { type: 'Command' }>['command'];
    this.submit({ type: 'Command', command });
  }

  /** Lets virtual time pass, and all that it leads to happen. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.clock.now() + milliseconds;
    for (;;) {
      const listing = () => this.link?.wantsListing === true;
      if (!this.clock.runUntil(listing, end - this.clock.now())) return;
      await this.link?.list();
    }
  }

  /** The journal gives this state, indexes and all. */
  checkJournal(): void {
    if (this.state === undefined) return;
    const replayed = this.#replay();
    const live = this.state;
    const found = difference(withoutEmpty(replayed), withoutEmpty(live), 'state');
    insist(found === undefined, 'replay', () => `after a replay, ${found} live`);
    const listed = difference([...replayed.tasks.keys()], [...live.tasks.keys()]);
    insist(listed === undefined, 'replay', () => `after a replay tasks are listed as ${listed}`);
  }

  #replay(): State {
    const state = emptyState();
    for (const commit of this.#journal) {
      for (const record of JSON.parse(commit) as StateRecord[]) apply(state, record);
    }
    return state;
  }

  /** One turn of the writer: steps, one durable write, effects. */
  #turn(): void {
    if (this.state === undefined) return;
    const crashes = this.#faultDraws.chance(this.faults.crash)
      ? this.#faultDraws.pick(BOUNDARIES)
      : undefined;
    const inputs = this.#queue.splice(0, BATCH);
    const results = inputs.flatMap((input) => this.#step(input) ?? []);
    const commits = results.filter(({ records }) => records.length > 0);
    if (crashes === 'stepped') {
      this.#crashFor(crashes);
      return;
    }
    for (const { records } of commits) this.#journal.push(JSON.stringify(records));
    const listed = commits.map(({ records }) => records);
    if (listed.length > 0) this.#committed?.(listed, this.state, this.clock.now());
    if (crashes === 'committed') {
      if (this.#queue.length === 0) this.checkJournal();
      this.#crashFor(crashes);
      return;
    }
    const effects = results.flatMap((result) => result.effects);
    const performed =
      crashes === 'performing' ? this.#faultDraws.below(effects.length + 1) : effects.length;
    for (const effect of effects.slice(0, performed)) this.link?.perform(effect);
    if (crashes === 'performing') {
      const lost = effects.slice(performed).map(describeEffect).join(', ');
      this.#crashFor(`${crashes}, before ${lost || 'nothing'}`);
    } else if (crashes === 'performed') this.#crashFor(crashes);
    if (this.#queue.length > 0) this.#schedule();
  }

  #crashFor(moment: string): void {
    this.crash(moment);
    this.clock.after(this.#faultDraws.below(60_000), () => this.start());
  }

  #step(input: Input): StepResult | undefined {
    const { state, clock } = this;
    if (state === undefined) return undefined;
    this.trace.add(() => describeInput(input));
    const now = clock.now();
    try {
      const result = step(state, input, {
        now,
        timeScale: this.profile.timeScale,
        ids: this.#ids,
      });
      this.counts.steps += 1;
      insist(this.counts.steps <= MOST_STEPS, 'restless', () => `${MOST_STEPS} steps and no end`);
      this.counts.records += result.records.length;
      if (input.type === 'Command') this.#answered(input.command.name, 'accepted');
      this.trace.records(result.records, state);
      this.#wake(result.wakeAt);
      const { records, effects } = result;
      this.invariants.stepped({ state, input, now, records, effects });
      return result;
    } catch (error) {
      if (error instanceof Refusal) {
        if (input.type === 'Command') this.#answered(input.command.name, 'refused');
        this.trace.add(() => `  refused: ${error.message}`);
        return undefined;
      }
      if (error instanceof Violation) throw error;
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Violation('step throws', said);
    }
  }

  #answered(name: string, how: 'accepted' | 'refused'): void {
    this.counts[how] += 1;
    const counts = this.commands.get(name) ?? { accepted: 0, refused: 0 };
    counts[how] += 1;
    this.commands.set(name, counts);
  }

  #wake(at: number | undefined): void {
    this.#cancelWake();
    this.#cancelWake = () => {};
    if (at === undefined) return;
    this.#cancelWake = this.clock.after(Math.max(0, Math.ceil(at - this.clock.now())), () =>
      this.submit({ type: 'TimePassed' }),
    );
  }
}

const describeInput = (input: Input): string => {
  switch (input.type) {
    case 'Command':
      return `${input.command.name} ${JSON.stringify(input.command.input)}`;
    case 'Observation':
      return describeObservation(input.observation);
    case 'EngineListed':
      return `EngineListed: ${input.tasks.length} tasks, ${input.instances.length} instances`;
    case 'TimePassed':
      return 'TimePassed';
  }
};

/** Indexes may keep what is empty: it is as good as nothing. */
function withoutEmpty({ agenda: _, ...state }: State): object {
  const isEmpty = (value: unknown) => value instanceof Set && value.size === 0;
  const maps: [string, ReadonlyMap<string, unknown>][] = Object.entries(state);
  return Object.fromEntries(
    maps.map(([name, map]) => [
      name,
      new Map(
        [...map].filter(
          ([, value]) => !isEmpty(value) && !(name === 'countsByCluster' && isZero(value)),
        ),
      ),
    ]),
  );
}

const isZero = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((n) => n === 0);
