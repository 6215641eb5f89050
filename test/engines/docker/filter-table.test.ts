import { expect, test } from 'vitest';
import { filterTable } from '../../../src/engines/docker/traffic/filter-table.ts';

const around = {
  free: ['10.64.0.1'],
  addressesOf: (peer: string) => (peer === '10.64.8.5' ? [peer, '10.64.0.9'] : [peer]),
};
const all = { fromPort: -1, toPort: -1 };

test('what may pass is written for iptables-restore, both ways', () => {
  const table = filterTable(
    {
      ingress: [
        { ipProtocol: 'tcp', fromPort: 80, toPort: 90, peers: ['10.64.8.5', '10.0.0.0/8'] },
        { ipProtocol: 'icmp', ...all, peers: ['0.0.0.0/0'] },
        { ipProtocol: 'icmp', fromPort: 8, toPort: 0, peers: ['10.64.0.2'] },
        { ipProtocol: 'icmp', fromPort: 3, toPort: -1, peers: ['10.64.0.2'] },
        { ipProtocol: '50', ...all, peers: ['10.64.0.2'] },
      ],
      egress: [{ ipProtocol: '-1', ...all, peers: ['0.0.0.0/0'] }],
    },
    around,
  );
  expect(table).toBe(`*filter
:INPUT DROP
:OUTPUT DROP
-A INPUT -i lo -j ACCEPT
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -s 10.64.0.1 -j ACCEPT
-A INPUT -s 10.64.8.5 -p tcp --dport 80:90 -j ACCEPT
-A INPUT -s 10.64.0.9 -p tcp --dport 80:90 -j ACCEPT
-A INPUT -s 10.0.0.0/8 -p tcp --dport 80:90 -j ACCEPT
-A INPUT -s 0.0.0.0/0 -p icmp -j ACCEPT
-A INPUT -s 10.64.0.2 -p icmp --icmp-type 8/0 -j ACCEPT
-A INPUT -s 10.64.0.2 -p icmp --icmp-type 3 -j ACCEPT
-A INPUT -s 10.64.0.2 -p 50 -j ACCEPT
-A OUTPUT -o lo -j ACCEPT
-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A OUTPUT -d 10.64.0.1 -j ACCEPT
-A OUTPUT -d 0.0.0.0/0 -j ACCEPT
COMMIT
`);
});

test('everything passes where nothing is filtered', () => {
  expect(filterTable(null, around)).toBe('*filter\nCOMMIT\n');
});
