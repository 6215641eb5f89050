import type { AllowedTraffic, Traffic } from '../../../core/security-groups/traffic.ts';

export interface Surroundings {
  /** Addresses and ranges whose traffic always passes. */
  readonly free: readonly string[];
  /** What a peer is here. */
  addressesOf(peer: string): readonly string[];
}

/**
 * Input of `iptables-restore` by which only that traffic passes in a network namespace; it takes
 * the place of all that was said before. Null: everything passes.
 */
export const filterTable = (traffic: Traffic | null, around: Surroundings): string =>
  traffic === null
    ? '*filter\nCOMMIT\n'
    : [
        '*filter',
        ':INPUT DROP',
        ':OUTPUT DROP',
        ...chain('INPUT', '-i', '-s', traffic.ingress, around),
        ...chain('OUTPUT', '-o', '-d', traffic.egress, around),
        'COMMIT',
        '',
      ].join('\n');

const chain = (
  name: 'INPUT' | 'OUTPUT',
  device: '-i' | '-o',
  peer: '-s' | '-d',
  allowed: readonly AllowedTraffic[],
  { free, addressesOf }: Surroundings,
): string[] =>
  [
    `${device} lo`,
    '-m conntrack --ctstate RELATED,ESTABLISHED',
    ...free.map((address) => `${peer} ${address}`),
    ...allowed.flatMap((each) =>
      each.peers.flatMap(addressesOf).map((address) => `${peer} ${address}${matches(each)}`),
    ),
  ].map((rule) => `-A ${name} ${rule} -j ACCEPT`);

const matches = ({ ipProtocol, fromPort, toPort }: AllowedTraffic): string => {
  switch (ipProtocol) {
    case '-1':
      return '';
    case 'tcp':
    case 'udp':
      return ` -p ${ipProtocol} --dport ${fromPort}:${toPort}`;
    case 'icmp': {
      const code = toPort === -1 ? '' : `/${toPort}`;
      return ` -p icmp${fromPort === -1 ? '' : ` --icmp-type ${fromPort}${code}`}`;
    }
    default:
      return ` -p ${ipProtocol}`;
  }
};
