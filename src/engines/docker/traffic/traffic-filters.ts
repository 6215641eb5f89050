import type { TrafficEffect } from '../../../core/effects.ts';
import { contains } from '../../../core/network/cidr.ts';
import { DEFAULT_VPC_CIDR } from '../../../core/network/default-vpc.ts';
import { isConnectionError, statusCodeOf } from '../errors.ts';
import { instanceNameOf, loadBalancerNameOf, pauseNameOf } from '../labels.ts';
import { Lane } from '../lane.ts';
import { networkTools } from '../network-tools.ts';
import type { World } from '../world.ts';
import { bridgedAddresses } from './bridged-addresses.ts';
import { filterTable, type Surroundings } from './filter-table.ts';

/** So many namespaces are changed at a time. */
const AT_A_TIME = 4;
const LINK_LOCAL = '169.254.0.0/16';

/** An interface, and what is to pass there. */
interface Line {
  told: TrafficEffect;
  /** It is not, or perhaps not, in force yet. */
  toDo: boolean;
  running: Promise<void> | undefined;
}

/**
 * What passes at the interfaces of the install. Of what is told of an interface while it is being
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

  want(world: World, told: TrafficEffect): void {
    const line = this.#lines.get(told.arn) ?? { told, toDo: true, running: undefined };
    line.told = told;
    this.#lines.set(told.arn, line);
    this.#begin(world, line);
  }

  /** A container with an address of its own runs on that instance, and belongs to its groups. */
  arrivedOn(world: World, instanceArn: string): void {
    const instance = world.instances.running(instanceArn);
    for (const line of this.#lines.values()) {
      const { arn, traffic } = line.told;
      const refersToIt = [...(traffic?.ingress ?? []), ...(traffic?.egress ?? [])].some(
        ({ peers }) => instance !== undefined && peers.includes(instance.privateIpAddress),
      );
      if (arn === instanceArn || refersToIt) this.#begin(world, line);
    }
  }

  /** Resolves when all that was told of that interface is in force. */
  async applied(arn: string): Promise<void> {
    await this.#lines.get(arn)?.running;
  }

  forget(arn: string): void {
    this.#lines.delete(arn);
  }

  async idle(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ running }) => running));
  }

  #begin(world: World, line: Line): void {
    line.toDo = true;
    line.running ??= this.#work(world, line);
  }

  async #work(world: World, line: Line): Promise<void> {
    while (line.toDo) await this.#lane.run(() => this.#apply(world, line));
    line.running = undefined;
  }

  async #apply(world: World, line: Line): Promise<void> {
    line.toDo = false;
    const { arn, of, traffic } = line.told;
    const container = NAMES[of](arn);
    try {
      const tools = await networkTools(world.docker);
      if ('missing' in tools) this.#cannot(tools.missing);
      else {
        const table = filterTable(traffic, await surroundingsOf(world, arn));
        await tools.run(container, ['iptables-restore'], table);
      }
    } catch (error) {
      // 404: the container is gone. 409: it does not run. Docker away: all is told again when it is back.
      const status = statusCodeOf(error);
      if (status === 404 || status === 409) this.forget(arn);
      else if (!isConnectionError(error))
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

const surroundingsOf = async (world: World, arn: string): Promise<Surroundings> => {
  const { gateway, subnet } = await world.network.get();
  const bridged = await bridgedAddresses(world, subnet);
  const onInstance = new Map(
    world.instances
      .all()
      .map(({ instanceArn, privateIpAddress }) => [privateIpAddress, bridged.get(instanceArn)]),
  );
  return {
    free: [gateway, LINK_LOCAL, ...(bridged.get(arn) ?? [])],
    addressesOf: (peer) => [
      peer,
      ...(isWholeVpc(peer) ? [subnet] : []),
      ...(onInstance.get(peer) ?? []),
    ],
  };
};

/**
 * The VPC has other addresses here than it says, so that they do not clash with this machine's. A
 * range of all addresses needs nothing more.
 */
const isWholeVpc = (range: string): boolean => {
  const [first = '', length = '32'] = DEFAULT_VPC_CIDR.split('/');
  const prefix = Number(range.split('/')[1] ?? '32');
  return prefix > 0 && prefix <= Number(length) && contains(range, first);
};
