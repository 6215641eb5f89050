import type { Effect, EngineEffect, HookEffect } from '../../src/core/effects.ts';
import type { Input } from '../../src/core/input.ts';
import type {
  HookAnswer,
  ListedInstance,
  ListedLoadBalancer,
  ListedTask,
  Observation,
} from '../../src/core/observations.ts';
import type { BehaviourSource } from '../../src/engines/simulated/behaviour.ts';
import { simulatedEngine } from '../../src/engines/simulated/simulated-engine.ts';
import type { VirtualClock } from '../../src/engines/simulated/virtual-clock.ts';
import type { SimulatedWorld } from '../../src/engines/simulated/world.ts';
import type { Faults } from './profile.ts';
import type { Random } from './random.ts';

export interface LinkOptions {
  readonly hooks: Hooks;
  readonly clock: VirtualClock;
  readonly world: SimulatedWorld;
  readonly random: Random;
  readonly behaviours: Readonly<Record<string, BehaviourSource>>;
  /** What goes wrong now; none once all is to settle. */
  faults(): Faults;
  submit(input: Input): void;
  log(line: () => string): void;
}

/** What the target of a hook answers. */
export type Hooks = (hookTargetArn: string) => HookAnswer;

export const INSTALL = 'simulation';

/**
 * What joins one life of the orchestrator to the simulated engine, and all that can go wrong
 * between them. Like the control plane's link it lists the engine whenever that becomes available,
 * and until the listing is taken in drops effects and keeps observations waiting.
 */
export class EngineWithFaults {
  readonly #options: LinkOptions;
  readonly #engine;
  #alive = true;
  #available = false;
  #ready = false;
  #generation = 0;
  #wantsListing = false;
  #held: Observation[] = [];
  /** When the last late effect or observation of a task or instance takes place. */
  readonly #effectsUntil = new Map<string, number>();
  readonly #observationsUntil = new Map<string, number>();

