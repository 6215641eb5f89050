import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEffect } from '../../../src/core/effects.ts';
import { Stage } from '../conformance/stage.ts';
import { LISTENER_PORT, throughGateway } from '../conformance/stage-load-balancer.ts';
import type { TestEngine } from '../conformance.ts';
import { buildRuntime, Runtime, waitUntil } from './killable-runtime.ts';
import { processTestEngine } from './process-test-engine.ts';
import { isAlive } from './support.ts';

const loadBalancerArn =
  'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/survivor/1';
const start: EngineEffect = {
  type: 'StartLoadBalancer',
  loadBalancerArn,
  dnsName: 'front-1.elb.localhost',
};
const remove: EngineEffect = { type: 'RemoveLoadBalancer', loadBalancerArn };

/** From then on it answers with that. */
const answering = (messageBody: string): EngineEffect => ({
  type: 'ConfigureLoadBalancer',
  loadBalancerArn,
  configuration: {
    loadBalancerArn,
    idleTimeout: 60_000,
    targetGroups: [],
    listeners: [
      {
        listenerArn: 'listener',
        port: LISTENER_PORT,
        protocol: 'HTTP',
        rules: [
          {
            ruleArn: 'rule',
            conditions: [],
            action: { type: 'fixed-response', statusCode: 200, messageBody },
          },
        ],
      },
    ],
  },
});

describe('load balancers outlive a runtime that is killed', () => {
  let bundle: ReturnType<typeof buildRuntime>;
  let test: TestEngine;
  let stage: Stage | undefined;
  let runtime: Runtime;

  beforeAll(() => {
    bundle = buildRuntime('runtime-with-load-balancers');
  });
  afterAll(() => bundle.remove());
  beforeEach(() => {
    test = processTestEngine();
    runtime = new Runtime(bundle.path, test.dataDir);
  });
  afterEach(async () => {
    runtime.kill();
    stage ??= await Stage.open(test);
    const pid = pidOfProgram();
    stage.perform(remove);
    await waitUntil(() => heard('LoadBalancerRemoved') > 0);
    expect(isAlive(pid)).toBe(false);
    await stage.close();
    stage = undefined;
    await test.dispose();
  });

  const folder = () => {
    const all = join(test.dataDir, 'load-balancers');
    return join(all, readdirSync(all)[0] ?? '');
  };
  const pidOfProgram = () => Number(readFileSync(join(folder(), 'run', 'pid'), 'utf8'));
  const gatewayPort = (): number =>
    JSON.parse(readFileSync(join(folder(), 'load-balancer.json'), 'utf8')).gatewayPort;
  const heard = (wanted: string) =>
    stage?.observations.filter(({ type }) => type === wanted).length ?? 0;
  const answer = () => throughGateway(gatewayPort()).catch(() => 'no answer');

  /** One that answers with `before` and whose runtime is no more. */
  const orphan = async () => {
    runtime.perform(start);
    await runtime.heard('LoadBalancerStarted');
    runtime.perform(answering('before'));
    await expect.poll(answer).toBe('before');
    await waitUntil(() => existsSync(join(folder(), 'configuration.json')));
    runtime.kill();
  };

  it('serve on, are adopted with what they do, and take over what changes', async () => {
    await orphan();
    const pid = pidOfProgram();
    expect(await answer()).toBe('before');
    stage = await Stage.open(test);
    const address = { gatewayPort: gatewayPort() };
    expect(await stage.engine.listLoadBalancers()).toEqual([{ loadBalancerArn, address }]);
    expect(await answer()).toBe('before');
    stage.perform(answering('after'));
    await expect.poll(answer).toBe('after');
    expect([pidOfProgram(), heard('LoadBalancerStarted')]).toEqual([pid, 0]);
  });

  it('come back at the same port with what they did when they were killed meanwhile', async () => {
    await orphan();
    const port = gatewayPort();
    await test.killLoadBalancer(loadBalancerArn);
    await expect.poll(answer).toBe('no answer');
    stage = await Stage.open(test);
    await waitUntil(() => heard('LoadBalancerStarted') > 0);
    expect(gatewayPort()).toBe(port);
    expect(await answer()).toBe('before');
  });

  it('come back at another port when somebody has taken theirs', async () => {
    await orphan();
    const port = gatewayPort();
    await test.killLoadBalancer(loadBalancerArn);
    await expect.poll(answer).toBe('no answer');
    const stranger = createServer();
    await once(stranger.listen(port, '127.0.0.1'), 'listening');
    try {
      stage = await Stage.open(test);
      await waitUntil(() => heard('LoadBalancerStarted') > 0);
      expect(gatewayPort()).not.toBe(port);
      expect(await answer()).toBe('before');
    } finally {
      stranger.close();
    }
  });
});
