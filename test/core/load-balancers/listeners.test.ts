import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import type { ActionInput } from '../../../src/core/load-balancers/commands.ts';
import { front, group, loadBalancerInput, refused } from './with-commands.ts';

const TEXT: ActionInput = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

/** A listener with that default action on another port of `front`. */
function listener(action: ActionInput | readonly ActionInput[], setting = front()) {
  const { world, LoadBalancerArn } = setting;
  const DefaultActions = [action].flat();
  const input = { LoadBalancerArn, Protocol: 'HTTP', Port: 81, DefaultActions };
  return { ...setting, input, world };
}

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

describe('forwarding', () => {
  test('shares requests out among target groups by weight', () => {
    const setting = front();
    const { world } = setting;
    const arns = ['blue', 'green'].map((name) => group(world, name));
    const TargetGroups = arns.map((TargetGroupArn, index) => ({
      TargetGroupArn,
      Weight: index * 999,
    }));
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    const { input } = listener(
      { Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } },
      setting,
    );
    const { listenerArn } = world.send('CreateListener', input);
    expect(world.state.listeners.get(listenerArn)?.defaultAction).toEqual({
      type: 'forward',
      targetGroups: [
        { targetGroupArn: arns[0], weight: 0 },
        { targetGroupArn: arns[1], weight: 999 },
      ],
      stickinessDuration: 60,
    });
  });

  test.each([-1, 1000])('with a weight of %i is refused', (Weight) => {
    const setting = front();
    const TargetGroups = [{ TargetGroupArn: setting.TargetGroupArn, Weight }];
    const { world, input } = listener(
      { Type: 'forward', ForwardConfig: { TargetGroups } },
      setting,
    );
    expect(refused(world, 'CreateListener', input)).toContain(
      'ValidationError: The weight for each target group must be between 0 and 999, inclusive',
    );
  });

  test('to more than five target groups, or to one twice, is refused', () => {
    const setting = front();
    const arns = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => group(setting.world, name));
    const to = (targets: readonly (string | undefined)[]) => {
      const TargetGroups = targets.map((TargetGroupArn) => ({ TargetGroupArn }));
      const { world, input } = listener(
        { Type: 'forward', ForwardConfig: { TargetGroups } },
        setting,
      );
      return refused(world, 'CreateListener', input);
    };
    expect(to(arns)).toContain("at most '5' target groups; found 6");
    expect(to([arns[0], arns[0]])).toContain('more than once');
    expect(to([undefined])).toContain('A target group ARN must be specified');
  });

  test.each<[ActionInput, string]>([
    [{ Type: 'forward' }, 'ValidationError: A target group ARN must be specified'],
    [{ Type: 'forward', TargetGroupArn: 'x' }, "'x' is not a valid target group ARN"],
    [
      {
        Type: 'forward',
        TargetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/a/1',
      },
      'TargetGroupNotFound: Target group ',
    ],
  ])('%j is refused', (action, words) => {
    const { world, input } = listener(action);
    expect(refused(world, 'CreateListener', input)).toContain(words);
  });

  test('to a target group of another protocol, another VPC or another load balancer is refused', () => {
    const setting = front();
    const { world, TargetGroupArn } = setting;
    const tcp = group(world, 'tcp', { Protocol: 'TCP' });
    const elsewhere = group(world, 'elsewhere');
    apply(world.state, {
      type: 'TargetGroupPut',
      targetGroup: {
        ...(world.state.targetGroups.get(elsewhere) ?? expect.fail()),
        vpcId: 'vpc-other',
      },
    });
    const other = world.send('CreateLoadBalancer', { ...loadBalancerInput, Name: 'other' });
    const to = (arn: string, LoadBalancerArn = setting.LoadBalancerArn) => {
      const { input } = listener({ Type: 'forward', TargetGroupArn: arn }, setting);
      return refused(world, 'CreateListener', { ...input, LoadBalancerArn });
    };
    expect(to(tcp)).toMatch(/^IncompatibleProtocols: /);
    expect(to(elsewhere)).toMatch(/^InvalidConfigurationRequest: .* not in the VPC/);
    expect(to(TargetGroupArn, other.loadBalancerArn)).toBe(
      `TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${TargetGroupArn}`,
    );
  });

  test('needs a duration to be sticky', () => {
    const setting = front();
    const action = (DurationSeconds?: number): ActionInput => ({
      Type: 'forward',
      TargetGroupArn: setting.TargetGroupArn,
      ForwardConfig: { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds } },
    });
    const refusal = (seconds?: number) =>
      refused(setting.world, 'CreateListener', listener(action(seconds), setting).input);
    expect(refusal()).toContain('A duration must be specified');
    expect(refusal(604_801)).toContain("Value '604801' at 'durationSeconds'");
  });
});

