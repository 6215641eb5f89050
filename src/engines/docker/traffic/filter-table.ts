import { contains } from '../../../core/network/cidr.ts';
import { DEFAULT_VPC_CIDR } from '../../../core/network/default-vpc.ts';
import type { AllowedTraffic, Traffic } from '../../../core/security-groups/traffic.ts';
import type { Network } from '../network.ts';

const LINK_LOCAL = '169.254.0.0/16';

/**
 * Input of `iptables-restore` by which only that traffic passes in a network namespace; it takes
 * the place of all that was said before. Null: everything passes.
 */
export const filterTable = (
  traffic: Traffic | null,
  { gateway, subnet }: Pick<Network, 'gateway' | 'subnet'>,
): string => {
  if (traffic === null) return '*filter\nCOMMIT\n';
  const lines = (chain: 'INPUT' | 'OUTPUT', allowed: readonly AllowedTraffic[]): string[] => {
    const [device, address] = chain === 'INPUT' ? ['-i', '-s'] : ['-o', '-d'];
    return [
      `-A ${chain} ${device} lo -j ACCEPT`,
      `-A ${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      ...[gateway, LINK_LOCAL].map((always) => `-A ${chain} ${address} ${always} -j ACCEPT`),
      ...allowed.flatMap((each) =>
        each.peers
          .flatMap((peer) => [peer, ...(isWholeVpc(peer) ? [subnet] : [])])
          .map((peer) => `-A ${chain} ${address} ${peer}${matches(each)} -j ACCEPT`),
      ),
    ];
  };
  return [
    '*filter',
    ':INPUT DROP',
    ':OUTPUT DROP',
    ...lines('INPUT', traffic.ingress),
    ...lines('OUTPUT', traffic.egress),
    'COMMIT',
    '',
  ].join('\n');
};

/**
 * The VPC has other addresses here than it says, so that they do not clash with this machine's. A
 * range of all addresses needs nothing more.
 */
const isWholeVpc = (range: string): boolean => {
  const [first = '', length = '32'] = DEFAULT_VPC_CIDR.split('/');
  const [, prefix = '32'] = range.split('/');
  const isWide = Number(prefix) > 0 && Number(prefix) <= Number(length);
  return isWide && contains(range, first);
};

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
