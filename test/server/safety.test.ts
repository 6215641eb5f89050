import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hosts } from '../../src/server/safety/hosts.ts';
import { fetchSiteAllowed, originAllowed } from '../../src/server/safety/origins.ts';
import { bearerMatches, readOrMakeToken, seal } from '../../src/server/safety/token.ts';

const TASK = '0123456789abcdef0123456789abcdef';

describe('the Host of a request says where it goes', () => {
  const hosts = new Hosts(4566);
  hosts.addGateway('10.70.0.1');
  hosts.addGateway('host.docker.internal');
  it.each([
    ['localhost:4566', 'runtime'],
    ['LocalHost:4566', 'runtime'],
    ['127.0.0.1:4566', 'runtime'],
    ['[::1]:4566', 'runtime'],
    ['10.70.0.1:4566', 'gateway'],
    ['host.docker.internal:4566', 'gateway'],
    [`${TASK}.task.localhost:4566`, 'task'],
    [`${TASK}-8080.task.localhost:4566`, 'task'],
    ['i-0123456789abcdef0.ec2.localhost:4566', 'instance'],
    ['i-0123456789abcdef0-8080.ec2.localhost:4566', 'instance'],
    ['i-0123.ec2.localhost:4566', 'name'],
    ['front-1234567890.elb.localhost:4566', 'load-balancer'],
    ['front-8080.elb.localhost:4566', 'load-balancer'],
    // As in the VPC: the port is that of the listener.
    ['front-1234567890.elb.localhost', 'load-balancer'],
    ['front-1234567890.elb.localhost:8080', 'load-balancer'],
    ['front.us-east-1.elb.localhost:4566', 'name'],
    ['streaming-logs.localhost:4566', 'name'],
    ['other.task.localhost:4566', 'name'],
    // Everything else is somebody else's name that was pointed at this machine.
    ['evil.example:4566', 'foreign'],
    ['localhost.evil.example:4566', 'foreign'],
    ['evil-localhost:4566', 'foreign'],
    ['localhost', 'foreign'],
    ['localhost:80', 'foreign'],
    ['localhost:45660', 'foreign'],
    ['127.0.0.2:4566', 'foreign'],
    ['10.70.0.2:4566', 'foreign'],
    ['0.0.0.0:4566', 'foreign'],
    ['localhost.:4566', 'foreign'],
    ['.localhost:4566', 'foreign'],
    ['user@localhost:4566', 'foreign'],
    ['localhost:4566:4566', 'foreign'],
    ['', 'foreign'],
    [undefined, 'foreign'],
  ])('%s: %s', (host, type) => {
    expect(hosts.destination(host).type).toBe(type);
  });

  it('reads task and container port out of the name', () => {
    expect(hosts.destination(`${TASK}-8080.task.localhost:4566`)).toEqual({
      type: 'task',
      taskId: TASK,
      containerPort: 8080,
    });
  });

  it('takes a port of a load balancer that is not ours for that of its listener', () => {
    const of = (host: string) => hosts.destination(host);
    expect(of('front-1.elb.localhost:4566')).toMatchObject({ label: 'front-1' });
    expect(of('front-1.elb.localhost:80')).toMatchObject({ label: 'front-1' });
    expect(of('front-1.elb.localhost:8080')).toMatchObject({ label: 'front-1-8080' });
  });

  it('reads instance and port out of the name, 80 where none is said', () => {
    const instanceId = 'i-0123456789abcdef0';
    expect(hosts.destination(`${instanceId}-8080.ec2.localhost:4566`)).toEqual({
      type: 'instance',
      instanceId,
      port: 8080,
    });
    expect(hosts.destination(`${instanceId}.ec2.localhost:4566`)).toMatchObject({ port: 80 });
  });

  it('needs no port in the name when the runtime has port 80', () => {
    expect(new Hosts(80).destination('localhost').type).toBe('runtime');
    expect(new Hosts(80).destination('localhost:80').type).toBe('runtime');
  });
});

describe('the Origin of a request', () => {
  it.each([
    [undefined, true],
    ['http://localhost:4566', true],
    ['http://127.0.0.1:4566', true],
    ['http://[::1]:4566', true],
    ['http://localhost:8080', false],
    ['http://localhost', false],
    ['https://localhost:4566', false],
    ['http://evil.example', false],
    ['http://localhost:4566.evil.example', false],
    [`http://${TASK}.task.localhost:4566`, false],
    ['null', false],
    ['', false],
  ])('%s: allowed %s', (origin, allowed) => {
    expect(originAllowed(origin, 4566)).toBe(allowed);
  });

  it('may be the task itself for a request to that task', () => {
    const own = `http://${TASK}.task.localhost:4566`;
    expect(originAllowed(own, 4566, own)).toBe(true);
    expect(originAllowed('http://other.task.localhost:4566', 4566, own)).toBe(false);
  });

  it('is not all: a browser also says that a foreign page asks', () => {
    expect(['cross-site', 'same-site'].map(fetchSiteAllowed)).toEqual([false, false]);
    expect([undefined, 'same-origin', 'none'].map(fetchSiteAllowed)).toEqual([true, true, true]);
  });
});

describe('the token', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-token-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made once for a folder, for its owner only', () => {
    const token = readOrMakeToken(folder);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
    chmodSync(join(folder, 'token'), 0o644);
    expect(readOrMakeToken(folder)).toBe(token);
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
  });

  it('is refused when the file does not hold one', () => {
    const empty = mkdtempSync(join(tmpdir(), 'ecs-workbook-token-'));
    writeFileSync(join(empty, 'token'), '\n');
    expect(() => readOrMakeToken(empty)).toThrow('should hold a token');
    rmSync(empty, { recursive: true });
  });

  it.each([
    ['Bearer right-token-here', true],
    ['bearer right-token-here', true],
    ['Bearer wrong', false],
    ['Bearer right-token-here-and-more', false],
    ['Basic right-token-here', false],
    ['right-token-here', false],
    ['Bearer ', false],
    [undefined, false],
  ])('%s: %s', (authorization, right) => {
    expect(bearerMatches(authorization, 'right-token-here')).toBe(right);
  });

  it('seals names so that they cannot be guessed', () => {
    expect(seal('a', 'x')).not.toBe(seal('b', 'x'));
    expect(seal('a', 'x')).not.toBe(seal('a', 'y'));
  });
});
