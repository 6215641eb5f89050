import type { LoadBalancerConfiguration } from '../../../core/load-balancers/configuration.ts';
import type { LoadBalancerAddress } from '../../../core/observations.ts';
import type { EngineHost } from '../../engine.ts';
import { LoadBalancerLink } from '../../load-balancer-link.ts';
import { RestartPause } from '../../restart-pause.ts';
import { within } from '../within.ts';

/** How long the program of one that has just been started may take to answer. */
const START_PATIENCE = 20_000;

/** A running container of a load balancer. */
export interface RunningLoadBalancer {
  /** Docker's. */
  readonly id: string;
  readonly address: LoadBalancerAddress;
}

/** Each start gives it another port. */
export const isSame = (one: RunningLoadBalancer | undefined, other: RunningLoadBalancer): boolean =>
  one?.id === other.id && one.address.gatewayPort === other.address.gatewayPort;

/** A load balancer as far as we have seen it, and what connects us to its program. */
class KnownLoadBalancer {
  running: RunningLoadBalancer | undefined;
  readonly #host: EngineHost;
  readonly #pause = new RestartPause();
  readonly #link: LoadBalancerLink;
  #connectedAt = 0;
  #cancelRestart: (() => void) | undefined;
  readonly #isClosed: () => boolean;

  constructor(host: EngineHost, loadBalancerArn: string, isClosed: () => boolean) {
    this.#host = host;
    this.#isClosed = isClosed;
    this.#link = new LoadBalancerLink(host, loadBalancerArn);
  }

  configure(configuration: LoadBalancerConfiguration): void {
    this.#link.configure(configuration);
  }

  /** Resolves once its program answers there. */
  async connect(running: RunningLoadBalancer): Promise<void> {
    this.letGo();
    if (this.#isClosed()) return;
    this.running = running;
    this.#connectedAt = this.#host.clock.now();
    await within(START_PATIENCE, this.#link.connect(running.address.gatewayPort ?? 0));
  }

  get isToBeRestarted(): boolean {
    return this.#cancelRestart !== undefined;
  }

  /** It does not run: `restart` is called in a while, the longer the sooner it ended after its start. */
  isDown(restart: () => void): void {
    const ranFor = this.running ? this.#host.clock.now() - this.#connectedAt : 0;
    this.letGo();
    if (this.#isClosed()) return;
    this.#cancelRestart = this.#host.clock.after(this.#pause.after(ranFor), () => {
      this.#cancelRestart = undefined;
      restart();
    });
  }

  /** Leaves it as it is. */
  letGo(): void {
    this.running = undefined;
    this.#link.disconnect();
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
  }
}

/** The load balancers of an install. All of it can be found again in Docker. */
export class KnownLoadBalancers {
  readonly #host: EngineHost;
  readonly #byArn = new Map<string, KnownLoadBalancer>();
  #closed = false;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  get(loadBalancerArn: string): KnownLoadBalancer | undefined {
    return this.#byArn.get(loadBalancerArn);
  }

  /** From now on it is known. */
  add(loadBalancerArn: string): KnownLoadBalancer {
    const known =
      this.get(loadBalancerArn) ??
      new KnownLoadBalancer(this.#host, loadBalancerArn, () => this.#closed);
    this.#byArn.set(loadBalancerArn, known);
    return known;
  }

  arns(): string[] {
    return [...this.#byArn.keys()];
  }

  forget(loadBalancerArn: string): void {
    this.get(loadBalancerArn)?.letGo();
    this.#byArn.delete(loadBalancerArn);
  }

  /** Leaves all as they are, for good. */
  close(): void {
    this.#closed = true;
    for (const known of this.#byArn.values()) known.letGo();
  }
}
