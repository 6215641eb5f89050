import { describe, expect, it, test } from 'vitest';
import { accessLogLine } from '../../../src/data-plane/load-balancer/access-log.ts';
import {
  afterCheck,
  FAILED,
  INITIAL,
  matchesCode,
  mismatch,
  TIMED_OUT,
} from '../../../src/data-plane/load-balancer/health/health.ts';
import { statusOfFailure } from '../../../src/data-plane/load-balancer/http/failures.ts';
import { tracedBy } from '../../../src/data-plane/load-balancer/http/trace-id.ts';
import { leastOutstanding } from '../../../src/data-plane/load-balancer/targets/least-outstanding.ts';
import { slowStartShare } from '../../../src/data-plane/load-balancer/targets/slow-start.ts';
import { bySource } from '../../../src/data-plane/load-balancer/targets/source-hash.ts';
import {
  readCookie,
  stickyCookies,
  stickyValue,
  stuckTo,
} from '../../../src/data-plane/load-balancer/targets/stickiness.ts';
import { usableTargets } from '../../../src/data-plane/load-balancer/targets/usable.ts';
import { nextTurn } from '../../../src/data-plane/load-balancer/targets/weighted-round-robin.ts';

describe('turns', () => {
  const turns = (weights: Record<string, number>, count: number): string => {
    const members = Object.entries(weights).map(([name, weight]) => ({ name, weight, current: 0 }));
    return Array.from(
      { length: count },
      () => nextTurn(members, ({ weight }) => weight)?.name ?? '-',
    ).join('');
  };

  it.each([
    [{ a: 1, b: 1, c: 1 }, 6, 'abcabc'],
    [{ a: 3, b: 1 }, 8, 'aabaaaba'],
    [{ a: 5, b: 1, c: 1 }, 7, 'aabacaa'],
    [{ a: 1, b: 0 }, 3, 'aaa'],
    [{ a: 0, b: 0 }, 2, '--'],
    [{}, 1, '-'],
  ])('by weight %j: %i', (weights, count, expected) => {
    expect(turns(weights, count)).toBe(expected);
  });

  it('holds weights exactly over one round', () => {
    const names = turns({ a: 95, b: 5 }, 100);
    expect(names.replaceAll('a', '')).toHaveLength(5);
  });

  it('by least outstanding requests, spreading equal ones', () => {
    const members = [2, 1, 1].map((outstanding, i) => ({ name: i, outstanding }));
    expect([0, 1, 2, 3].map((start) => leastOutstanding(members, start)?.name)).toEqual([
      1, 1, 2, 1,
    ]);
    expect(leastOutstanding([], 0)).toBeUndefined();
  });

  it('by source: the same for the same, and few move when one goes', () => {
    const members = ['a', 'b', 'c', 'd'].map((key) => ({ key }));
    const sources = Array.from({ length: 200 }, (_, i) => `10.0.0.${i}`);
    const before = sources.map((source) => bySource(members, source)?.key);
    const after = sources.map((source) => bySource(members.slice(1), source)?.key);
    expect(new Set(before).size).toBe(4);
    before.forEach((key, i) => {
      if (key !== 'a') expect(after[i]).toBe(key);
    });
  });

  it.each([
    [undefined, 5000, 1],
    [0, 0, 0.01],
    [0, 500, 0.5],
    [0, 1000, 1],
    [0, 2000, 1],
  ])('slow start since %j at %i: %d', (startedAt, now, share) => {
    expect(slowStartShare(startedAt, 1000, now)).toBe(share);
  });
});

describe('usable targets', () => {
  const [healthy, unhealthy, initial, draining] = [
    { draining: false, health: { state: 'healthy' } },
    { draining: false, health: { state: 'unhealthy' } },
    { draining: false, health: { state: 'initial' } },
    { draining: true, health: { state: 'healthy' } },
  ] as const;

  it.each([
    ['healthy ones', [healthy, unhealthy, initial], [healthy]],
    ['all while none is healthy', [unhealthy, initial], [unhealthy, initial]],
    ['never draining ones', [unhealthy, draining], [unhealthy]],
    ['draining ones not even alone', [draining], []],
  ])('%s', (_, targets, usable) => {
    expect(usableTargets<(typeof targets)[number]>(targets)).toEqual(usable);
  });
});

