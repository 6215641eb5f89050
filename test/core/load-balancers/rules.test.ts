import { describe, expect, test } from 'vitest';
import type { ConditionInput } from '../../../src/core/load-balancers/commands.ts';
import { rulesOf } from '../../../src/core/load-balancers/find.ts';
import { front, refused } from './with-commands.ts';

const PATH: ConditionInput = { Field: 'path-pattern', Values: ['/a/*'] };
const Actions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }];

function withRules(...priorities: number[]) {
  const setting = front();
  const { world, ListenerArn } = setting;
  const arns = priorities.map(
    (Priority) =>
      world.send('CreateRule', { ListenerArn, Priority, Conditions: [PATH], Actions }).ruleArn,
  );
  const input = { ListenerArn, Priority: 100, Conditions: [PATH], Actions };
  const order = () => rulesOf(world.state, ListenerArn).map(({ ruleArn }) => arns.indexOf(ruleArn));
  return { ...setting, arns, input, order };
}

describe('a new rule', () => {
  test('stands at its priority', () => {
    const { arns, order, world } = withRules(20, 10);
    expect(arns[0]).toMatch(
      /:listener-rule\/app\/front\/[0-9a-f]{16}\/[0-9a-f]{16}\/[0-9a-f]{16}$/,
    );
    expect(order()).toEqual([1, 0]);
    expect(world.effects.at(-1)).toMatchObject({
      configuration: { listeners: [{ rules: [{ ruleArn: arns[1] }, { ruleArn: arns[0] }, {}] }] },
    });
  });

  test('cannot have a priority that is taken', () => {
    const { world, input } = withRules(100);
    expect(refused(world, 'CreateRule', input)).toBe(
      "PriorityInUse: Priority '100' is currently in use",
    );
  });

  test.each([
    [{ Priority: 0 }, "Value '0' at 'priority'"],
    [{ Priority: 50_001 }, 'less than or equal to 50000'],
    [{ ListenerArn: 'x' }, "'x' is not a valid listener ARN"],
    [{ Conditions: [] }, 'ValidationError: A condition must be specified'],
    [{ Actions: [] }, 'ValidationError: An action must be specified'],
  ])('is refused with %j', (change, words) => {
    const { world, input } = withRules();
    expect(refused(world, 'CreateRule', { ...input, ...change })).toContain(words);
  });

  test('is one too many after 100 of a load balancer', () => {
    const { world, input, LoadBalancerArn } = withRules(
      ...Array.from({ length: 100 }, (_, index) => index + 1),
    );
    const other = { LoadBalancerArn, Protocol: 'HTTP', Port: 81, DefaultActions: Actions };
    const { listenerArn: ListenerArn } = world.send('CreateListener', other);
    expect(refused(world, 'CreateRule', { ...input, ListenerArn })).toMatch(/^TooManyRules: /);
  });

  test('is not for network load balancers', () => {
    const { world, ListenerArn } = front({ Type: 'network' });
    const input = { ListenerArn, Priority: 1, Conditions: [PATH], Actions };
    expect(refused(world, 'CreateRule', input)).toMatch(/^InvalidConfigurationRequest: /);
  });
});

