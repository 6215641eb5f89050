import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { macAddressOf, PrivateAddresses } from '../../src/engines/instance-address.ts';
import { PortPool } from '../../src/engines/instance-ports.ts';

const range = { from: 10, to: 17 };
const command = fc.oneof(
  fc.record({ take: fc.integer({ min: 5, max: 20 }), owner: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ release: fc.integer({ min: 5, max: 20 }), owner: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ any: fc.constant(true), owner: fc.integer({ min: 1, max: 3 }) }),
);

describe('host ports', () => {
  it('have one owner at a time, and one is found as long as one is free', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const pool = new PortPool(range);
        const owners = new Map<number, string>();
        for (const one of commands) {
          const owner = `owner ${one.owner}`;
          if ('take' in one) {
            expect(pool.take(one.take, owner)).toBe(!owners.has(one.take));
            if (!owners.has(one.take)) owners.set(one.take, owner);
          } else if ('release' in one) {
            pool.release(one.release, owner);
            if (owners.get(one.release) === owner) owners.delete(one.release);
          } else {
            const port = pool.takeAny(owner);
            const inUse = [...owners.keys()].filter((p) => p >= range.from && p <= range.to);
            if (port === undefined) expect(inUse).toHaveLength(8);
            else {
              expect(owners.has(port)).toBe(false);
              expect(port).toBeGreaterThanOrEqual(range.from);
              expect(port).toBeLessThanOrEqual(range.to);
              owners.set(port, owner);
            }
          }
          for (let port = 5; port <= 20; port++) expect(pool.ownerOf(port)).toBe(owners.get(port));
        }
      }),
    );
  });
});

describe('private addresses', () => {
  it('are of the subnet of their zone, beginning behind the reserved ones', () => {
    const addresses = new PrivateAddresses();
    expect(addresses.take('us-east-1a')).toBe('172.31.0.4');
    expect(addresses.take('us-east-1a')).toBe('172.31.0.5');
    expect(addresses.take('us-east-1c')).toBe('172.31.32.4');
  });

  it('are never given twice, and given again once they are free', () => {
    const addresses = new PrivateAddresses();
    addresses.adopt('172.31.0.5');
    const all = Array.from({ length: 4090 }, () => addresses.take('us-east-1a'));
    expect(new Set(all).size).toBe(4090);
    expect(all).not.toContain('172.31.0.5');
    expect(all.at(-1)).toBe('172.31.15.254');
    expect(addresses.take('us-east-1a')).toBe('100.64.0.4');
    addresses.release('172.31.3.9');
    expect(addresses.take('us-east-1a')).toBe('172.31.3.9');
    expect(addresses.take('us-east-1a')).toBe('100.64.0.5');
  });

  it('have a hardware address that is theirs', () => {
    expect(macAddressOf('172.31.15.254')).toBe('02:42:ac:1f:0f:fe');
  });
});
