import type { ContainerSpec } from '../../core/effects.ts';
import type { HealthStatus, NetworkBinding } from '../../core/model/task.ts';
import type { ListedContainer } from '../../core/observations.ts';
import type { Clock, LogLine } from '../engine.ts';
import { type Behaviour, DEFAULT_STOP, DEFAULT_TIMES, healthTransitions } from './behaviour.ts';
import {
  installOf,
  releasePort,
  report,
  type SimulatedTask,
  type SimulatedWorld,
  takeDynamicPort,
  takePort,
} from './world.ts';

const KILLED = 137;

/** One container of the simulation: timers of its behaviour, and what the engine could see of it. */
export class SimulatedContainer {
  readonly runtimeId: string;
  readonly lines: LogLine[] = [];
  #status: 'PULLING' | 'RUNNING' | 'STOPPED' = 'PULLING';
  #exitCode: number | undefined;
  #healthStatus: HealthStatus = 'UNKNOWN';
  #networkBindings: NetworkBinding[] = [];
  readonly #cancels = new Set<() => void>();
  #hasRun = false;
  #ticks = 0;

  constructor(
    readonly world: SimulatedWorld,
    readonly clock: Clock,
    readonly installId: string,
    readonly task: SimulatedTask,
    readonly spec: ContainerSpec,
    readonly behaviour: Behaviour,
  ) {
    this.runtimeId = runtimeId(`${installId} ${task.taskArn} ${spec.name}`);
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

  get imageDigest(): string {
    return `sha256:${runtimeId(this.spec.image)}`;
  }

  get isRunning(): boolean {
    return this.#status === 'RUNNING';
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
      const { stop = DEFAULT_STOP } = this.behaviour;
      const obeys = stop !== 'ignored' && stop.after <= timeout;
      this.#after(obeys ? stop.after : timeout, () => this.#end(obeys ? stop.code : KILLED));
    }
  }

  /** As `kill -9` from outside would. */
  kill(): void {
    if (this.#status === 'RUNNING') this.#end(KILLED);
  }

  /** Is gone without a word. */
  remove(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    this.#status = 'STOPPED';
    this.#releasePorts();
  }

  #start(): void {
    const failure = this.#bindPorts();
    if (failure !== undefined) {
      this.#neverRan(failure);
      return;
    }
    this.#status = 'RUNNING';
    this.#hasRun = true;
    this.#observeStarted();
    const { lines = [], exit, crash, tick } = this.behaviour;
    for (const line of lines) this.#log(line);
    if (exit) this.#after(exit.after, () => this.#end(exit.code));
    if (crash && this.world.random() < crash.rate)
      this.#after(this.world.random() * crash.within, () => this.#end(crash.code));
    if (tick) this.#tick(tick.every, tick.line);
    if (this.spec.healthCheck)
      for (const { at, status } of healthTransitions(this.spec.healthCheck, this.behaviour))
        this.#after(at, () => {
          this.#healthStatus = status;
          this.#observe({ type: 'ContainerHealthChanged', healthStatus: status });
        });
  }

  #tick(every: number, line: string): void {
    this.#after(every, () => {
      this.#log(`${line} ${++this.#ticks}`);
      this.#tick(every, line);
    });
  }

  /** The reason why it could not start; undefined when all ports are its own now. */
  #bindPorts(): string | undefined {
    if (this.spec.networkMode !== 'bridge' && this.spec.networkMode !== 'host') return undefined;
    for (const { containerPort, hostPort = 0, protocol = 'tcp' } of this.spec.portMappings) {
      if (containerPort === undefined) continue;
      const { machine } = this.task;
      const wanted = this.spec.networkMode === 'host' ? containerPort : hostPort;
      if (wanted !== 0 && !takePort(this.world, machine, wanted, this.runtimeId)) {
        this.#releasePorts();
        return `CannotStartContainerError: Bind for 0.0.0.0:${wanted} failed: port is already allocated`;
      }
      const port = wanted || takeDynamicPort(this.world, machine, this.runtimeId);
      this.#networkBindings.push({ bindIP: '0.0.0.0', containerPort, hostPort: port, protocol });
    }
    return undefined;
  }

  #releasePorts(): void {
    for (const { hostPort } of this.#networkBindings)
      releasePort(this.world, this.task.machine, hostPort);
  }

  #neverRan(reason: string): void {
    this.remove();
    this.task.containers.delete(this.spec.name);
    this.#observe({ type: 'ContainerStartFailed', reason });
  }

  #end(exitCode: number | undefined): void {
    this.remove();
    this.#exitCode = exitCode;
    this.#observeStopped();
  }

  #observeStarted(): void {
    const { runtimeId, imageDigest } = this;
    const networkBindings = this.#networkBindings;
    this.#observe({ type: 'ContainerStarted', runtimeId, imageDigest, networkBindings });
  }

  #observeStopped(): void {
    this.#observe({ type: 'ContainerStopped', exitCode: this.#exitCode });
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
      | { type: 'ContainerStopped'; exitCode: number | undefined },
  ): void {
    const { taskArn } = this.task;
    report(this.world, this.installId, { ...what, taskArn, containerName: this.spec.name });
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
    if (this.world.available) installOf(this.world, this.installId).listener?.logged(line);
  }

  #after(delay: number, callback: () => void): void {
    const cancel = this.clock.after(delay, () => {
      this.#cancels.delete(cancel);
      callback();
    });
    this.#cancels.add(cancel);
  }
}

/** 64 hexadecimal digits that depend on nothing but the name (FNV-1a, eight times over). */
function runtimeId(name: string): string {
  let id = '';
  for (let part = 0; part < 8; part++) {
    let hash = 0x811c9dc5 ^ part;
    for (const character of `${part}${name}`)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    id += ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0');
  }
  return id;
}