  constructor(options: LinkOptions) {
    this.#options = options;
    const { world } = options;
    this.#engine = simulatedEngine({ behaviours: options.behaviours, world });
    void this.#engine.open({
      installId: INSTALL,
      dataDir: '/nowhere',
      clock: options.clock,
      observe: (observation) => this.#observe(observation),
      logged: () => {},
      lastLogged: () => undefined,
      environmentFor: () => ({}),
      instanceAccess: () => ({ endpoint: 'http://nowhere', token: '' }),
      loadBalancerToken: () => '',
      statusChanged: ({ available }) => this.#statusChanged(available),
    });
  }

  /** True once the engine's listing was taken in, until it is away again. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The engine is away, and there is nothing to wait for. */
  get away(): boolean {
    return !this.#available;
  }

  /** The engine must be listed now: `list` is to be called. */
  get wantsListing(): boolean {
    return this.#wantsListing;
  }

  /** What the engine really has, taken now; it arrives a little later. */
  async list(): Promise<void> {
    this.#wantsListing = false;
    const generation = this.#generation;
    const [tasks, instances, loadBalancers] = await Promise.all([
      this.#engine.list(),
      this.#engine.listInstances(),
      this.#engine.listLoadBalancers(),
    ]);
    const delay = this.#options.random.below(400);
    this.#options.clock.after(delay, () =>
      this.#listed(generation, tasks, instances, loadBalancers),
    );
  }

  perform(effect: Effect): void {
    if (effect.type === 'InvokeHook') this.#askHook(effect);
    else this.#performByEngine(effect);
  }

  /** The program behind a hook answers a little later, whatever engine there is. */
  #askHook({ serviceDeploymentArn, hookId, hookTargetArn }: HookEffect): void {
    const { submit, clock, log } = this.#options;
    log(() => `  InvokeHook ${shortName(serviceDeploymentArn)} ${hookTargetArn}`);
    const answer = this.#options.hooks(hookTargetArn);
    clock.after(500, () => {
      if (!this.#alive) return;
      const type = 'HookAnswered';
      submit({
        type: 'Observation',
        observation: { type, serviceDeploymentArn, hookId, answer },
      });
    });
  }

  #performByEngine(effect: EngineEffect): void {
    const { random, clock, log } = this.#options;
    if (!this.#ready || !this.#alive) {
      log(() => `  dropped, not listed yet: ${describeEffect(effect)}`);
      return;
    }
    const { effectLost, effectLate, effectFails } = this.#options.faults();
    const owner = ownerOf(effect);
    if (random.chance(effectLost)) {
      log(() => `  LOST ${describeEffect(effect)}`);
      return;
    }
    const failure = random.chance(effectFails) ? failureOf(effect) : undefined;
    const act = () => {
      if (!this.#alive) return;
      if (failure === undefined) this.#engine.perform(effect);
      else this.#observe(failure);
    };
    const now = clock.now();
    const earliest = Math.max(now, this.#effectsUntil.get(owner) ?? 0);
    const at = earliest + (random.chance(effectLate) ? random.below(90_000) : 0);
    log(() => {
      const late = at > now ? ` in ${at - now} ms` : '';
      return `  ${failure === undefined ? '' : 'FAILS: '}${describeEffect(effect)}${late}`;
    });
    if (at <= now) {
      act();
      return;
    }
    this.#effectsUntil.set(owner, at);
    clock.after(at - now, act);
  }

  /** It ends with the orchestrator's life; the world goes on. */
  close(): void {
    this.#alive = false;
    void this.#engine.close();
  }

  /** As an engine that missed something says "I am here" once more. */
  relist(): void {
    if (this.#available) this.#statusChanged(true);
  }

  #statusChanged(available: boolean): void {
    if (!this.#alive) return;
    this.#generation += 1;
    this.#ready = false;
    this.#available = available;
    this.#wantsListing = available;
    if (!available) this.#release();
  }

  #listed(
    generation: number,
    tasks: readonly ListedTask[],
    instances: readonly ListedInstance[],
    loadBalancers: readonly ListedLoadBalancer[],
  ): void {
    if (!this.#alive || generation !== this.#generation) return;
    this.#ready = true;
    this.#options.submit({ type: 'EngineListed', tasks, instances, loadBalancers });
    this.#release();
  }

  #release(): void {
    for (const observation of this.#held.splice(0)) {
      this.#options.submit({ type: 'Observation', observation });
    }
  }

  #observe(observation: Observation): void {
    const { random, log } = this.#options;
    const { observationLost, observationLate, observationDoubled } = this.#options.faults();
    if (random.chance(observationLost)) {
      log(() => `  LOST observation ${describeObservation(observation)}`);
      return;
    }
    this.#deliver(observation, random.chance(observationLate) ? random.below(20_000) : 0);
    if (random.chance(observationDoubled)) this.#deliver(observation, random.below(5_000));
  }

  /** Those of a machine arrive in order: its later states look like its earlier ones. */
  #deliver(observation: Observation, delay: number): void {
    const { clock } = this.#options;
    const owner = ownerOf(observation);
    const now = clock.now();
    const ordered = 'taskArn' in observation ? 0 : (this.#observationsUntil.get(owner) ?? 0);
    const at = Math.max(now + delay, ordered);
    if (at === now) {
      this.#arrive(observation);
      return;
    }
    this.#observationsUntil.set(owner, at);
    clock.after(at - now, () => this.#arrive(observation));
  }

  #arrive(observation: Observation): void {
    if (!this.#alive) return;
    if (this.#available && !this.#ready) this.#held.push(observation);
    else this.#options.submit({ type: 'Observation', observation });
  }
}

const ownerOf = (of: Effect | Observation): string => {
  if (of.type === 'FilterTraffic') return of.arn;
  if ('taskArn' in of) return of.taskArn;
  if ('instanceArn' in of) return of.instanceArn;
  return 'loadBalancerArn' in of ? of.loadBalancerArn : of.serviceDeploymentArn;
};

/** What an engine would say that cannot do it; undefined: it cannot refuse that. */
function failureOf(effect: EngineEffect): Observation | undefined {
  switch (effect.type) {
    case 'ProvisionTask':
      return {
        type: 'TaskProvisionFailed',
        taskArn: effect.taskArn,
        reason: 'ResourceInitializationError: no address is free',
      };
    case 'StartContainer':
      return {
        type: 'ContainerStartFailed',
        taskArn: effect.taskArn,
        containerName: effect.container.name,
        reason: 'DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s',
      };
    case 'StartInstance':
      return {
        type: 'InstanceStartFailed',
        instanceArn: effect.instanceArn,
        reason: 'Server.InsufficientInstanceCapacity: Insufficient capacity.',
      };
    case 'StartLoadBalancer':
      return {
        type: 'LoadBalancerStartFailed',
        loadBalancerArn: effect.loadBalancerArn,
        reason: 'no address is free',
      };
    default:
      return undefined;
  }
}

export const shortName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1).slice(0, 8);

export function describeEffect(effect: Effect): string {
  const container =
    'containerName' in effect
      ? ` ${effect.containerName}`
      : 'container' in effect
        ? ` ${effect.container.name} (${effect.container.image})`
        : '';
  return `${effect.type} ${shortName(ownerOf(effect))}${container}`;
}

export function describeObservation(observation: Observation): string {
  const { type, ...rest } = observation;
  const details = Object.entries(rest)
    .filter(([key]) => ['healthStatus', 'exitCode', 'reason', 'connected'].includes(key))
    .map(([, value]) => ` ${value}`);
  return `${type} ${shortName(ownerOf(observation))}${details.join('')}`;
}
