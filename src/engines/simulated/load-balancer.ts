import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../../core/load-balancers/configuration.ts';
import type { ListedLoadBalancer, LoadBalancerObservation } from '../../core/observations.ts';
import type { Clock } from '../engine.ts';
import { DEFAULT_TIMES } from './behaviour.ts';
import type { HostedLoadBalancer } from './hosting.ts';
import { SimulatedTarget } from './target.ts';
import { report, type SimulatedInstall, type SimulatedWorld } from './world.ts';

/** One load balancer of the simulation: no traffic, but the health of its targets. */
export class SimulatedLoadBalancer {
  readonly #privateIpAddress: string;
  #status: 'STARTING' | 'RUNNING' | 'GONE' = 'STARTING';
  #configuration: LoadBalancerConfiguration | undefined;
  /** By group, id and port. */
  #targets = new Map<string, SimulatedTarget>();
  /** Whose health is to be told in a moment, all at once. */
  readonly #news = new Set<SimulatedTarget>();
  #hosted: HostedLoadBalancer | undefined;

  constructor(
    readonly world: SimulatedWorld,
    readonly clock: Clock,
    readonly install: SimulatedInstall,
    readonly loadBalancerArn: string,
    readonly token: string,
  ) {
    this.#privateIpAddress = world.addresses.take('us-east-1a');
    install.loadBalancers.set(loadBalancerArn, this);
    this.#boot();
  }

  get listed(): ListedLoadBalancer {
    const { loadBalancerArn } = this;
    return { loadBalancerArn, address: this.#status === 'RUNNING' ? this.#address : undefined };
  }

  /** It was asked for once more: what is known already is said again. */
  repeat(): void {
    if (this.#status === 'RUNNING') this.#observeStarted();
  }

  /** Takes it over as a whole; a target that stays keeps what is known of it. */
  configure(configuration: LoadBalancerConfiguration): void {
    this.#configuration = configuration;
    if (this.#status === 'RUNNING') this.#apply(configuration);
    // Whoever configures it may have missed what it told before.
    this.observeHealth();
  }

  observeHealth(): void {
    this.#tellHealth(this.#hosted?.health() ?? []);
    for (const target of this.#targets.values()) this.#tell(target);
  }

  /** As `kill -9` of its program: it comes back by itself, as configured, and looks at all anew. */
  kill(): boolean {
    if (this.#status !== 'RUNNING') return false;
    this.#status = 'STARTING';
    this.#hosted?.close();
    this.#forgetTargets();
    this.#boot();
    return true;
  }

  remove(): void {
    this.#status = 'GONE';
    this.#hosted?.close();
    this.#forgetTargets();
    this.world.addresses.release(this.#privateIpAddress);
    this.install.loadBalancers.delete(this.loadBalancerArn);
  }

  #boot(): void {
    const { hosting } = this.world;
    this.clock.after(DEFAULT_TIMES.startLoadBalancer, () => {
      if (hosting === undefined) this.#isUp();
      else
        void hosting
          .openLoadBalancer(this.loadBalancerArn, this.token, () => this.observeHealth())
          .then((hosted) => {
            this.#hosted = hosted;
            if (this.#status === 'GONE') hosted.close();
            this.#isUp();
          });
    });
  }

  #isUp(): void {
    if (this.#status !== 'STARTING') return;
    this.#status = 'RUNNING';
    this.#observeStarted();
    if (this.#configuration) this.#apply(this.#configuration);
  }

  #apply(configuration: LoadBalancerConfiguration): void {
    if (this.#hosted !== undefined) {
      this.#hosted.configure(configuration);
      return;
    }
    const { targetGroups } = configuration;
    const before = this.#targets;
    this.#targets = new Map();
    for (const group of targetGroups)
      for (const target of group.targets) {
        if (target.draining) continue;
        const key = `${group.targetGroupArn} ${target.id} ${target.port}`;
        const known = before.get(key);
        before.delete(key);
        known?.configure(group, target);
        this.#targets.set(
          key,
          known ??
            new SimulatedTarget(this.clock, this.install.places, group, target, (changed) =>
              this.#tell(changed),
            ),
        );
      }
    for (const target of before.values()) {
      target.forget();
      this.#news.delete(target);
    }
  }

  #forgetTargets(): void {
    for (const target of this.#targets.values()) target.forget();
    this.#targets.clear();
    this.#news.clear();
  }

  #tell(target: SimulatedTarget): void {
    this.#news.add(target);
    if (this.#news.size > 1) return;
    this.clock.after(0, () => {
      const targets = [...this.#news].flatMap(({ health }) => health ?? []);
      this.#news.clear();
      this.#tellHealth(targets);
    });
  }

  #tellHealth(targets: readonly TargetHealth[]): void {
    const { loadBalancerArn } = this;
    if (targets.length > 0)
      this.#observe({ type: 'TargetHealthChanged', loadBalancerArn, targets });
  }

  get #address() {
    const { gatewayPort } = this.#hosted ?? {};
    return { privateIpAddress: this.#privateIpAddress, gatewayPort };
  }

  #observeStarted(): void {
    const { loadBalancerArn } = this;
    this.#observe({ type: 'LoadBalancerStarted', loadBalancerArn, address: this.#address });
  }

  #observe(observation: LoadBalancerObservation): void {
    report(this.world, this.install, observation);
  }
}
