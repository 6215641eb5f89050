import type { Scope } from '../arn.ts';
import { Refusal } from '../errors.ts';
import type { Instance } from '../model/index.ts';
import { defaultSubnets, type Subnet } from '../network/default-vpc.ts';
import { insufficientCapacity, invalidValue } from './errors.ts';

interface Where {
  readonly SubnetId?: string | undefined;
  readonly AvailabilityZone?: string | undefined;
}

/**
 * Where all instances of a call go: the subnet or zone named, else, since EC2 chooses one zone for
 * the whole call, the zone with the fewest of the account's instances. Never a zone that is `lost`.
 */
export function subnetFor(
  { region }: Scope,
  { SubnetId, AvailabilityZone }: Where,
  live: readonly Instance[],
  lost: ReadonlySet<string> = new Set(),
): Subnet {
  const subnets = defaultSubnets(region);
  const ofId = subnets.find(({ subnetId }) => subnetId === SubnetId);
  if (SubnetId !== undefined && ofId === undefined) {
    throw new Refusal(
      'InvalidSubnetID.NotFound',
      `The subnet ID '${SubnetId}' does not exist. There are: ${subnets.map(({ subnetId }) => subnetId).join(', ')}.`,
    );
  }
  const ofZone = subnets.find(({ availabilityZone }) => availabilityZone === AvailabilityZone);
  if (AvailabilityZone !== undefined && ofZone === undefined) {
    throw invalidValue(
      `Invalid availability zone: [${AvailabilityZone}]. There are: ${subnets.map(({ availabilityZone }) => availabilityZone).join(', ')}.`,
    );
  }
  if (ofId !== undefined && ofZone !== undefined && ofId !== ofZone) {
    throw invalidValue(
      `The availability zone '${AvailabilityZone}' does not match that of the subnet '${SubnetId}', ${ofId.availabilityZone}.`,
    );
  }
  const there = subnets.filter(({ availabilityZone }) => !lost.has(availabilityZone));
  const named = ofId ?? ofZone;
  if (there.length === 0 || (named !== undefined && lost.has(named.availabilityZone)))
    throw insufficientCapacity(named?.availabilityZone ?? region, there);
  return named ?? emptiest(there, live);
}

function emptiest([first, ...others]: readonly Subnet[], live: readonly Instance[]): Subnet {
  if (first === undefined) throw new Refusal('MissingInput', 'There is no default subnet.');
  const count = (subnet: Subnet) =>
    live.filter(({ subnetId }) => subnetId === subnet.subnetId).length;
  return others.reduce((least, subnet) => (count(subnet) < count(least) ? subnet : least), first);
}

/** AWS keeps the first four addresses of a subnet and the last. */
const FIRST = 4;

/** Up to `wanted` addresses of the block that none of the instances has, lowest first. */
export function freeAddresses(
  cidrBlock: string,
  live: readonly Instance[],
  wanted: number,
): string[] {
  const [base = '', bits = '32'] = cidrBlock.split('/');
  const start = base.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
  const taken = new Set(live.map(({ privateIpAddress }) => privateIpAddress));
  const free: string[] = [];
  const last = 2 ** (32 - Number(bits)) - 1;
  for (let host = FIRST; host < last && free.length < wanted; host += 1) {
    const address = dotted(start + host);
    if (!taken.has(address)) free.push(address);
  }
  return free;
}

const dotted = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
