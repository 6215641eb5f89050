import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/core/errors.ts';
import { parseQuery } from '../../../src/core/placement/query.ts';
import { candidate } from './cluster.ts';

const instance = candidate(
  {
    zone: 'us-east-1b',
    type: 't3.medium',
    agentVersion: '1.94.0',
    registeredAt: Date.UTC(2026, 1, 18, 22, 28, 28),
    running: 3,
    groups: { 'service:production': 2, 'family:batch': 1 },
    attributes: [
      { name: 'stack', value: 'prod' },
      { name: 'ssd' },
      { name: 'ecs.docker-version', value: '25.0.6' },
      { name: 'note', value: "it's a (big) one" },
      { name: 'disks', value: '10' },
    ],
  },
  1,
);

describe('an expression that holds', () => {
  test.each([
    'attribute:ecs.instance-type == t3.medium',
    'attribute:ecs.instance-type equals t3.medium',
    'attribute:ecs.instance-type != t3.small',
    'attribute:ecs.instance-type not_equals t3.small',
    'attribute:ecs.instance-type=~t3.*',
    'attribute:ecs.instance-type matches t3.*',
    "attribute:ecs.instance-type =~ 't(2|3)\\.(small|medium)'",
    'attribute:ecs.instance-type =~ t(2|3)\\.[a-z]+',
    '(attribute:ecs.instance-type =~ t(2|3).*)',
    'attribute:ecs.instance-type !~ t3',
    'attribute:ecs.instance-type not_matches m5.*',
    'attribute:ecs.availability-zone in [us-east-1a, us-east-1b]',
    'attribute:ecs.availability-zone in ["us-east-1b"]',
    'attribute:ecs.availability-zone !in [us-east-1a,us-east-1c]',
    'attribute:ecs.availability-zone not_in [us-east-1a]',
    'attribute:stack exists',
    'attribute:ssd exists',
    'attribute:nvme !exists',
    'attribute:nvme not_exists',
    'not(attribute:nvme exists)',
    '!(attribute:nvme exists)',
    '!attribute:nvme exists',
    'attribute:note == "it\'s a (big) one"',
    "attribute:note == 'it\\'s a (big) one'",
    'attribute:ecs.docker-version > 9.1.1',
    'attribute:ecs.docker-version greater_than_equal 25.0.6',
    'attribute:ecs.docker-version <= 25.1',
    'attribute:disks > 9',
    'attribute:stack < qa',
    'agentConnected == true',
    'agentConnected != false',
    'agentVersion == 1.94.0',
    'agentVersion > 1.9.0',
    'agentVersion >= v1.94',
    'agentVersion less_than 1.100.0',
    'ec2InstanceId == i-00000000000000001',
    "ec2InstanceId in ['i-00000000000000001', 'i-abcd1234']",
    'ec2InstanceId =~ i-0+1',
    'registeredAt >= 2026-02-18T22:28:28+00:00',
    'registeredAt == 2026-02-18T23:28:28+01:00',
    'registeredAt == 2026-02-18T17:28:28-05:00',
    'registeredAt < 2026-02-19',
    'registeredAt > 2026-02-18T22:28Z',
    'runningTasksCount == 3',
    'runningTasksCount < 10',
    'task:group == service:production',
    'task:group in [family:other, family:batch]',
    'task:group =~ service:.*',
    'not(task:group == service:database)',
    'task:group != service:database',
    'attribute:stack == prod and attribute:ssd exists',
    'attribute:stack == prod && attribute:ssd exists',
    'attribute:stack == qa or attribute:ssd exists',
    'attribute:stack == qa || attribute:ssd exists',
    '  attribute:stack\n==\tprod  ',
    // `and` binds before `or`, `not` before both.
    'attribute:stack == prod or attribute:stack == qa and attribute:nvme exists',
    'not attribute:stack == qa and attribute:ssd exists',
    'not (attribute:stack == prod and attribute:nvme exists)',
    // After an operator a keyword is a value like any other.
    'attribute:stack != and',
  ])('%s', (expression) => {
    expect(parseQuery(expression)(instance)).toBe(true);
    expect(parseQuery(`not (${expression})`)(instance)).toBe(false);
  });
});

describe('an expression that does not', () => {
  test.each([
    'attribute:ecs.instance-type == T3.MEDIUM',
    // The whole value must match, as in Java.
    'attribute:ecs.instance-type =~ t3',
    'attribute:ecs.instance-type =~ medium',
    'attribute:nvme == x',
    'attribute:nvme < 1',
    'attribute:nvme in [x]',
    'attribute:ssd == true',
    'attribute:disks < 9',
    'agentVersion > 1.94',
    'registeredAt < 2026-02-18',
    'task:group != service:production',
    'task:group == production',
    '(attribute:stack == prod or attribute:stack == qa) and attribute:nvme exists',
  ])('%s', (expression) => {
    expect(parseQuery(expression)(instance)).toBe(false);
  });
});

