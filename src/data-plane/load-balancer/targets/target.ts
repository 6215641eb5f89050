import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Pool } from 'undici';
import type {
  TargetConfiguration,
  TargetGroupConfiguration,
  TargetHealth,
} from '../../../core/load-balancers/configuration.ts';
import { type Address, check } from '../health/check.ts';
import { afterCheck, type CheckResult, FAILED, type Health, INITIAL } from '../health/health.ts';
import { type HealthReports, keyOf } from '../health/reports.ts';
import { type Pace, Watch } from '../health/watch.ts';
import { RequestCounts } from '../request-counts.ts';
import type { LoadBalancerDescription } from '../surroundings.ts';

/** AWS: a connection to a target that takes longer fails with 504. */
const CONNECT_TIMEOUT_MS = 10_000;
/** As for requests: AWS's limit for a whole head. */
export const MAX_HEAD_BYTES = 64 * 1024;
/** More requests at a time to one target wait for one of these. */
const MAX_CONNECTIONS = 1024;
/** What is under way to a target that leaves may still end in so long. */
const LEAVING_MS = 1000;

/** No longer than a connection may be silent: where time is made short, that is short too. */
export const connectTimeout = (idleTimeout: number): number =>
  Math.min(CONNECT_TIMEOUT_MS, idleTimeout);

type Network = LoadBalancerDescription['network'];

/** What a target is called by those who registered it. */
export type TargetName = Pick<TargetHealth, 'targetGroupArn' | 'id' | 'port'>;

/** One target of one group, by its id and port: where it is, how it does, what is under way to it. */
export class Target {
  /** Names it in cookies, and nothing about it. */
  readonly key: string;
  readonly counts = new RequestCounts();
  /** Requests under way. */
  outstanding = 0;
  /** Whose turn it is; see `nextTurn`. */
  current = 0;
  /** Since when it is in slow start; undefined: it is not. */
  slowStartedAt: number | undefined;
  readonly #network: Network;
  readonly #reports: HealthReports;
  readonly #onState: (target: Target) => void;
  readonly #pace: Pace | undefined;
  /** Connections that go through as they are. */
  readonly #connections = new Set<Duplex>();
  #group: TargetGroupConfiguration;
  #configuration: TargetConfiguration;
  #health = INITIAL;
  #watch: Watch | undefined;
  #pool: Pool | undefined;

  constructor(
    group: TargetGroupConfiguration,
    configuration: TargetConfiguration,
    network: Network,
    reports: HealthReports,
    onState: (target: Target) => void,
    pace?: Pace,
  ) {
    this.#pace = pace;
    this.#group = group;
    this.#configuration = configuration;
    this.#network = network;
    this.#reports = reports;
    this.#onState = onState;
    this.key = shortHash(keyOf(this.name));
    if (!configuration.draining) this.#startWatch();
  }

  get health(): Health {
    return this.#health;
  }

  get draining(): boolean {
    return this.#configuration.draining;
  }

  /** Undefined: it cannot be reached. */
  get address(): Address | undefined {
    const { host, port, publishedPort } = this.#configuration;
    if (this.#network === 'vpc') return host === undefined ? undefined : { host, port };
    return publishedPort === undefined ? undefined : { host: '127.0.0.1', port: publishedPort };
  }

  /** Kept-alive connections to it; undefined: it cannot be reached. */
  pool(idleTimeout: number): Pool | undefined {
    const { address } = this;
    if (address === undefined) return undefined;
    this.#pool ??= new Pool(`http://${authority(address)}`, {
      connections: MAX_CONNECTIONS,
      connectTimeout: connectTimeout(idleTimeout),
      maxHeaderSize: MAX_HEAD_BYTES,
    });
    return this.#pool;
  }

  /** A connection that is closed when the target leaves. */
  hold(connection: Duplex): void {
    this.#connections.add(connection);
    this.outstanding++;
    connection.once('close', () => {
      this.#connections.delete(connection);
      this.outstanding--;
    });
  }

  /** The same target as it is configured from now on. */
  configure(group: TargetGroupConfiguration, configuration: TargetConfiguration): void {
    const before = {
      address: this.address,
      draining: this.draining,
      check: this.#group.healthCheck,
    };
    this.#group = group;
    this.#configuration = configuration;
    const moved = !same(before.address, this.address);
    if (moved) this.#releasePool();
    if (this.draining) this.#forgetHealth();
    else if (before.draining || moved || !same(before.check, group.healthCheck)) this.#startWatch();
  }

  /** It is registered no more: what is under way gets a moment to end. */
  leave(): void {
    this.#forgetHealth();
    this.#releasePool();
    setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, LEAVING_MS);
  }

  get name(): TargetName {
    const { id, port } = this.#configuration;
    return { targetGroupArn: this.#group.targetGroupArn, id, port };
  }

  #startWatch(): void {
    this.#watch?.stop();
    const { healthCheck } = this.#group;
    this.#watch = new Watch(
      () => this.#check(),
      healthCheck.interval,
      (result) => this.#learn(result),
      this.#pace,
    );
  }

  async #check(): Promise<CheckResult> {
    const { address } = this;
    if (address === undefined) return FAILED;
    const { healthCheck, protocol } = this.#group;
    const port = this.#network === 'vpc' ? (healthCheck.port ?? address.port) : address.port;
    const result = await check({ host: address.host, port }, healthCheck);
    // AWS: the other reasons are application load balancers'.
    return result.passed || protocol === 'HTTP' ? result : FAILED;
  }

  #learn(result: CheckResult): void {
    const before = this.#health.state;
    this.#health = afterCheck(this.#health, result, this.#group.healthCheck);
    const { state, reason, description } = this.#health;
    if (state !== before) this.#onState(this);
    if (state !== 'initial') this.#reports.tell({ ...this.name, state, reason, description });
  }

  /** AWS: one that is registered again starts anew. */
  #forgetHealth(): void {
    this.#watch?.stop();
    this.#watch = undefined;
    this.#health = INITIAL;
    this.slowStartedAt = undefined;
    this.#reports.forget(this.name);
  }

  #releasePool(): void {
    const pool = this.#pool;
    this.#pool = undefined;
    if (pool === undefined) return;
    const late = setTimeout(() => void pool.destroy(), LEAVING_MS);
    void pool.close().then(() => clearTimeout(late));
  }
}

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 16);

export const authority = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
