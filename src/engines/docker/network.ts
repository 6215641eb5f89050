import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type Docker from 'dockerode';
import { allowing, statusCodeOf } from './errors.ts';
import { labelFilter, networkLabels } from './labels.ts';
import type { World } from './world.ts';

export interface Network {
  readonly id: string;
  readonly name: string;
  /** The address of this machine on the network. */
  readonly gateway: string;
  /** `10.64.0.0/20` */
  readonly subnet: string;
}

/**
 * Room for 2,000 tasks, more than a Linux bridge takes, whose addresses Docker chooses in the lower
 * half, and as many EC2 instances, whose addresses we choose in the upper half.
 */
const PREFIX = 20;
const HALF = 21;
/** So many such networks are in 10.64–10.127. */
const CANDIDATES = 1024;
const REMOVE_ATTEMPTS = 10;

const candidate = (index: number): string => {
  const number = index % CANDIDATES;
  return `10.${64 + Math.floor(number / 16)}.${(number % 16) * 16}`;
};

/**
 * The VPC of this install: a network of its own. Its addresses are some between 10.64.0.0 and
 * 10.127.255.255 where neither this machine nor Docker has anything.
 */
export const ensureNetwork = async (docker: Docker, installId: string): Promise<Network> => {
  const there = await findNetwork(docker, installId);
  if (there !== undefined) return there;
  const taken = await takenRanges(docker);
  const start = createHash('sha256').update(installId).digest().readUInt16BE();
  for (let step = 0; step < CANDIDATES; step++) {
    const base = candidate(start + step);
    if (taken.some((range) => overlaps(range, `${base}.0`))) continue;
    try {
      return await createNetwork(docker, installId, base);
    } catch (error) {
      const status = statusCodeOf(error);
      // 409: made by someone else just now, under our name.
      if (status === 409) return ensureNetwork(docker, installId);
      // 403: the addresses overlap with those of a network made just now.
      if (status !== 403) throw error;
    }
  }
  throw new Error(
    'Expected free addresses for a network between 10.64.0.0 and 10.127.255.255, ' +
      'found all of them in use. Remove networks that are not needed: docker network prune',
  );
};

export const findNetwork = async (
  docker: Docker,
  installId: string,
): Promise<Network | undefined> => {
  const [network] = await docker.listNetworks({ filters: labelFilter(installId) });
  if (network === undefined) return undefined;
  const { Gateway: gateway = '', Subnet: subnet = '' } = network.IPAM?.Config?.[0] ?? {};
  return { id: network.Id, name: network.Name, gateway, subnet };
};

const createNetwork = async (docker: Docker, installId: string, base: string): Promise<Network> => {
  const name = `ecs-workbook-${installId}`;
  const gateway = `${base}.1`;
  const subnet = `${base}.0/${PREFIX}`;
  const { id } = await docker.createNetwork({
    Name: name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Labels: networkLabels(installId),
    IPAM: {
      Driver: 'default',
      Config: [{ Subnet: subnet, IPRange: `${base}.0/${HALF}`, Gateway: gateway }],
    },
    Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
  });
  return { id, name, gateway, subnet };
};

/**
 * An address in the upper half of the network, where Docker gives none by itself: the same for the
 * same name, unless another one has it.
 */
export const addressFor = (
  { gateway }: Network,
  name: string,
  taken: ReadonlySet<string>,
): string => {
  const [first = 10, second = 64, third = 0] = gateway.split('.').map(Number);
  const size = 2 ** (32 - HALF);
  const start = createHash('sha256').update(name).digest().readUInt16BE();
  for (let step = 0; step < size; step++) {
    const offset = (start + step) % size;
    const address = [first, second, third + 8 + (offset >> 8), offset & 255].join('.');
    // The last one of the network is for broadcasts.
    if (offset !== size - 1 && !taken.has(address)) return address;
  }
  throw new Error('Expected a free address for the EC2 instance, found all of them in use.');
};

interface Range {
  readonly address: string;
  readonly prefix: number;
}

const overlaps = ({ address, prefix }: Range, candidate: string): boolean => {
  const wide = new BlockList();
  const common = Math.min(prefix, PREFIX);
  wide.addSubnet(address, common);
  return wide.check(candidate);
};

const takenRanges = async (docker: Docker): Promise<Range[]> => {
  const networks = await docker.listNetworks();
  const texts = [
    ...networks.flatMap(({ IPAM }) => (IPAM?.Config ?? []).map(({ Subnet }) => Subnet)),
    ...Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ cidr }) => cidr)),
    ...(await routes()),
  ];
  return texts.flatMap((text) => {
    const [address = '', prefix = '32'] = (text ?? '').split('/');
    return isIPv4(address) ? [{ address, prefix: Number(prefix) }] : [];
  });
};

/** Where this machine's routes lead (a VPN's, for one), but for the default route. */
const routes = async (): Promise<string[]> => {
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, destination = '', , , , , , mask = ''] = line.split('\t');
      const prefix = [...Number.parseInt(mask, 16).toString(2)].filter((bit) => bit === '1').length;
      const bytes = destination.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
      return prefix === 0 ? [] : [`${bytes.reverse().join('.')}/${prefix}`];
    });
};

/** Removes the install's network when no container of the install is left to use it. */
export const removeUnusedNetwork = async ({
  docker,
  host,
  network,
}: Pick<World, 'docker' | 'host' | 'network'>): Promise<void> => {
  // One that is only just being made would stay behind.
  await network.current?.catch(() => {});
  const filters = labelFilter(host.installId);
  const users = await docker.listContainers({ all: true, filters });
  const found = users.length === 0 ? await findNetwork(docker, host.installId) : undefined;
  if (found === undefined) return;
  for (let attempt = 1; attempt < REMOVE_ATTEMPTS; attempt++) {
    try {
      return await allowing([404], docker.getNetwork(found.id).remove());
    } catch (error) {
      // 403: Docker has not yet let go of a container that was removed just now.
      if (statusCodeOf(error) !== 403) throw error;
      await new Promise<void>((resolve) => host.clock.after(200, resolve));
    }
  }
};
