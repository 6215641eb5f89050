import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { nameOf } from '../../core/arn.ts';
import type { LoadBalancerEffect } from '../../core/effects.ts';
import type { ListedLoadBalancer } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import { sha256, subfolders } from './folders.ts';
import { ProcessLoadBalancer, readLoadBalancerRecord } from './load-balancer.ts';
import type { HostPorts } from './ports.ts';

/** Where the load balancers of an install are kept. */
export const loadBalancersFolder = (dataDir: string): string => join(dataDir, 'load-balancers');

/** All load balancers of an install. One whose program ended is started again. */
export class ProcessLoadBalancers {
  readonly #loadBalancers = new Map<string, ProcessLoadBalancer>();
  readonly #cancelRestarts = new Map<string, () => void>();
  #isLetGo = false;

  constructor(
    readonly host: EngineHost,
    readonly hostPorts: HostPorts,
    /** Does that after all that was asked of that load balancer before. */
    readonly enqueue: (loadBalancerArn: string, work: () => Promise<void>) => Promise<void>,
  ) {
    for (const folder of subfolders(loadBalancersFolder(host.dataDir))) {
      const record = readLoadBalancerRecord(folder);
      if (record === undefined) {
        // Its start was cut short; when asked for again it starts anew.
        rmSync(folder, { recursive: true, force: true });
        continue;
      }
      const loadBalancer = this.#make(record.loadBalancerArn, folder, record.gatewayPort);
      if (!loadBalancer.adopt()) this.#restartAfter(0, loadBalancer);
    }
  }

  list(): ListedLoadBalancer[] {
    return [...this.#loadBalancers.values()].map(({ listed }) => listed);
  }

  follow(): void {
    for (const loadBalancer of this.#loadBalancers.values()) loadBalancer.follow();
  }

  /** Never rejects: what goes wrong is an observation. */
  async perform(effect: LoadBalancerEffect): Promise<void> {
    const { loadBalancerArn } = effect;
    const known = this.#loadBalancers.get(loadBalancerArn);
    switch (effect.type) {
      case 'StartLoadBalancer':
        await this.#start(known ?? this.#make(loadBalancerArn));
        return;
      case 'ConfigureLoadBalancer':
        known?.configure(effect.configuration);
        return;
      case 'RemoveLoadBalancer':
        this.#cancelRestarts.get(loadBalancerArn)?.();
        await known?.remove();
        this.#loadBalancers.delete(loadBalancerArn);
        this.host.observe({ type: 'LoadBalancerRemoved', loadBalancerArn });
    }
  }

  /** Stops to follow them, and leaves them as they are. */
  letGo(): void {
    this.#isLetGo = true;
    for (const cancel of this.#cancelRestarts.values()) cancel();
    for (const loadBalancer of this.#loadBalancers.values()) loadBalancer.letGo();
  }

  #make(
    loadBalancerArn: string,
    folder = this.#folderOf(loadBalancerArn),
    gatewayPort = 0,
  ): ProcessLoadBalancer {
    const loadBalancer: ProcessLoadBalancer = new ProcessLoadBalancer(
      folder,
      { loadBalancerArn, gatewayPort },
      this.host,
      this.hostPorts,
      (pause) => this.#restartAfter(pause, loadBalancer),
    );
    this.#loadBalancers.set(loadBalancerArn, loadBalancer);
    return loadBalancer;
  }

  async #start(loadBalancer: ProcessLoadBalancer): Promise<void> {
    try {
      await loadBalancer.start();
      loadBalancer.observeStarted();
    } catch (error) {
      const { loadBalancerArn } = loadBalancer;
      const reason = `The load balancer cannot start: ${messageOf(error)}`;
      this.host.observe({ type: 'LoadBalancerStartFailed', loadBalancerArn, reason });
    }
  }

  #restartAfter(pause: number, loadBalancer: ProcessLoadBalancer): void {
    if (this.#isLetGo) return;
    const { loadBalancerArn } = loadBalancer;
    const cancel = this.host.clock.after(pause, () => {
      void this.enqueue(loadBalancerArn, () => this.#restart(loadBalancer));
    });
    this.#cancelRestarts.set(loadBalancerArn, cancel);
  }

  async #restart(loadBalancer: ProcessLoadBalancer): Promise<void> {
    const { loadBalancerArn, isRunning } = loadBalancer;
    if (isRunning || this.#loadBalancers.get(loadBalancerArn) !== loadBalancer) return;
    try {
      await loadBalancer.start();
      loadBalancer.observeStarted();
    } catch (error) {
      const pause = loadBalancer.pauseAfterFailure();
      process.emitWarning(
        `The load balancer ${nameOf(loadBalancerArn)} could not be started again: ${messageOf(error)} ` +
          `Trying again in ${pause / 1000} s.`,
      );
      this.#restartAfter(pause, loadBalancer);
    }
  }

  #folderOf(loadBalancerArn: string): string {
    const name = `${nameOf(loadBalancerArn)}-${sha256(loadBalancerArn).slice(0, 8)}`;
    return join(loadBalancersFolder(this.host.dataDir), name);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
