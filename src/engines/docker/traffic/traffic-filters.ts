import type { TrafficEffect } from '../../../core/effects.ts';
import type { Traffic } from '../../../core/security-groups/traffic.ts';
import { isConnectionError, statusCodeOf } from '../errors.ts';
import { instanceNameOf, loadBalancerNameOf, pauseNameOf } from '../labels.ts';
import { Lane } from '../lane.ts';
import { networkTools } from '../network-tools.ts';
import type { World } from '../world.ts';
import { filterTable } from './filter-table.ts';

/** So many namespaces are changed at a time. */
const AT_A_TIME = 4;

/** What is to pass at one interface, and the work under way. */
interface Line {
  readonly container: string;
  /** Undefined: nothing new. */
  wanted: Traffic | null | undefined;
  running: Promise<void>;
}

/**
 * What passes at the interfaces of the install. Of what is asked for one interface while it is being
 * changed only the last counts.
 */
export class TrafficFilters {
  readonly #lines = new Map<string, Line>();
  readonly #lane = new Lane(AT_A_TIME);
  #missing: string | undefined;

  /** Why nothing is filtered; undefined: it is, or nobody has asked for it yet. */
  get missing(): string | undefined {
    return this.#missing;
  }

  want(world: World, { arn, of, traffic }: TrafficEffect): void {
    const known = this.#lines.get(arn);
    if (known !== undefined) {
      known.wanted = traffic;
      return;
    }
    const container = NAMES[of](arn);
    const line: Line = { container, wanted: traffic, running: Promise.resolve() };
    this.#lines.set(arn, line);
    line.running = this.#work(world, arn, line);
  }

  /** Resolves when all that was asked for that interface holds. */
  async applied(arn: string): Promise<void> {
    await this.#lines.get(arn)?.running;
  }

  async idle(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ running }) => running));
  }

  async #work(world: World, arn: string, line: Line): Promise<void> {
    while (line.wanted !== undefined) await this.#lane.run(() => this.#apply(world, line));
    this.#lines.delete(arn);
  }

  async #apply(world: World, line: Line): Promise<void> {
    const { container, wanted = null } = line;
    line.wanted = undefined;
    try {
      const tools = await networkTools(world.docker);
      if ('missing' in tools) this.#cannot(tools.missing);
      else {
        const table = filterTable(wanted, await world.network.get());
        await tools.run(container, ['iptables-restore'], table);
      }
    } catch (error) {
      // 404: the container is gone. 409: it does not run. Docker away: all is told again when it is back.
      const status = statusCodeOf(error);
      if (status === 404 || status === 409 || isConnectionError(error)) return;
      console.error(`The security groups of ${container} could not be put in force:`, error);
    }
  }

  #cannot(reason: string): void {
    if (this.#missing === undefined)
      console.error(`Security groups do not filter here: ${reason} Their API works all the same.`);
    this.#missing = reason;
  }
}

/** Docker's names of the containers whose network it is. */
const NAMES: Readonly<Record<TrafficEffect['of'], (arn: string) => string>> = {
  task: pauseNameOf,
  instance: instanceNameOf,
  'load-balancer': loadBalancerNameOf,
};
