import type { EngineEffect, InstanceEffect, InstanceSpec } from '../../core/effects.ts';
import type {
  InstanceObservation,
  ListedInstance,
  TaskObservation,
} from '../../core/observations.ts';
import type { Clock } from '../engine.ts';
import { DEFAULT_INSTANCE_TIMES, type InstanceBehaviour } from './behaviour.ts';
import {
  removeTask,
  report,
  type SimulatedInstall,
  type SimulatedTask,
  type SimulatedWorld,
} from './world.ts';

type Agent = 'DOWN' | 'CONNECTED' | 'DISCONNECTED';

/** One EC2 instance of the simulation, with the tasks that are on it. */
export class SimulatedInstance {
  readonly tasks = new Set<SimulatedTask>();
  readonly privateIpAddress: string;
  #status: 'STOPPED' | 'STARTING' | 'RUNNING' | 'STOPPING' = 'STOPPED';
  #agent: Agent = 'DOWN';
  #hasRun = false;
  /** Somebody has heard that its agent started, since it was booted. */
  #isAnnounced = false;
  /** Effects that wait for the one under way, which `#cancel` would cut short. */
  readonly #queue: InstanceEffect[] = [];
  #cancel: (() => void) | undefined;
  #cancelBoot: () => void = () => {};
  /** What waits for the agent to come back. */
  #heldEffects: EngineEffect[] = [];
  #heldObservations: TaskObservation[] = [];

  constructor(
    readonly world: SimulatedWorld,
    readonly clock: Clock,
    readonly install: SimulatedInstall,
    readonly instanceArn: string,
    readonly spec: InstanceSpec,
    readonly behaviour: InstanceBehaviour,
  ) {
    this.privateIpAddress = world.addresses.take(spec.availabilityZone);
    install.instances.set(instanceArn, this);
  }

  get isRunning(): boolean {
    return this.#status === 'RUNNING';
  }

  get isDisconnected(): boolean {
    return this.#agent === 'DISCONNECTED';
  }