describe('health', () => {
  const limits = { healthyThreshold: 3, unhealthyThreshold: 2 };
  const checked = (results: string) =>
    [...results].reduce(
      (health, sign) => afterCheck(health, sign === '+' ? { passed: true } : mismatch(502), limits),
      INITIAL,
    );

  it.each([
    ['', 'initial'],
    ['+', 'healthy'],
    ['-', 'initial'],
    ['-+', 'healthy'],
    ['--', 'unhealthy'],
    ['+-', 'healthy'],
    ['+-+-', 'healthy'],
    ['+--', 'unhealthy'],
    ['--++', 'unhealthy'],
    ['--++-++', 'unhealthy'],
    ['--+++', 'healthy'],
  ])('after %j: %s', (results, state) => {
    expect(checked(results).state).toBe(state);
  });

  it('says why in the words of AWS', () => {
    expect(checked('--')).toMatchObject({
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [502]',
    });
    expect(afterCheck(checked('--'), TIMED_OUT, limits)).toMatchObject({
      state: 'unhealthy',
      reason: 'Target.Timeout',
      description: 'Request timed out',
    });
    expect(afterCheck(checked('--'), FAILED, limits)).toMatchObject({
      reason: 'Target.FailedHealthChecks',
      description: 'Health checks failed',
    });
    expect(checked('--+++')).not.toHaveProperty('reason');
  });

  it.each([
    ['200', 200, true],
    ['200', 201, false],
    ['200,202', 202, true],
    ['200-299', 250, true],
    ['200-299,404', 404, true],
    ['200-299', 300, false],
  ])('code %s and %i: %j', (matcher, code, matches) => {
    expect(matchesCode(matcher, code)).toBe(matches);
  });
});

describe('stickiness', () => {
  it('reads the cookie of that name', () => {
    expect(readCookie('a=1; AWSALB=x=y ; AWSALBTG=z', 'AWSALB')).toBe('x=y');
    expect(readCookie('XAWSALB=1', 'AWSALB')).toBeUndefined();
    expect(readCookie(undefined, 'AWSALB')).toBeUndefined();
  });

  it('ties for its duration, and not to what is not ours', () => {
    const value = stickyValue('key-1_A', 1_000_000);
    expect(stuckTo(value, 5000, 1_005_000)).toBe('key-1_A');
    expect(stuckTo(value, 5000, 1_005_001)).toBeUndefined();
    expect(stuckTo('rubbish', 5000, 0)).toBeUndefined();
    expect(stuckTo(undefined, 5000, 0)).toBeUndefined();
  });

  it('is written as ALB writes it', () => {
    expect(stickyCookies('AWSALB', 'key', 1500, 0)).toEqual([
      expect.stringMatching(/^AWSALB=[\w-]+; Expires=Thu, 01 Jan 1970 00:00:02 GMT; Path=\/$/),
      expect.stringMatching(/^AWSALBCORS=.* 00:00:02 GMT; Path=\/; SameSite=None$/),
    ]);
  });
});

test.each([
  [undefined, 'Root=1-new'],
  ['Root=1-old', 'Self=1-new;Root=1-old'],
  ['Self=1-x;Root=1-old;CalledFrom=app', 'Self=1-new;Root=1-old;CalledFrom=app'],
  ['CalledFrom=app', 'CalledFrom=app;Root=1-new'],
])('trace %j becomes %j', (header, traced) => {
  expect(tracedBy(header, '1-new')).toBe(traced);
});

test.each([
  ['ECONNREFUSED', 502],
  ['ECONNRESET', 502],
  ['UND_ERR_SOCKET', 502],
  ['HPE_INVALID_CONSTANT', 502],
  ['UND_ERR_CONNECT_TIMEOUT', 504],
  ['UND_ERR_HEADERS_TIMEOUT', 504],
  ['UND_ERR_INVALID_ARG', 400],
])('a failure with %s: %i', (code, status) => {
  expect(statusOfFailure(Object.assign(new Error('no'), { code }))).toBe(status);
});

test('a line of the access log', () => {
  expect(
    accessLogLine({
      type: 'http',
      receivedAt: Date.UTC(2018, 6, 2, 22, 22, 48, 364),
      endedAt: Date.UTC(2018, 6, 2, 22, 23, 0, 186),
      loadBalancer: 'app/my-loadbalancer/50dc6c495c0c9188',
      client: '192.168.131.39:2817',
      target: '10.0.0.1:80',
      requestProcessingTime: 0,
      targetProcessingTime: 0.001,
      responseProcessingTime: 0,
      statusCode: 200,
      targetStatusCode: 200,
      receivedBytes: 34,
      sentBytes: 366,
      method: 'GET',
      url: 'http://www.example.com:80/',
      httpVersion: '1.1',
      userAgent: 'curl "7.46.0"\n',
      targetGroupArn: 'arn:group',
      traceId: 'Root=1-58337262-36d228ad5d99923122bbe354',
      rulePriority: 0,
      action: 'forward',
      redirectUrl: undefined,
    }),
  ).toBe(
    'http 2018-07-02T22:23:00.186000Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 ' +
      '10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" ' +
      '"curl \\x227.46.0\\x22\\x0A" - - arn:group "Root=1-58337262-36d228ad5d99923122bbe354" "-" ' +
      '"-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"',
  );
});