describe('an ill-formed expression', () => {
  const messageOf = (expression: string): string => {
    try {
      parseQuery(expression);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'InvalidParameterException') {
        return error.message;
      }
      throw error;
    }
    throw new Error(`It was read: ${expression}`);
  };

  test.each([
    ['', 1, 'expected a subject'],
    ['attribute:stack', 16, 'expected an operator for attribute:stack'],
    ['attribute:stack = prod', 17, 'did you mean =='],
    ['attribute:stack == prod & attribute:ssd exists', 25, 'did you mean &&'],
    ['attribute:stack is prod', 17, 'expected an operator for attribute:stack'],
    ['stack == prod', 1, 'expected a subject (attribute:NAME, agentConnected,'],
    ['attribute: == prod', 1, 'expected a subject'],
    ['attribute:stack ==', 19, 'expected a value, found the end'],
    ['attribute:stack == (prod)', 20, 'expected a value, found "("'],
    ['attribute:stack == prod attribute:ssd exists', 25, 'expected and, or, or the end'],
    ['attribute:stack == prod and', 28, 'expected a subject'],
    ['(attribute:stack == prod', 25, 'expected ), found the end'],
    ['attribute:stack == prod)', 24, 'expected and, or, or the end, found ")"'],
    ['attribute:stack in prod', 20, 'expected a list'],
    ['attribute:stack in []', 21, 'expected a value'],
    ['attribute:stack in [a b]', 23, 'expected , or ]'],
    ['attribute:stack == "prod', 20, 'no closing "'],
    ['attribute:stack =~', 19, 'expected a regular expression'],
    ['attribute:stack =~ *', 20, 'for any text write .*'],
    ['attribute:stack =~ (a', 20, 'a ( is not closed'],
    ['attribute:stack =~ "a)"', 22, 'a ) closes nothing'],
    ['attribute:stack =~ [a-', 20, 'a [ is not closed'],
    ['attribute:stack =~ [z-a]', 21, 'the range z-a is wrong'],
    ['attribute:stack =~ a{2', 21, 'a { begins no quantifier'],
    ['attribute:stack =~ a{3,2}', 21, 'the quantifier {3,2} is wrong'],
    ['attribute:stack =~ (?=a)b', 20, 'no look-around'],
    ['attribute:stack =~ (a)\\1', 23, 'the escape \\1 is not understood'],
    ['attribute:stack =~ a*+', 22, 'possessive'],
    ['attribute:stack =~ ((a{1000}){1000})', 20, 'too large'],
    ['runningTasksCount == many', 22, 'expected a whole number'],
    ['runningTasksCount =~ 1', 19, 'expected an operator for runningTasksCount'],
    ['agentConnected == yes', 19, 'expected true or false'],
    ['agentConnected > true', 16, 'expected an operator'],
    ['agentVersion >= new', 17, 'expected a version'],
    ['registeredAt > yesterday', 16, 'expected a date'],
    ['task:group > a', 12, 'expected an operator'],
    [`${'('.repeat(101)}agentConnected == true`, 101, 'nested too deeply'],
    [`attribute:stack == ${'x'.repeat(2000)}`, 2001, 'at most 2000 characters'],
  ])('%s', (expression, position, problem) => {
    const message = messageOf(expression);
    expect(message).toContain(`at position ${position} `);
    expect(message).toContain(problem);
  });

  test('is shown with a caret under the place', () => {
    expect(messageOf('attribute:stack = prod')).toBe(
      [
        'Invalid expression: at position 17 "=" stands alone: did you mean ==?',
        'attribute:stack = prod',
        '                ^',
      ].join('\n'),
    );
  });

  test('of great length is shown in part', () => {
    const lines = messageOf(`${'agentConnected == true and '.repeat(20)}oops`).split('\n');
    expect(lines[1]?.at(lines[2]?.indexOf('^') ?? -1)).toBe('o');
    expect(lines[1]?.length).toBeLessThan(90);
  });
});

describe('regular expressions', () => {
  const matches = (pattern: string, value: string): boolean =>
    parseQuery(`attribute:value =~ '${pattern}'`)(
      candidate({ attributes: [{ name: 'value', value }] }),
    );

  /** Patterns in the part of the syntax that we share with JavaScript. */
  const pattern = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('a', 'b', '.', '\\.', '\\d', '\\W', '[ab]', '[^a]', '[a-c1]', '[]-]'),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?'))
        .map(([a, quantifier]) => `(?:${a})${quantifier}`),
      tie('pattern').map((a) => `^${a}`),
      tie('pattern').map((a) => `${a}$`),
    ),
  })).pattern;

  test('mean what they mean to JavaScript, of the whole value', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', ']', '-'), maxLength: 6 }),
        (source, value) => {
          // In JavaScript [] is empty and ] need not be first.
          const native = new RegExp(`^(?:${source.replaceAll('[]-]', '[\\]-]')})$`);
          expect(matches(source, value)).toBe(native.test(value));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('cannot make the scheduler hang', () => {
    const value = `${'a'.repeat(127)}b`;
    expect(matches('(a+)+', value)).toBe(false);
    expect(matches('(a|a)*', value)).toBe(false);
    expect(matches('(a*)*(a*)*(a*)*c', value)).toBe(false);
    expect(matches('(a*)*b', value)).toBe(true);
  });
});

test('a query that was read once is kept', () => {
  expect(parseQuery('agentConnected == true')).toBe(parseQuery('agentConnected == true'));
});