describe('conditions', () => {
  test.each<[ConditionInput, object]>([
    [
      { Field: 'host-header', Values: ['*.example.com'] },
      { field: 'host-header', values: ['*.example.com'] },
    ],
    [
      { Field: 'host-header', HostHeaderConfig: { Values: ['a.example.com', 'b.example.com'] } },
      { field: 'host-header', values: ['a.example.com', 'b.example.com'] },
    ],
    [
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/img/*', '/a?c'] } },
      { field: 'path-pattern', values: ['/img/*', '/a?c'] },
    ],
    [
      {
        Field: 'http-header',
        HttpHeaderConfig: { HttpHeaderName: 'User-Agent', Values: ['*Chrome*'] },
      },
      { field: 'http-header', httpHeaderName: 'User-Agent', values: ['*Chrome*'] },
    ],
    [
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET', 'M-SEARCH'] } },
      { field: 'http-request-method', values: ['GET', 'M-SEARCH'] },
    ],
    [
      {
        Field: 'query-string',
        QueryStringConfig: { Values: [{ Key: 'version', Value: 'v1' }, { Value: '*x*' }] },
      },
      {
        field: 'query-string',
        values: [{ key: 'version', value: 'v1' }, { value: '*x*' }],
      },
    ],
    [
      { Field: 'source-ip', SourceIpConfig: { Values: ['192.0.2.0/24', '2001:db8::/32', '::/0'] } },
      { field: 'source-ip', values: ['192.0.2.0/24', '2001:db8::/32', '::/0'] },
    ],
  ])('%j is understood', (condition, kept) => {
    const { world, input } = withRules();
    const { ruleArn } = world.send('CreateRule', { ...input, Conditions: [condition] });
    expect(world.state.listenerRules.get(ruleArn)?.conditions).toEqual([kept]);
  });

  const host = (...Values: string[]): ConditionInput => ({ Field: 'host-header', Values });
  const header = (HttpHeaderName: string, ...Values: string[]): ConditionInput => ({
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName, Values },
  });
  const source = (...Values: string[]): ConditionInput => ({
    Field: 'source-ip',
    SourceIpConfig: { Values },
  });
  test.each<[ConditionInput[], string]>([
    [[{}], 'ValidationError: A condition field must be specified'],
    [[{ Field: 'port' }], "Condition field 'port' must be one of '[host-header, path-pattern,"],
    [[{ Field: 'host-header' }], 'A condition value must be specified'],
    [[host('')], 'A condition value must be specified'],
    [
      [{ ...host('a.example.com'), HostHeaderConfig: { Values: ['b.example.com'] } }],
      "You cannot provide both Values and 'HostHeaderConfig' for a condition of type 'host-header'",
    ],
    [
      [{ ...host('a.example.com'), PathPatternConfig: { Values: ['/'] } }],
      "The 'PathPatternConfig' field is not compatible with 'host-header'",
    ],
    [
      [{ Field: 'source-ip', Values: ['10.0.0.0/8'] }],
      "The 'Values' field is not compatible with 'source-ip'",
    ],
    [
      [{ Field: 'http-request-method' }],
      "A 'HttpRequestMethodConfig' must be specified with 'http-request-method'",
    ],
    [
      [host('a.example.com'), host('b.example.com')],
      "ValidationError: A rule can only have one 'host-header' condition",
    ],
    [
      [host('a.b', 'b.b', 'c.b'), header('x', '1', '2', '3')],
      "ValidationError: A rule can only have '5' condition values",
    ],
    [[host('*.*.a'), header('x', '*?*?')], "A rule can only have '5' condition wildcards"],
    [[host('localhost')], "with a '.' and only letters after the last one"],
    [[host('10.0.0.1')], "The 'host-header' value '10.0.0.1' is not valid"],
    [[host(`${'a'.repeat(127)}.b`)], "The 'host-header' value is too long; the limit is '128'"],
    [[{ Field: 'path-pattern', Values: ['/a b'] }], "The 'path-pattern' value '/a b' is not valid"],
    [[header('Host', 'a')], "Use a 'host-header' condition"],
    [[header('a b', 'a')], "'a b' is not the name of a header"],
    [[header('a'.repeat(41), 'a')], "The 'HttpHeaderName' value is too long; the limit is '40'"],
    [
      [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['get'] } }],
      'A-Z, hyphen and underscore',
    ],
    [
      [{ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a' }] } }],
      "A 'Value' must be specified in 'QueryStringKeyValuePair'",
    ],
    [[source('10.0.0.0')], "The 'source-ip' value '10.0.0.0' is not valid. Expected a CIDR block"],
    [[source('10.0.0.0/33')], 'Expected a CIDR block'],
    [[source('256.0.0.0/8')], 'Expected a CIDR block'],
    [[source('1::2::3/64')], 'Expected a CIDR block'],
  ])('%j are refused', (Conditions, words) => {
    const { world, input } = withRules();
    expect(refused(world, 'CreateRule', { ...input, Conditions })).toContain(words);
  });

  test('on headers and query strings may be several of a kind', () => {
    const { world, input } = withRules();
    const Conditions = [header('a', '1'), header('b', '2')];
    const { ruleArn } = world.send('CreateRule', { ...input, Conditions });
    expect(world.state.listenerRules.get(ruleArn)?.conditions).toHaveLength(2);
  });
});

describe('changing rules', () => {
  test('keeps what is not given', () => {
    const { world, arns } = withRules(1);
    const [RuleArn = ''] = arns;
    const Conditions = [{ Field: 'path-pattern', Values: ['/b'] }];
    world.send('ModifyRule', { RuleArn, Conditions });
    expect(world.state.listenerRules.get(RuleArn)).toMatchObject({
      priority: 1,
      conditions: [{ values: ['/b'] }],
      action: { type: 'fixed-response' },
    });
    expect(refused(world, 'ModifyRule', { RuleArn })).toBe(
      'ValidationError: Either conditions or actions must be specified',
    );
  });

  test('leaves default rules to their listeners', () => {
    const { world, ListenerArn } = front();
    const id = ListenerArn.slice(-16);
    const RuleArn = `${ListenerArn.replace(':listener/', ':listener-rule/')}/${id}`;
    expect(refused(world, 'DeleteRule', { RuleArn })).toMatch(
      /^OperationNotPermitted: Default rule/,
    );
    expect(refused(world, 'ModifyRule', { RuleArn, Actions })).toMatch(/^OperationNotPermitted: /);
  });

  test('deletes them once', () => {
    const { world, arns } = withRules(1, 2);
    const [RuleArn = ''] = arns;
    world.send('DeleteRule', { RuleArn });
    expect(world.state.listenerRules.size).toBe(1);
    expect(refused(world, 'DeleteRule', { RuleArn })).toBe(
      `RuleNotFound: Rule '${RuleArn}' not found`,
    );
  });

  test('lets them change places', () => {
    const { world, arns, order } = withRules(1, 2, 3);
    const RulePriorities = [
      { RuleArn: arns[0], Priority: 3 },
      { RuleArn: arns[2], Priority: 1 },
    ];
    world.send('SetRulePriorities', { RulePriorities });
    expect(order()).toEqual([2, 1, 0]);
  });

  test('does not put two rules at one priority', () => {
    const { world, arns } = withRules(1, 2, 3);
    const set = (...pairs: [rule: number, Priority: number][]) =>
      refused(world, 'SetRulePriorities', {
        RulePriorities: pairs.map(([rule, Priority]) => ({ RuleArn: arns[rule], Priority })),
      });
    expect(set([0, 2])).toBe("PriorityInUse: Priority '2' is currently in use");
    expect(set([0, 9], [1, 9])).toBe("ValidationError: Priority '9' was provided multiple times");
    expect(set([0, 9], [0, 8])).toBe('ValidationError: A rule was provided multiple times');
    expect(set()).toContain('At least one rule priority must be specified');
  });
});
