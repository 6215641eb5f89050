import type { ContainerSpec } from '../../core/effects.ts';
import type { HealthStatus, NetworkBinding } from '../../core/model/task.ts';
import type { ListedContainer } from '../../core/observations.ts';
import type { Clock, LogLine } from '../engine.ts';
import { type Behaviour, DEFAULT_STOP, DEFAULT_TIMES, healthTransitions } from './behaviour.ts';
import {
  portsOf,
  reportTask,
  type SimulatedInstall,
  type SimulatedTask,
  type SimulatedWorld,
} from './world.ts';

const KILLED = 137;
/** What a program of host mode ends with, and when, that cannot have its port. */
const ADDRESS_IN_USE = { code: 1, after: 10 } as const;

/** One container of the simulation: timers of its behaviour, and what the engine could see of it. */
export class SimulatedContainer {
  readonly runtimeId: string;
  readonly imageDigest: string;
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
    readonly install: SimulatedInstall,
    installId: string,
    readonly task: SimulatedTask,
    readonly spec: ContainerSpec,
    readonly behaviour: Behaviour,
  ) {
    this.imageDigest = `sha256:${digestOf(spec.image)}`;
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
    this.#releasePorts();
  }

  #start(): void {
    const failure = this.#bindPorts();
    if (failure?.kind === 'cannot start') {
      this.#neverRan(`CannotStartContainerError: ${failure.message}`);
      return;
    }
    this.#status = 'RUNNING';
    this.#hasRun = true;
    this.#observeStarted();
    if (failure) {
      this.#log(failure.message);
      this.#after(ADDRESS_IN_USE.after, () => this.#end(ADDRESS_IN_USE.code));
    } else this.#behave();
  }

  #behave(): void {
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

  /**
   * Undefined: all ports are its own now. In bridge mode Docker takes them before the program runs;
   * in host mode the program takes them itself, so it is the one to fail.
   */
  #bindPorts(): { kind: 'cannot start' | 'cannot bind'; message: string } | undefined {
    const { networkMode, portMappings } = this.spec;
    if (networkMode !== 'bridge' && networkMode !== 'host') return undefined;
    const ports = portsOf(this.world, this.task.machine);
    for (const { containerPort, hostPort = 0, protocol = 'tcp' } of portMappings) {
      if (containerPort === undefined) continue;
      const wanted = networkMode === 'host' ? containerPort : hostPort;
      const port =
        wanted === 0
          ? ports[protocol].takeAny(this.runtimeId)
          : ports[protocol].take(wanted, this.runtimeId)
            ? wanted
            : undefined;
      if (port === undefined) {
        this.#releasePorts();
        return networkMode === 'host'
          ? {
              kind: 'cannot bind',
              message: `listen EADDRINUSE: address already in use 0.0.0.0:${wanted}`,
            }
          : {
              kind: 'cannot start',
              message: `Bind for 0.0.0.0:${wanted} failed: port is already allocated`,
            };
      }
      this.#networkBindings.push({ bindIP: '0.0.0.0', containerPort, hostPort: port, protocol });
    }
    return undefined;
  }

  #releasePorts(): void {
    if (this.#networkBindings.length === 0) return;
    const ports = portsOf(this.world, this.task.machine);
    for (const { hostPort, protocol } of this.#networkBindings)
      ports[protocol].release(hostPort, this.runtimeId);
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

  #after(delay: number, callback: () => void): void {
    const cancel = this.clock.after(delay, () => {
      this.#cancels.delete(cancel);
      callback();
    });
    this.#cancels.add(cancel);
  }
}

const digests = new Map<string, string>();

function digestOf(image: string): string {
  const digest = digests.get(image) ?? hexadecimal(image);
  digests.set(image, digest);
  return digest;
}

/** 64 hexadecimal digits that depend on nothing but the name: FNV-1a in two lanes, then mixed. */
function hexadecimal(name: string): string {
  let one = 0x811c9dc5;
  let two = 0x1b873593;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) + one;
  }
  let id = '';
  for (let part = 0; part < 8; part++) {
    let hash = (part % 2 === 0 ? one : two) ^ Math.imul(part + 1, 0x9e3779b9);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    id += ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
  }
  return id;
}
