import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import { front, listener, refused, TEXT } from './with-commands.ts';

describe('a new listener', () => {
  test('is told to the load balancer with all that it leads to', () => {
    const { world, LoadBalancerArn, TargetGroupArn, ListenerArn } = front();
    expect(ListenerArn).toMatch(/:listener\/app\/front\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
    expect(world.effects.at(-1)).toMatchObject({
      type: 'ConfigureLoadBalancer',
      loadBalancerArn: LoadBalancerArn,
      configuration: {
        listeners: [{ listenerArn: ListenerArn, port: 80, protocol: 'HTTP' }],
        targetGroups: [{ targetGroupArn: TargetGroupArn }],
      },
    });
  });

  test('on a port that is taken is refused, unless it is the same', () => {
    const { world, LoadBalancerArn, TargetGroupArn, ListenerArn } = front();
    const input = { LoadBalancerArn, Protocol: 'HTTP', Port: 80 };
    const DefaultActions = [{ Type: 'forward', TargetGroupArn }];
    const again = world.send('CreateListener', { ...input, DefaultActions });
    expect(again.listenerArn).toBe(ListenerArn);
    expect(refused(world, 'CreateListener', { ...input, DefaultActions: [TEXT] })).toBe(
      `DuplicateListener: A listener already exists on this port for this load balancer '${LoadBalancerArn}'`,
    );
  });

  test.each([
    [{ Port: undefined }, 'ValidationError: A port must be specified'],
    [{ Protocol: undefined }, 'ValidationError: A protocol must be specified'],
    [{ Port: 0 }, "Value '0' at 'port'"],
    [{ Protocol: 'HTTPS' }, 'UnsupportedProtocol: Listeners with the HTTPS protocol are not'],
    [{ Protocol: 'TCP' }, "UnsupportedProtocol: Protocol 'TCP' is not supported"],
    [{ LoadBalancerArn: 'front' }, "ValidationError: 'front' is not a valid load balancer ARN"],
    [{ DefaultActions: [] }, 'ValidationError: An action must be specified'],
  ])('is refused with %j', (change, words) => {
    const { world, input } = listener(TEXT);
    expect(refused(world, 'CreateListener', { ...input, ...change })).toContain(words);
  });

  test('is one too many after 50', () => {
    const { world, input } = listener(TEXT);
    for (let Port = 81; Port < 130; Port += 1) world.send('CreateListener', { ...input, Port });
    expect(refused(world, 'CreateListener', { ...input, Port: 130 })).toMatch(/^TooManyListeners/);
  });

  test('of another account is not found', () => {
    const { world, input, LoadBalancerArn } = listener(TEXT);
    const foreign = LoadBalancerArn.replace('111122223333', '444455556666');
    apply(world.state, {
      type: 'LoadBalancerPut',
      loadBalancer: {
        ...(world.state.loadBalancers.get(LoadBalancerArn) ?? expect.fail()),
        loadBalancerArn: foreign,
      },
    });
    expect(refused(world, 'CreateListener', { ...input, LoadBalancerArn: foreign })).toBe(
      `LoadBalancerNotFound: Load balancer '${foreign}' not found`,
    );
  });
});

describe('changing a listener', () => {
  test('keeps what is not given', () => {
    const { world, ListenerArn, TargetGroupArn } = front();
    world.send('ModifyListener', { ListenerArn, Port: 8080 });
    expect(world.state.listeners.get(ListenerArn)).toMatchObject({
      port: 8080,
      protocol: 'HTTP',
      defaultAction: { targetGroups: [{ targetGroupArn: TargetGroupArn }] },
    });
    world.send('ModifyListener', { ListenerArn, DefaultActions: [TEXT] });
    expect(world.state.listeners.get(ListenerArn)?.defaultAction.type).toBe('fixed-response');
  });

  test('to a port that is taken is refused', () => {
    const { world, input, ListenerArn } = listener(TEXT);
    world.send('CreateListener', input);
    expect(refused(world, 'ModifyListener', { ListenerArn, Port: 81 })).toMatch(
      /^DuplicateListener: /,
    );
  });

  test('ends what drains in a group that it leads to no more', () => {
    const { world, ListenerArn, TargetGroupArn } = front();
    const Targets = [{ Id: '172.31.0.9' }];
    world.send('RegisterTargets', { TargetGroupArn, Targets });
    world.send('DeregisterTargets', { TargetGroupArn, Targets });
    expect(world.state.targets.size).toBe(1);
    world.send('ModifyListener', { ListenerArn, DefaultActions: [TEXT] });
    expect(world.state.targets.size).toBe(0);
    expect(world.wakeAt).toBeUndefined();
  });

  test('has attributes of its own', () => {
    const { world, ListenerArn } = front({ Type: 'network' });
    const Attributes = [{ Key: 'tcp.idle_timeout.seconds', Value: '60' }];
    world.send('ModifyListenerAttributes', { ListenerArn, Attributes });
    expect(world.state.listeners.get(ListenerArn)?.attributes).toEqual({
      'tcp.idle_timeout.seconds': '60',
    });
    const wrong = [{ Key: 'tcp.idle_timeout.seconds', Value: '59' }];
    expect(
      refused(world, 'ModifyListenerAttributes', { ListenerArn, Attributes: wrong }),
    ).toContain('Expected 60 to 6000.');
  });
});
