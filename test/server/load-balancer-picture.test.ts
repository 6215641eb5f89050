import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { apply } from '../../src/core/apply.ts';
import type { State } from '../../src/core/state.ts';
import type { Flow } from '../../src/server/api.ts';
import { loadBalancerToken } from '../../src/server/load-balancers/load-balancer-token.ts';
import { FlowMeter, flowBetween } from '../../src/server/workbook/flow-meter.ts';
import { pictureOf } from '../../src/server/workbook/picture.ts';
import {
  GROUP,
  LISTENER,
  LOAD_BALANCER,
  withLoadBalancer,
} from '../core/load-balancers/behind-load-balancer.ts';
import { SCOPE } from '../core/world.ts';
import { eventually } from './eventually.ts';

const ACCOUNT = SCOPE.account;

/** As it stands in the core's own tests, with one more rule, a target, and a port of its own. */
const reachedAt = (gatewayPort: number): State => {
  const { state } = withLoadBalancer();
  const loadBalancer = state.loadBalancers.get(LOAD_BALANCER);
  const listener = state.listeners.get(LISTENER);
  if (loadBalancer === undefined || listener === undefined) throw new Error('There is none.');
  apply(state, { type: 'LoadBalancerPut', loadBalancer: { ...loadBalancer, gatewayPort } });
  const defaultAction = { type: 'fixed-response', statusCode: '404' } as const;
  apply(state, { type: 'ListenerPut', listener: { ...listener, port: 8080, defaultAction } });
  apply(state, {
    type: 'ListenerRulePut',
    rule: {
      ruleArn: `${LISTENER.replace(':listener/', ':listener-rule/')}/3`,
      listenerArn: LISTENER,
      createdAt: 0,
      tags: [],
      priority: 5,
      conditions: [
        { field: 'http-header', httpHeaderName: 'X-Cat', values: ['tabby', 'plain'] },
        { field: 'query-string', values: [{ key: 'v', value: '2' }, { value: 'new' }] },
      ],
      action: { type: 'forward', targetGroups: [{ targetGroupArn: GROUP, weight: 1 }] },
    },
  });
  apply(state, {
    type: 'TargetPut',
    target: {
      targetGroupArn: GROUP,
      id: '172.31.0.4',
      port: 80,
      availabilityZone: 'us-east-1a',
      taskArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/default/abc`,
      health: { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' },
      registeredAt: 0,
      drainsUntil: null,
    },
  });
  return state;
};

it('shows where a load balancer leads, and how its targets do', () => {
  const state = reachedAt(40_000);
  const [shown] = pictureOf(state, ACCOUNT, 0, 4566).loadBalancers;
  expect(shown).toMatchObject({
    name: 'front',
    dnsName: 'front-1234567890.elb.localhost',
    listeners: [
      {
        port: 8080,
        url: 'http://front-1234567890-8080.elb.localhost:4566/',
        rules: [
          {
            priority: 5,
            conditions: ['http-header X-Cat tabby or plain', 'query-string v=2 or new'],
            action: 'forward',
            forwards: [{ targetGroupArn: GROUP, weight: 1 }],
          },
          { priority: null, conditions: [], action: 'fixed-response', forwards: [] },
        ],
      },
    ],
    targetGroups: [
      {
        name: 'cats',
        targets: [{ id: '172.31.0.4', task: 'abc', state: 'unhealthy', reason: 'Target.Timeout' }],
      },
    ],
  });
  expect(pictureOf(state, '000000000000', 0, 4566).loadBalancers).toEqual([]);
});

it('says how much came between two looks, also of a program that was started again', () => {
  const counts = (requests: number, ofTarget: number) => ({
    requests,
    errors4xx: 1,
    errors5xx: 0,
    targets: [
      { targetGroupArn: GROUP, id: 'a', port: 80, requests: ofTarget, errors4xx: 1, errors5xx: 0 },
    ],
  });
  const before = { at: 1_000, counted: counts(100, 60) };
  const flow = flowBetween(before, { at: 3_000, counted: counts(125, 80) });
  expect(flow).toMatchObject({ requests: 125, perSecond: 12.5, targets: [{ perSecond: 10 }] });
  const again = flowBetween(before, { at: 2_000, counted: counts(7, 7) });
  expect(again).toMatchObject({ perSecond: 7, targets: [{ perSecond: 7 }] });
});

it('asks the program of a load balancer, with its token, until it is stopped', async () => {
  let requests = 0;
  const authorizations = new Set<string | undefined>();
  const program = createServer((request, response) => {
    authorizations.add(request.headers.authorization);
    requests += 10;
    response.end(JSON.stringify({ requests, errors4xx: 0, errors5xx: 0, targets: [] }));
  });
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  const address: string | AddressInfo | null = program.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  const flows: Flow[] = [];
  const state = reachedAt(address.port);
  const meter = new FlowMeter({ state }, ACCOUNT, 'token', (flow) => flows.push(flow));
  const found = await eventually(() => flows.find(({ loadBalancers }) => loadBalancers.length > 0));
  expect(found.loadBalancers[0]).toMatchObject({ arn: LOAD_BALANCER, requests: 20, targets: [] });
  expect(found.loadBalancers[0]?.perSecond).toBeGreaterThan(0);
  expect([...authorizations]).toEqual([`Bearer ${loadBalancerToken('token', LOAD_BALANCER)}`]);
  meter.stop();
  await new Promise((resolve) => program.close(resolve));
});
