import { describe, expect, it } from 'vitest';
import { apply } from '../../src/core/apply.ts';
import type { LoadBalancer } from '../../src/core/model/index.ts';
import { emptyState, type State } from '../../src/core/state.ts';
import { findLoadBalancer } from '../../src/server/load-balancers/find-load-balancer.ts';

const OTHER_ACCOUNT = '111122223333';

/** Puts in a load balancer with listeners on these ports. */
function put(
  state: State,
  name: string,
  ports: readonly number[],
  change: Partial<LoadBalancer> = {},
  account = '000000000000',
): void {
  const loadBalancerArn = `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/app/${name}/1`;
  apply(state, {
    type: 'LoadBalancerPut',
    loadBalancer: {
      loadBalancerArn,
      name,
      type: 'application',
      scheme: 'internet-facing',
      vpcId: 'vpc-1',
      subnetIds: [],
      securityGroupIds: [],
      hostLabel: `${name}-1234567890`,
      state: 'active',
      gatewayPort: 40_000,
      attributes: {},
      createdAt: 0,
      tags: [],
      ...change,
    },
  });
  for (const port of ports) {
    apply(state, {
      type: 'ListenerPut',
      listener: {
        listenerArn: `${loadBalancerArn}/${port}`,
        loadBalancerArn,
        port,
        protocol: 'HTTP',
        defaultAction: { type: 'fixed-response', statusCode: '200' },
        attributes: {},
        createdAt: 0,
        tags: [],
      },
    });
  }
}

const nameOf = (state: State, label: string): string | undefined => {
  const found = findLoadBalancer(state, 'token', label);
  return found.type === 'port' ? found.loadBalancer.name : found.title;
};

describe('the name of a load balancer', () => {
  const state = emptyState();
  put(state, 'front', [80, 8080]);
  put(state, 'app-8080', [80]);
  put(state, 'Mixed', [80]);

  it.each([
    ['front', 'front'],
    ['front-1234567890', 'front'],
    ['front-8080', 'front'],
    ['front-1234567890-8080', 'front'],
    ['front-81', 'No such listener'],
    ['app-8080', 'app-8080'],
    ['app', 'No such load balancer'],
    ['mixed', 'Mixed'],
    ['mixed-1234567890', 'Mixed'],
  ])('%s: %s', (label, name) => {
    expect(nameOf(state, label)).toBe(name);
  });

  it('in another account gives way to that of the account of those who name none', () => {
    const two = emptyState();
    put(two, 'front', [80], { gatewayPort: 40_001 }, OTHER_ACCOUNT);
    expect(findLoadBalancer(two, 'token', 'front')).toMatchObject({ way: { port: 40_001 } });
    put(two, 'front', [80]);
    expect(findLoadBalancer(two, 'token', 'front')).toMatchObject({ way: { port: 40_000 } });
  });
});

describe('what cannot be reached says why', () => {
  it('a port without a listener: which there are', () => {
    const state = emptyState();
    put(state, 'front', [80, 8080]);
    expect(findLoadBalancer(state, 'token', 'front-81')).toMatchObject({
      status: 503,
      detail:
        'Load balancer front has no listener on port 81. It has: 80, 8080. Names for ports other than 80 are like front-1234567890-8080.elb.localhost.',
    });
  });

  it('a load balancer that is not up: its state', () => {
    const state = emptyState();
    const failed = { state: 'failed', stateReason: 'no room', gatewayPort: undefined } as const;
    put(state, 'front', [80], failed);
    expect(findLoadBalancer(state, 'token', 'front')).toMatchObject({
      status: 503,
      detail: 'Load balancer front is failed: no room.',
    });
  });
});

it('a network load balancer is reached through a tunnel to its listener', () => {
  const state = emptyState();
  put(state, 'flow', [9000], { type: 'network' });
  expect(findLoadBalancer(state, 'token', 'flow')).toMatchObject({
    way: { port: 9000, gateway: { port: 40_000 } },
  });
});