  /** Effects take effect in the order given, each when the one before is over. */
  perform(effect: InstanceEffect): void {
    this.#queue.push(effect);
    if (!this.#cancel) this.#next();
  }

  /** Keeps what is asked of a task on it until its agent is back. */
  defer(effect: EngineEffect): void {
    this.#heldEffects.push(effect);
  }

  /** Keeps what its agent has to tell until it can. */
  hold(observation: TaskObservation): void {
    this.#heldObservations.push(observation);
  }

  /** Undefined while (and if) there is nothing that an engine could list. */
  listed(): ListedInstance | undefined {
    const { instanceArn, privateIpAddress } = this;
    if (this.#status === 'RUNNING' || this.#status === 'STOPPING')
      return { instanceArn, status: 'RUNNING', privateIpAddress };
    return this.#hasRun ? { instanceArn, status: 'STOPPED', privateIpAddress } : undefined;
  }

  /** Whether its agent is there, for an engine that has just opened and may have missed a change. */
  observeConnection(): void {
    const { instanceArn } = this;
    if (this.#agent === 'DOWN') return;
    const connected = this.#agent === 'CONNECTED';
    this.#observe({ type: 'AgentConnectionChanged', instanceArn, connected });
  }

  crash(): boolean {
    if (this.#status !== 'RUNNING' && this.#status !== 'STARTING') return false;
    this.#goDown('STOPPED');
    for (const task of [...this.tasks]) removeTask(this.world, this.install, task);
    this.#hasRun = true;
    this.#observe({ type: 'InstanceStopped', instanceArn: this.instanceArn });
    if (this.#cancel) this.#done();
    return true;
  }

  disconnect(): boolean {
    if (this.#agent !== 'CONNECTED') return false;
    this.#agent = 'DISCONNECTED';
    this.observeConnection();
    return true;
  }

  reconnect(): boolean {
    if (this.#agent !== 'DISCONNECTED') return false;
    this.#agent = 'CONNECTED';
    if (!this.#isAnnounced) this.#announceAgent();
    this.observeConnection();
    for (const observation of this.#heldObservations.splice(0))
      report(this.world, this.install, observation);
    this.#forgetWaiting();
    for (const effect of this.#heldEffects.splice(0)) this.install.listener?.perform(effect);
    return true;
  }

  #next(): void {
    const effect = this.#queue.shift();
    if (!effect) return;
    if (effect.type === 'StartInstance') this.#start();
    else this.#stop(effect.type);
  }

  #start(): void {
    const { instanceArn } = this;
    const { start = DEFAULT_INSTANCE_TIMES.start, startFailure, crash } = this.behaviour;
    if (this.#status === 'RUNNING') {
      this.#after(0, () => {
        this.#observeStarted();
        // Whoever asks again may not have heard of its agent.
        this.#isAnnounced = false;
        if (this.#agent === 'CONNECTED') this.#announceAgent();
      });
      return;
    }
    this.install.instances.set(instanceArn, this);
    this.#status = 'STARTING';
    this.#after(start, () => {
      if (startFailure && this.world.random() < startFailure.rate) {
        this.#status = 'STOPPED';
        if (!this.#hasRun && this.#queue.length === 0) this.#vanish();
        const { reason = 'Server.InternalError: Internal error on launch' } = startFailure;
        this.#observe({ type: 'InstanceStartFailed', instanceArn, reason });
        return;
      }
      this.#status = 'RUNNING';
      this.#hasRun = true;
      this.#boot();
      if (crash && this.world.random() < crash.rate) {
        const cancelBoot = this.#cancelBoot;
        const cancelCrash = this.clock.after(this.world.random() * crash.within, () =>
          this.crash(),
        );
        this.#cancelBoot = () => {
          cancelBoot();
          cancelCrash();
        };
      }
      this.#observeStarted();
    });
  }

  #boot(): void {
    const { boot = DEFAULT_INSTANCE_TIMES.boot, bootFailure } = this.behaviour;
    if (this.spec.agentConfiguration === undefined) return;
    if (bootFailure && this.world.random() < bootFailure.rate) return;
    this.#cancelBoot = this.clock.after(boot, () => {
      this.#agent = 'CONNECTED';
      this.#announceAgent();
    });
  }

  #announceAgent(): void {
    const { instanceArn } = this;
    const configuration = this.spec.agentConfiguration;
    if (configuration === undefined) return;
    this.#isAnnounced = this.world.available && this.install.listener !== undefined;
    this.#observe({ type: 'AgentStarted', instanceArn, configuration });
  }

  #stop(type: 'StopInstance' | 'TerminateInstance'): void {
    const { instanceArn } = this;
    const { stop = DEFAULT_INSTANCE_TIMES.stop } = this.behaviour;
    const isUp = this.#status === 'RUNNING';
    if (isUp) {
      const wasDisconnected = this.isDisconnected;
      this.#status = 'STOPPING';
      for (const task of [...this.tasks]) {
        for (const container of task.containers.values())
          if (wasDisconnected) container.remove();
          else container.halt();
        removeTask(this.world, this.install, task);
      }
      this.#goDown('STOPPING');
    }
    this.#after(isUp ? stop : 0, () => {
      this.#status = 'STOPPED';
      if (type === 'TerminateInstance' && this.#queue.length === 0) this.#vanish();
      if (type === 'TerminateInstance') this.#hasRun = false;
      this.#observe({
        type: type === 'StopInstance' ? 'InstanceStopped' : 'InstanceTerminated',
        instanceArn,
      });
    });
  }

  #goDown(status: 'STOPPED' | 'STOPPING'): void {
    this.#status = status;
    this.#agent = 'DOWN';
    this.#isAnnounced = false;
    this.#cancelBoot();
    this.#cancelBoot = () => {};
    this.#heldObservations = [];
    this.#forgetWaiting();
    this.#heldEffects = [];
  }

  #vanish(): void {
    const { instanceArn } = this;
    this.world.addresses.release(this.privateIpAddress);
    this.world.machines.delete(instanceArn);
    this.install.instances.delete(instanceArn);
  }

  #forgetWaiting(): void {
    for (const effect of this.#heldEffects)
      if ('taskArn' in effect) this.install.waiting.delete(effect.taskArn);
  }

  /** What is under way ends `delay` ms from now, never within `perform`; then comes the next. */
  #after(delay: number, end: () => void): void {
    this.#cancel = this.clock.after(delay, () => {
      end();
      this.#done();
    });
  }

  #done(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#next();
  }

  #observeStarted(): void {
    const { instanceArn, privateIpAddress } = this;
    this.#observe({ type: 'InstanceStarted', instanceArn, privateIpAddress });
  }

  #observe(observation: InstanceObservation): void {
    report(this.world, this.install, observation);
  }
}
