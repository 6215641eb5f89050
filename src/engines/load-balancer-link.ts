import type { LoadBalancerConfiguration } from '../core/load-balancers/configuration.ts';
import type { EngineHost } from './engine.ts';
import { LoadBalancerGateway } from './load-balancer-gateway.ts';

/** As `data-plane/load-balancer/surroundings.ts` names them. */
const CONFIGURATION_PATH = '/_load-balancer/configuration';
const HEALTH_PATH = '/_load-balancer/health';

/**
 * Between an engine and the program of a load balancer: hands over its configuration, the newest
 * only and one at a time, and tells the host of its targets' health. A program that does not answer
 * is tried again. What was not handed over yet is kept for the program that comes next.
 */
export class LoadBalancerLink {
  readonly #host: EngineHost;
  readonly #loadBalancerArn: string;
  #gateway: LoadBalancerGateway | undefined;
  #next: LoadBalancerConfiguration | undefined;
  /** To which one configurations are being handed over. */
  #handingOverTo: LoadBalancerGateway | undefined;

  constructor(host: EngineHost, loadBalancerArn: string) {
    this.#host = host;
    this.#loadBalancerArn = loadBalancerArn;
  }

  /**
   * Its program is (now) behind that port of 127.0.0.1. Resolves once it answers, or when that is
   * over because of `disconnect`.
   */
  connect(port: number): Promise<void> {
    this.disconnect();
    const { clock } = this.#host;
    const token = this.#host.loadBalancerToken(this.#loadBalancerArn);
    const gateway = new LoadBalancerGateway(port, token, clock);
    this.#gateway = gateway;
    void this.#handOver(gateway);
    return new Promise((resolve) => void this.#listen(gateway, resolve).then(resolve));
  }

  configure(configuration: LoadBalancerConfiguration): void {
    this.#next = configuration;
    const gateway = this.#gateway;
    if (gateway && this.#handingOverTo !== gateway) void this.#handOver(gateway);
  }

  /** Leaves the program as it is. */
  disconnect(): void {
    this.#gateway?.close();
    this.#gateway = undefined;
  }

  async #handOver(gateway: LoadBalancerGateway): Promise<void> {
    this.#handingOverTo = gateway;
    await gateway.untilDone(async () => {
      while (this.#next !== undefined) {
        const configuration = this.#next;
        const options = { method: 'PUT', path: CONFIGURATION_PATH };
        const answer = await gateway.ask(options, 204, JSON.stringify(configuration));
        answer.resume();
        if (this.#next === configuration) this.#next = undefined;
      }
      this.#handingOverTo = undefined;
      return true;
    });
  }

  /** On each connection what is known comes first, so nothing is missed in between. */
  #listen(gateway: LoadBalancerGateway, answers: () => void): Promise<void> {
    const loadBalancerArn = this.#loadBalancerArn;
    return gateway.untilDone(async (alive) => {
      const answer = await gateway.ask({ method: 'GET', path: HEALTH_PATH }, 200);
      answers();
      answer.setEncoding('utf8');
      let rest = '';
      for await (const chunk of answer) {
        alive();
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        const targets = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
        if (targets.length > 0 && !gateway.isClosed)
          this.#host.observe({ type: 'TargetHealthChanged', loadBalancerArn, targets });
      }
      return false;
    });
  }
}
