import { describe, expect, it, test } from 'vitest';
import type { RuleCondition } from '../../../src/core/load-balancers/configuration.ts';
import { listenerByHost } from '../../../src/data-plane/load-balancer/listener-by-host.ts';
import { allHold } from '../../../src/data-plane/load-balancer/rules/conditions.ts';
import { matchesPattern } from '../../../src/data-plane/load-balancer/rules/patterns.ts';
import { locationOf } from '../../../src/data-plane/load-balancer/rules/redirect.ts';

describe('patterns', () => {
  it.each([
    ['/img/*', '/img/cat.png', true],
    ['/img/*', '/img/', true],
    ['/img/*', '/img', false],
    ['/img/*/pics', '/img/a/b/pics', true],
    ['/img/*/pics', '/img/a/pics2', false],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['*a*b*c', 'xxaxxbxxc', true],
    ['*a*b*c', 'xxaxxcxxb', false],
    ['a.b', 'axb', false],
  ])('%j of %j: %j', (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  it.each([
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a\\?', 'a?', true],
    ['a\\?', 'ab', false],
    ['\\*', '*', true],
  ])('with escapes: %j of %j: %j', (pattern, text, matches) => {
    expect(matchesPattern(pattern, text, true)).toBe(matches);
  });

  it('takes no time for what was made to take long', () => {
    const start = performance.now();
    expect(matchesPattern(`${'*a'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('conditions', () => {
  const request = {
    method: 'GET',
    host: 'api.example.com',
    path: '/Shop/cart',
    query: 'Version=1&empty=&flag',
    sourceIp: '10.1.2.3',
    header: (name: string) => (name === 'user-agent' ? ['curl/8', 'Chrome'] : []),
  };
  it.each<[RuleCondition, boolean]>([
    [{ field: 'host-header', values: ['www.example.com', '*.EXAMPLE.com'] }, true],
    [{ field: 'host-header', values: ['example.com'] }, false],
    [{ field: 'path-pattern', values: ['/Shop/*'] }, true],
    [{ field: 'path-pattern', values: ['/shop/*'] }, false],
    [{ field: 'http-header', httpHeaderName: 'User-Agent', values: ['*chrome*'] }, true],
    [{ field: 'http-header', httpHeaderName: 'User-Agent', values: ['*firefox*'] }, false],
    [{ field: 'http-header', httpHeaderName: 'X-None', values: ['*'] }, false],
    [{ field: 'http-request-method', values: ['PUT', 'GET'] }, true],
    [{ field: 'http-request-method', values: ['get'] }, false],
    [{ field: 'query-string', values: [{ key: 'version', value: '1' }] }, true],
    [{ field: 'query-string', values: [{ key: 'version', value: '2' }, { value: '1' }] }, true],
    [{ field: 'query-string', values: [{ key: 'none', value: '*' }] }, false],
    [{ field: 'query-string', values: [{ key: 'flag', value: '' }] }, true],
    [{ field: 'source-ip', values: ['192.168.0.0/16', '10.1.0.0/16'] }, true],
    [{ field: 'source-ip', values: ['10.2.0.0/16', '2001:db8::/32'] }, false],
  ])('%j: %j', (condition, expected) => {
    expect(allHold([condition])(request)).toBe(expected);
  });

  it('all must hold, and none is needed', () => {
    expect(allHold([])(request)).toBe(true);
    expect(
      allHold([
        { field: 'http-request-method', values: ['GET'] },
        { field: 'path-pattern', values: ['/other'] },
      ])(request),
    ).toBe(false);
  });
});

describe('redirects', () => {
  const same = {
    type: 'redirect',
    statusCode: 301,
    protocol: '#{protocol}',
    host: '#{host}',
    port: '#{port}',
    path: '/#{path}',
    query: '#{query}',
  } as const;
  const request = { host: 'web.example.com', path: '/a/b', query: 'q=1' };

  it.each([
    [{ protocol: 'HTTPS', port: '443' }, {}, 'https://web.example.com:443/a/b?q=1'],
    [{ path: '/new/#{path}', query: '' }, {}, 'http://web.example.com:80/new/a/b'],
    [{ host: 'other.#{host}' }, { query: '' }, 'http://other.web.example.com:80/a/b'],
    [{ query: 'x=2&#{query}' }, {}, 'http://web.example.com:80/a/b?x=2&q=1'],
  ])('%j of %j', (action, facts, location) => {
    expect(locationOf({ ...same, ...action }, { ...request, ...facts }, { port: 80 })).toBe(
      location,
    );
  });

  it.each([
    ['web.elb.localhost:4566', 80, {}, 'http://web.elb.localhost:4566/a/b?q=1'],
    ['web.elb.localhost:4566', 80, { port: '8080' }, 'http://web-8080.elb.localhost:4566/a/b?q=1'],
    ['web-8080.elb.localhost:4566', 8080, { port: '80' }, 'http://web.elb.localhost:4566/a/b?q=1'],
    ['web.elb.localhost:4566', 80, { host: 'example.com' }, 'http://example.com:80/a/b?q=1'],
    ['web.elb.localhost:4566', 80, { protocol: 'HTTPS' }, 'https://HOST:80/a/b?q=1'],
  ])('through the gateway at %s from %i: %j', (gatewayHost, port, action, location) => {
    const host = gatewayHost.replace(':4566', '');
    expect(locationOf({ ...same, ...action }, { ...request, host }, { port, gatewayHost })).toBe(
      location.replace('HOST', host),
    );
  });
});

test.each([
  ['web.elb.localhost:4566', [80, 8080], 80],
  ['web-8080.elb.localhost:4566', [80, 8080], 8080],
  ['web-9090.elb.localhost', [80, 8080], 80],
  ['example.com', [8080, 80], 80],
  ['example.com', [8080, 9090], 8080],
  [undefined, [8080], 8080],
  ['web.elb.localhost', [], undefined],
])('%s among listeners at %j: %j', (host, ports, port) => {
  expect(listenerByHost(host, ports)).toBe(port);
});
