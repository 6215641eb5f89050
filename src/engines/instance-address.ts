/**
 * Private addresses as the default VPC gives them: 172.31.0.0/16, a /20 for each zone in the order
 * of their letters. Of each subnet the first four addresses and the last are reserved.
 * Source: Amazon VPC user guide, "Default VPC components" and "Subnet sizing".
 */
const RESERVED = 4;
const SUBNET_SIZE = 2 ** 12;

/** Chooses private addresses, each for one holder at a time, in constant time. */
export class PrivateAddresses {
  readonly #zones = new Map<number, { next: number; readonly freed: Set<number> }>();
  readonly #taken = new Set<number>();

  /**
   * An address in the zone's subnet. Where the subnet is full it is one of 100.64.0.0/10, which is
   * what VPCs that ran out of addresses are extended with.
   */
  take(availabilityZone: string): string {
    const first = firstOf(availabilityZone);
    return this.#takeFrom(first, first + SUBNET_SIZE - 1) ?? this.#takeBeyond();
  }

  /** Notes an address that is held already. */
  adopt(address: string): void {
    this.#taken.add(numberOf(address));
  }

  release(address: string): void {
    const number = numberOf(address);
    if (!this.#taken.delete(number)) return;
    for (const [first, { next, freed }] of this.#zones)
      if (number >= first && number < next) freed.add(number);
  }

  #takeBeyond(): string {
    const address = this.#takeFrom(numberOf('100.64.0.0'), numberOf('100.128.0.0') - 1);
    if (address === undefined) throw new Error('No private address is left.');
    return address;
  }

  #takeFrom(first: number, end: number): string | undefined {
    const zone = this.#zones.get(first) ?? { next: first + RESERVED, freed: new Set() };
    this.#zones.set(first, zone);
    while (zone.next < end) {
      const number = zone.next++;
      if (this.#taken.has(number)) continue;
      this.#taken.add(number);
      return addressOf(number);
    }
    for (const number of zone.freed) {
      zone.freed.delete(number);
      if (this.#taken.has(number)) continue;
      this.#taken.add(number);
      return addressOf(number);
    }
    return undefined;
  }
}

/** The MAC address of an interface with that address, as Docker derives it. */
export const macAddressOf = (address: string): string =>
  [
    '02',
    '42',
    ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0')),
  ].join(':');

/** `us-east-1b` → the number of 172.31.16.0. */
const firstOf = (availabilityZone: string): number => {
  const index = Math.max(0, availabilityZone.charCodeAt(availabilityZone.length - 1) - 97) % 16;
  return numberOf('172.31.0.0') + index * SUBNET_SIZE;
};

const numberOf = (address: string): number =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

const addressOf = (number: number): string =>
  [number / 2 ** 24, number / 2 ** 16, number / 2 ** 8, number]
    .map((part) => Math.floor(part) % 256)
    .join('.');
