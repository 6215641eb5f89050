import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import type { ActionInput } from '../../../src/core/load-balancers/commands.ts';
import { front, group, listener, loadBalancerInput, refused, TEXT } from './with-commands.ts';

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
