import type { ContainerSpec, HealthCheckSpec } from '../../core/effects.ts';
import type { HealthStatus, NetworkBinding } from '../../core/model/task.ts';
import type { ListedContainer } from '../../core/observations.ts';
import type { Clock, LogLine } from '../engine.ts';
import {
  type Behaviour,
  DEFAULT_STOP,
  DEFAULT_TIMES,
  healthTransitions,
  healthTransitionsFrom,
} from './behaviour.ts';
import { digestOf, hexadecimal } from './digest.ts';
import { bindPorts, releasePorts } from './host-ports.ts';
import type { HostedProgram } from './hosting.ts';
import {
  portsOf,
  reportTask,
  type SimulatedInstall,
  type SimulatedTask,
  type SimulatedWorld,
} from './world.ts';

const KILLED = 137;
const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage';
/** What a program of host mode ends with, and when, that cannot have its port. */
const ADDRESS_IN_USE = { code: 1, after: 10 } as const;

/** What a health check from outside finds. */
export interface Wellness {
  readonly isWell: boolean;
  /** Milliseconds until it answers; undefined: it does not. */
  readonly answersAfter: number | undefined;
  readonly until: number;
}

/** One container of the simulation: timers of its behaviour, and what the engine could see of it. */
export class SimulatedContainer {
  readonly runtimeId: string;
  readonly imageDigest: string;
  readonly lines: LogLine[] = [];
  #status: 'PULLING' | 'RUNNING' | 'STOPPED' = 'PULLING';
  #exitCode: number | undefined;
  #reason: string | undefined;
  #healthStatus: HealthStatus = 'UNKNOWN';
  #networkBindings: readonly NetworkBinding[] = [];
  readonly #cancels = new Set<() => void>();
  /** Where in the VPC it is reached. */
  #places: readonly string[] = [];
  #startedAt = 0;
  readonly #disturbances = new Set<'pause' | 'sick'>();
  /** What would have happened while it was paused. */
  #frozen: (() => void)[] = [];
  #cancelHealth: () => void = () => {};
  #hasRun = false;
  #program: HostedProgram | undefined;
  #ticks = 0;

