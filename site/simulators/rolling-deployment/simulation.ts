import { healthyFloor, taskCeiling } from '../../../src/core/services/plan.ts';
import {
  type RegisteredInstance,
  type RunningService,
  runService,
  updateService,
} from './cluster-setup.ts';
import { type Frame, sameSight } from './frame.ts';
import { FrameMaker } from './frame-maker.ts';
import type { Settings } from './settings.ts';
import { whyNotFinished } from './why-not-finished.ts';

/** Seconds of virtual time after which the simulator gives up. */
export const LONGEST = 3600;
/** Inputs of the core after which the simulator gives up. */
export const MOST_INPUTS = 5000;

export type Outcome =
  | { readonly finished: true; readonly seconds: number }
  /** `within`: the limit that was reached; `why`: an event in ECS's words, or what else is known. */
  | { readonly finished: false; readonly within: string; readonly why: string };

/** A whole deployment. */
export interface Trace {
  readonly settings: Settings;
  readonly instances: readonly RegisteredInstance[];
  /** Healthy tasks that the deployment must leave. */
  readonly floor: number;
  /** Tasks RUNNING or PENDING that it may have. */
  readonly ceiling: number;
  /** The first is the moment before the update, of which there is always one. */
  readonly frames: readonly [Frame, ...Frame[]];
  readonly outcome: Outcome;
  /** Over every step of the core, not only over what the frames show. */
  readonly lowestHealthy: number;
  readonly highestLive: number;
}

/**
 * Runs a deployment of a service to its end, or until the limits. Deterministic: the same settings
 * give the same trace. Milliseconds for what the simulator offers.
 */
export const simulate = async (settings: Settings): Promise<Trace> => {
  const simulation = await Simulation.open(settings);
  while (simulation.step()) {
    // Each step keeps its frame.
  }
  return simulation.trace();
};

/** A deployment under way: the service is steady at revision 1, and `step` goes on from there. */
export class Simulation {
  readonly #frames: [Frame, ...Frame[]];
  readonly #maker: FrameMaker;
  readonly #start: number;
  #outcome: Outcome | undefined;
  #lowestHealthy: number;
  #highestLive: number;

  static async open(settings: Settings, mostInputs = MOST_INPUTS): Promise<Simulation> {
    return new Simulation(settings, await runService(settings, mostInputs));
  }

  private constructor(
    readonly settings: Settings,
    readonly service: RunningService,
  ) {
    const { cluster } = service;
    this.#start = cluster.clock.now();
    this.#maker = new FrameMaker(service, this.#start);
    this.#frames = [this.#maker.look()];
    const { healthy, live } = this.#maker.totals();
    this.#lowestHealthy = healthy;
    this.#highestLive = live;
    cluster.onStep = () => this.#watch();
  }

  /** Goes on to the next moment at which something can be seen to change; false: there is none. */
  step(): boolean {
    while (this.#outcome === undefined) {
      if (this.#frames.length === 1 && !this.service.cluster.exhausted) {
        updateService(this.service, this.settings);
        this.service.cluster.clock.advance(0);
      } else {
        this.service.cluster.nextMoment(this.#start + LONGEST * 1000);
      }
      const frame = this.#maker.look();
      this.#settle(frame);
      if (frame.events.length === 0 && sameSight(frame, this.#last)) continue;
      this.#frames.push(frame);
      return true;
    }
    return false;
  }

  trace(): Trace {
    const { settings, service } = this;
    return {
      settings,
      instances: service.instances,
      floor: healthyFloor(settings.desired, settings.minimumHealthyPercent),
      ceiling: taskCeiling(settings.desired, settings.maximumPercent),
      frames: this.#frames,
      outcome: this.#outcome ?? { finished: false, within: 'this time', why: 'It goes on.' },
      lowestHealthy: this.#lowestHealthy,
      highestLive: this.#highestLive,
    };
  }

  get #last(): Frame {
    return this.#frames.at(-1) ?? this.#frames[0];
  }

  /** The floor holds within a moment too. */
  #watch(): void {
    const { healthy, live } = this.#maker.totals();
    this.#lowestHealthy = Math.min(this.#lowestHealthy, healthy);
    this.#highestLive = Math.max(this.#highestLive, live);
  }

  #settle(frame: Frame): void {
    const { cluster } = this.service;
    const [primary, ...others] = frame.deployments;
    if (primary?.revision === 2 && primary.rolloutState === 'COMPLETED' && others.length === 0) {
      this.#outcome = { finished: true, seconds: frame.time };
    } else if (cluster.exhausted || frame.time >= LONGEST) {
      const events = [...this.#frames, frame].flatMap((one) => one.events);
      const within = cluster.exhausted ? 'the steps that the simulator takes' : 'an hour';
      this.#outcome = { finished: false, within, why: whyNotFinished(events) };
    }
  }
}
