import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import { scopeOf } from '../../core/arn.ts';
import type { LoadBalancer } from '../../core/model/index.ts';
import type { Flow, RequestCounts } from '../api.ts';
import { loadBalancerToken } from '../load-balancers/load-balancer-token.ts';

/** Milliseconds from one look at the counters to the next, and for which one is waited for. */
const EVERY = 1_000;
/** As `data-plane/load-balancer/surroundings.ts` names it. */
const COUNTS_PATH = '/_load-balancer/counts';

type OfLoadBalancer = Flow['loadBalancers'][number];

/** What a load balancer's program answers. */
export interface Counted extends RequestCounts {
  readonly targets: readonly (RequestCounts & {
    readonly targetGroupArn: string;
    readonly id: string;
    readonly port: number;
  })[];
}

interface Looked {
  readonly at: number;
  readonly counted: Counted;
}

/** Asks the load balancers of an account how many requests came, for as long as it is not stopped. */
export class FlowMeter {
  readonly #before = new Map<string, Looked>();
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  constructor(
    readonly controlPlane: Pick<ControlPlane, 'state'>,
    readonly account: string,
    readonly token: string,
    readonly onFlow: (flow: Flow) => void,
  ) {
    this.#timer = setInterval(() => void this.#look(), EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const { loadBalancers } = this.controlPlane.state;
    const own = [...loadBalancers.values()].filter(
      ({ loadBalancerArn, gatewayPort }) =>
        gatewayPort !== undefined && scopeOf(loadBalancerArn).account === this.account,
    );
    const found = await Promise.all(own.map((loadBalancer) => this.#ask(loadBalancer)));
    this.#looking = false;
    if (own.length > 0) this.onFlow({ loadBalancers: found.flatMap((one) => one ?? []) });
  }

  /** Undefined: it does not answer just now, or for the first time. */
  async #ask({ loadBalancerArn, gatewayPort }: LoadBalancer): Promise<OfLoadBalancer | undefined> {
    const token = loadBalancerToken(this.token, loadBalancerArn);
    const counted = await askFor(gatewayPort, token).catch(() => undefined);
    if (counted === undefined) return undefined;
    const now: Looked = { at: performance.now(), counted };
    const before = this.#before.get(loadBalancerArn);
    this.#before.set(loadBalancerArn, now);
    return before && { arn: loadBalancerArn, ...flowBetween(before, now) };
  }
}

/** What came in between, a second. A program that was started again counts from zero. */
export const flowBetween = (before: Looked, now: Looked): Omit<OfLoadBalancer, 'arn'> => {
  const seconds = (now.at - before.at) / 1_000;
  const perSecond = (requests: number, earlier = 0): number =>
    Math.round((10 * (requests < earlier ? requests : requests - earlier)) / seconds) / 10;
  const { targets, ...all } = now.counted;
  return {
    ...all,
    perSecond: perSecond(all.requests, before.counted.requests),
    targets: targets.map((target) => {
      const earlier = before.counted.targets.find(
        ({ targetGroupArn, id, port }) =>
          targetGroupArn === target.targetGroupArn && id === target.id && port === target.port,
      );
      return { ...target, perSecond: perSecond(target.requests, earlier?.requests) };
    }),
  };
};

const askFor = (port: number | undefined, token: string): Promise<Counted> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const options = { host: '127.0.0.1', port, path: COUNTS_PATH, headers, timeout: EVERY };
    const request = get({ ...options, agent: false }, (answer) => {
      if (answer.statusCode === 200) return resolve(text(answer).then((body) => JSON.parse(body)));
      answer.resume();
      reject(new Error(`HTTP ${answer.statusCode}`));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