  constructor(
    readonly world: SimulatedWorld,
    readonly clock: Clock,
    readonly install: SimulatedInstall,
    installId: string,
    readonly task: SimulatedTask,
    readonly spec: ContainerSpec,
    readonly behaviour: Behaviour,
  ) {
    this.imageDigest = digestOf(spec.image);
    this.runtimeId = hexadecimal(`${installId} ${task.taskArn} ${spec.name}`);
    const { pull = DEFAULT_TIMES.pull, start = DEFAULT_TIMES.start, pullError } = behaviour;
    this.#after(Math.max(0, task.provisionedAt - clock.now()), () => {
      this.#observe({ type: 'ImagePullStarted' });
      this.#after(pull, () => {
        if (pullError !== undefined) {
          this.#neverRan(`CannotPullContainerError: ${pullError}`);
          return;
        }
        this.#observe({ type: 'ImagePulled', imageDigest: this.imageDigest });
        this.#after(start, () => this.#start());
      });
    });
  }

  get isRunning(): boolean {
    return this.#status === 'RUNNING';
  }

  /** What runs in it, if something does. */
  get program(): HostedProgram | undefined {
    return this.#program;
  }

  /** A fault is in force in it. */
  get isDisturbed(): boolean {
    return this.isRunning && this.#disturbances.size > 0;
  }

  /** What a health check of it from outside finds while it runs, and until when if nothing else happens. */
  wellness(): Wellness {
    const { healthyAfter = 0, sickAfter = Number.POSITIVE_INFINITY } = this.behaviour;
    const { isCut, delay } = this.task.network;
    const answersAfter = isCut || this.#disturbances.has('pause') ? undefined : delay;
    const now = this.clock.now();
    // Sums, not differences: what is due at `until` must be so then, however numbers are rounded.
    const wellAt = this.#startedAt + healthyAfter;
    const sickAt = this.#startedAt + sickAfter;
    const turns = [wellAt, sickAt].filter((turn) => turn > now);
    return {
      isWell: now >= wellAt && now < sickAt && !this.#disturbances.has('sick'),
      answersAfter,
      until: Math.min(...turns, Number.POSITIVE_INFINITY),
    };
  }

  /** Undefined while (and if) there is nothing that an engine could list. */
  listed(): ListedContainer | undefined {
    if (this.#status === 'PULLING' || !this.#hasRun) return undefined;
    return {
      name: this.spec.name,
      runtimeId: this.runtimeId,
      imageDigest: this.imageDigest,
      status: this.#status,
      exitCode: this.#exitCode,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      healthStatus: this.#healthStatus,
      networkBindings: this.#networkBindings,
    };
  }

  /** It was asked for once more: what is known already is said again. */
  repeat(): void {
    if (this.#status === 'PULLING') return;
    if (this.#hasRun) this.#observeStarted();
    if (this.#status === 'STOPPED') this.#observeStopped();
  }

  stop(timeout: number): void {
    if (this.#status === 'PULLING') this.#end(undefined);
    else if (this.#status === 'STOPPED') this.#observeStopped();
    else {
      // As Docker does: nobody who is frozen hears a signal.
      this.undisturb('pause');
      if (this.#program !== undefined) {
        this.#program.stop();
        this.#after(timeout, () => this.#end(KILLED));
        return;
      }
      const { stop = DEFAULT_STOP } = this.behaviour;
      const obeys = stop !== 'ignored' && stop.after <= timeout;
      this.#after(obeys ? stop.after : timeout, () => this.#end(obeys ? stop.code : KILLED));
    }
  }

  /** As `kill -9` from outside would. */
  kill(): void {
    if (this.#status === 'RUNNING') this.#end(KILLED);
  }

  disturb(kind: 'kill' | 'pause' | 'sick' | 'fill-memory'): void {
    if (!this.isRunning) return;
    if (kind === 'kill') this.kill();
    else if (kind === 'fill-memory') this.#end(KILLED, OUT_OF_MEMORY);
    else if (!this.#disturbances.has(kind)) {
      this.#disturbances.add(kind);
      this.#disturbProgram(kind, true);
      this.#wellnessChanged();
    }
  }

  undisturb(kind: 'pause' | 'sick'): void {
    if (!this.#disturbances.delete(kind)) return;
    this.#disturbProgram(kind, false);
    if (kind === 'pause') for (const callback of this.#frozen.splice(0)) callback();
    if (this.isRunning) this.#wellnessChanged();
  }

  #disturbProgram(kind: 'pause' | 'sick', isDisturbed: boolean): void {
    if (kind === 'pause') this.#program?.pause(isDisturbed);
    else this.#program?.makeSick(isDisturbed);
  }

  /** Who looks at it from outside finds it otherwise from now on. */
  networkChanged(): void {
    this.install.places.changed(this.#places);
  }

  /** Its machine is being shut down. */
  halt(): void {
    if (this.#status === 'PULLING') this.#end(undefined);
    else this.kill();
  }

  /** Is gone without a word. */
  remove(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    this.#status = 'STOPPED';
    this.#program?.kill();
    this.#releasePorts();
    this.install.places.leave(this.#places, this);
  }

  #start(): void {
    const ports = portsOf(this.world, this.task.machine);
    const { networkBindings, failure } = bindPorts(this.spec, ports, this.runtimeId);
    if (failure?.of === 'container') {
      this.#neverRan(`CannotStartContainerError: ${failure.message}`);
      return;
    }
    this.#networkBindings = networkBindings;
    this.#status = 'RUNNING';
    this.#hasRun = true;
    this.#startedAt = this.clock.now();
    this.#observeStarted();
    if (failure && this.world.hosting === undefined) {
      this.#log(failure.message);
      this.#after(ADDRESS_IN_USE.after, () => this.#end(ADDRESS_IN_USE.code));
    } else {
      this.#places = placesOf(this.task, this.spec, networkBindings);
      this.install.places.occupy(this.#places, this);
      this.#program = this.world.hosting?.run({
        spec: this.spec,
        runtimeId: this.runtimeId,
        taskArn: this.task.taskArn,
        log: (line) => this.#log(line),
        ended: (exitCode) => this.#end(exitCode),
      });
      if (this.#program === undefined) this.#behave();
      else if (this.spec.healthCheck) this.#ask(this.#program, this.spec.healthCheck);
    }
  }

  #behave(): void {
    const { lines = [], exit, crash, tick } = this.behaviour;
    for (const line of lines) this.#log(line);
    if (exit) this.#whileAwake(exit.after, () => this.#end(exit.code));
    if (crash && this.world.random() < crash.rate)
      this.#whileAwake(this.world.random() * crash.within, () => this.#end(crash.code));
    if (tick) this.#tick(tick.every, tick.line);
    if (this.spec.healthCheck)
      this.#foresee(healthTransitions(this.spec.healthCheck, this.behaviour));
  }

  /**
   * Docker's rule as in `healthTransitions`, but with what the program has to say: after each
   * interval it is asked again.
   */
  #ask(program: HostedProgram, check: HealthCheckSpec, failures = 0): void {
    this.#after(check.interval, () => {
      const age = this.clock.now() - this.#startedAt;
      void program.check(check.command, check.timeout).then((isWell) => {
        if (!this.isRunning) return;
        const counts = age >= check.startPeriod || this.#healthStatus === 'HEALTHY';
        const row = isWell || !counts ? 0 : failures + 1;
        if (isWell) this.#becomes('HEALTHY');
        else if (row >= check.retries) this.#becomes('UNHEALTHY');
        this.#ask(program, check, row);
      });
    });
  }

  #becomes(status: HealthStatus): void {
    if (this.#healthStatus === status) return;
    this.#healthStatus = status;
    this.#observe({ type: 'ContainerHealthChanged', healthStatus: status });
  }

  /** `at`: milliseconds after its start. */
  #foresee(transitions: readonly { readonly at: number; readonly status: HealthStatus }[]): void {
    this.#cancelHealth();
    const age = this.clock.now() - this.#startedAt;
    const cancels = transitions.map(({ at, status }) =>
      this.#after(at - age, () => this.#becomes(status)),
    );
    this.#cancelHealth = () => {
      for (const cancel of cancels) cancel();
    };
  }

  #wellnessChanged(): void {
    this.install.places.changed(this.#places);
    const { healthCheck } = this.spec;
    if (healthCheck === undefined || this.#program !== undefined) return;
    const age = this.clock.now() - this.#startedAt;
    const isDisturbed = this.#disturbances.size > 0;
    this.#foresee(healthTransitionsFrom(age, healthCheck, this.behaviour, isDisturbed));
  }

  /** Later, or when it goes on. */
  #whileAwake(delay: number, callback: () => void): void {
    this.#after(delay, () => {
      if (this.#disturbances.has('pause')) this.#frozen.push(callback);
      else callback();
    });
  }

  #tick(every: number, line: string): void {
    this.#whileAwake(every, () => {
      this.#log(`${line} ${++this.#ticks}`);
      this.#tick(every, line);
    });
  }

  #releasePorts(): void {
    if (this.#networkBindings.length === 0) return;
    releasePorts(portsOf(this.world, this.task.machine), this.#networkBindings, this.runtimeId);
  }

  #neverRan(reason: string): void {
    this.remove();
    this.task.containers.delete(this.spec.name);
    this.#observe({ type: 'ContainerStartFailed', reason });
  }

  #end(exitCode: number | undefined, reason?: string): void {
    this.remove();
    this.#exitCode = exitCode;
    this.#reason = reason;
    this.#observeStopped();
  }

  #observeStarted(): void {
    const { runtimeId, imageDigest } = this;
    const networkBindings = this.#networkBindings;
    this.#observe({ type: 'ContainerStarted', runtimeId, imageDigest, networkBindings });
  }

  #observeStopped(): void {
    this.#observe({
      type: 'ContainerStopped',
      exitCode: this.#exitCode,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    });
  }

  #observe(
    what:
      | { type: 'ImagePullStarted' }
      | { type: 'ImagePulled'; imageDigest: string }
      | {
          type: 'ContainerStarted';
          runtimeId: string;
          imageDigest: string;
          networkBindings: readonly NetworkBinding[];
        }
      | { type: 'ContainerStartFailed'; reason: string }
      | { type: 'ContainerHealthChanged'; healthStatus: HealthStatus }
      | { type: 'ContainerStopped'; exitCode: number | undefined; reason?: string | undefined },
  ): void {
    const { taskArn } = this.task;
    reportTask(this.world, this.install, this.task.instance, {
      ...what,
      taskArn,
      containerName: this.spec.name,
    });
  }

  #log(message: string): void {
    if (!this.spec.awslogs) return;
    const { group, stream, region } = this.spec.awslogs;
    const line: LogLine = {
      taskArn: this.task.taskArn,
      containerName: this.spec.name,
      group,
      stream,
      region,
      timestamp: this.clock.now(),
      message,
    };
    this.lines.push(line);
    if (this.world.available) this.install.listener?.logged(line);
  }

  #after(delay: number, callback: () => void): () => void {
    const cancel = this.clock.after(delay, () => {
      this.#cancels.delete(cancel);
      callback();
    });
    this.#cancels.add(cancel);
    return () => {
      this.#cancels.delete(cancel);
      cancel();
    };
  }
}

/** Of each TCP port that others are told of. */
function placesOf(
  { address, instance }: SimulatedTask,
  { portMappings }: ContainerSpec,
  networkBindings: readonly NetworkBinding[],
): string[] {
  const { privateIpv4Address } = address;
  return privateIpv4Address === undefined
    ? networkBindings
        .filter(({ protocol }) => instance && protocol === 'tcp')
        .map(({ hostPort }) => `${instance?.privateIpAddress}:${hostPort}`)
    : portMappings
        .filter(({ protocol = 'tcp' }) => protocol === 'tcp')
        .map(({ containerPort }) => `${privateIpv4Address}:${containerPort}`);
}