describe('the other actions', () => {
  test.each<[ActionInput, object]>([
    [
      { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Path: '/new/#{path}' } },
      {
        type: 'redirect',
        statusCode: 'HTTP_301',
        protocol: '#{protocol}',
        host: '#{host}',
        port: '#{port}',
        path: '/new/#{path}',
        query: '#{query}',
      },
    ],
    [
      {
        Type: 'fixed-response',
        FixedResponseConfig: {
          StatusCode: '503',
          ContentType: 'text/plain',
          MessageBody: 'Later.',
        },
      },
      {
        type: 'fixed-response',
        statusCode: '503',
        contentType: 'text/plain',
        messageBody: 'Later.',
      },
    ],
  ])('%j is kept', (action, kept) => {
    const { world, input } = listener(action);
    const { listenerArn } = world.send('CreateListener', input);
    expect(world.state.listeners.get(listenerArn)?.defaultAction).toEqual(kept);
  });

  const redirect = (change: object): ActionInput => ({
    Type: 'redirect',
    RedirectConfig: { StatusCode: 'HTTP_302', Host: 'cats.example.com', ...change },
  });
  const fixed = (change: object): ActionInput => ({
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '200', ...change },
  });
  test.each<[ActionInput | ActionInput[], string]>([
    [{ Type: 'redirect' }, "ValidationError: A 'RedirectConfig' must be specified"],
    [redirect({ StatusCode: 'HTTP_303' }), "Redirect status code 'HTTP_303'"],
    [
      redirect({ Host: undefined }),
      'InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop',
    ],
    [redirect({ Protocol: 'TCP' }), 'The redirect protocol'],
    [redirect({ Port: '0' }), "Value '0' at 'port'"],
    [redirect({ Path: 'a' }), 'The redirect path'],
    [redirect({ Query: '?a=1' }), 'The redirect query'],
    [{ Type: 'fixed-response' }, "A 'FixedResponseConfig' must be specified"],
    [fixed({ StatusCode: '301' }), 'Expected 2XX, 4XX or 5XX'],
    [fixed({ ContentType: 'image/png' }), "content type 'image/png' must be one of"],
    [fixed({ MessageBody: 'x'.repeat(1025) }), "cannot be longer than '1024' characters"],
    [{ Type: 'authenticate-oidc' }, "OperationNotPermitted: Actions of type 'authenticate-oidc'"],
    [
      [{ Type: 'authenticate-cognito', Order: 1 }, TEXT],
      "'authenticate-cognito' are not supported",
    ],
    [[TEXT, TEXT], 'InvalidLoadBalancerAction: A rule must have exactly one action'],
    [{ Type: 'jump' }, "Action type 'jump' must be one of"],
  ])('%j is refused', (action, words) => {
    const { world, input } = listener(action);
    expect(refused(world, 'CreateListener', input)).toContain(words);
  });

  test('are not for network load balancers', () => {
    const { world, LoadBalancerArn } = front({ Type: 'network' });
    const input = { LoadBalancerArn, Protocol: 'TCP', Port: 81, DefaultActions: [TEXT] };
    expect(refused(world, 'CreateListener', input)).toMatch(/^InvalidLoadBalancerAction: /);
    expect(refused(world, 'CreateListener', { ...input, Protocol: 'TLS' })).toMatch(
      /^UnsupportedProtocol: /,
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
