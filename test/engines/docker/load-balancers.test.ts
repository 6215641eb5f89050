import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TargetConfiguration } from '../../../src/core/load-balancers/configuration.ts';
import { instanceNameOf, loadBalancerNameOf } from '../../../src/engines/docker/labels.ts';
import { findNetwork } from '../../../src/engines/docker/network.ts';
import { Stage } from '../conformance/stage.ts';
import {
  LISTENER_PORT,
  StageLoadBalancer,
  target,
  throughGateway,
} from '../conformance/stage-load-balancer.ts';
import { type DockerTestEngine, dockerForTests, dockerTestEngine } from './docker-world.ts';
import { execIn } from './exec-in.ts';

const real = await dockerForTests();

describe.skipIf(real === undefined)('a load balancer on Docker', { timeout: 180_000 }, () => {
  let test: DockerTestEngine;
  let stage: Stage;

  beforeAll(async () => {
    if (real === undefined) throw new Error('unreachable');
    test = await dockerTestEngine(real, { relistInterval: 300 });
    stage = await Stage.open(test);
  });
  afterAll(async () => {
    await stage.close();
    await test.dispose();
  });

  const containerOf = ({ loadBalancerArn }: StageLoadBalancer) =>
    test.docker.getContainer(loadBalancerNameOf(loadBalancerArn));
  const named = async (gatewayPort = 0): Promise<string> =>
    JSON.parse(await throughGateway(gatewayPort)).name;

  it('reaches what listens on ports of an instance, and is reached from there', async () => {
    const instance = stage.instance();
    const { privateIpAddress } = await instance.started();
    const targets: TargetConfiguration[] = [];
    const portMappings = [{ containerPort: 8080 }];
    const tasks = await Promise.all(
      ['one', 'two'].map(() => instance.provisioned('bridge', portMappings)),
    );
    for (const [index, task] of tasks.entries()) {
      const change = { portMappings };
      const started = await task.started('web', { PORT: 8080, NAME: `${index}` }, change);
      const port = started.networkBindings[0]?.hostPort ?? 0;
      const id = instance.spec.instanceId;
      targets.push({ id, port, host: privateIpAddress, draining: false });
    }
    const inHost = await instance.provisioned('host', [{ containerPort: 9000 }]);
    await inHost.started('web', { PORT: 9000, NAME: '2' }, { networkMode: 'host' });
    const { spec } = instance;
    targets.push({ id: spec.instanceId, port: 9000, host: privateIpAddress, draining: false });

    const loadBalancer = new StageLoadBalancer(stage);
    const { address } = await loadBalancer.started();
    loadBalancer.configure(targets);
    for (const each of targets) await loadBalancer.sawHealth(each, 'healthy');
    const names = [0, 1, 2].map(() => named(address.gatewayPort));
    expect((await Promise.all(names)).toSorted()).toEqual(['0', '1', '2']);
    const machine = test.docker.getContainer(instanceNameOf(instance.instanceArn));
    const url = `http://${address.privateIpAddress}:${LISTENER_PORT}/`;
    expect(await execIn(machine, `curl -sS ${url}`)).toContain('"port":');
    const byName = `curl -sS http://${loadBalancer.dnsName}/`;
    expect(await execIn(machine, byName)).toContain('"port":');

    await loadBalancer.removed();
    for (const task of [...tasks, inHost]) await task.deprovisioned();
    await instance.terminated();
  });

  it('keeps its address and what it does when it is killed, whoever else comes meanwhile', async () => {
    const well = await target(stage, { NAME: 'well' });
    const [loadBalancer, other] = [new StageLoadBalancer(stage), new StageLoadBalancer(stage)];
    const { address } = await loadBalancer.started();
    loadBalancer.configure([well]);
    await loadBalancer.sawHealth(well, 'healthy');
    await stage.restart(async () => {
      await containerOf(loadBalancer).kill();
    });
    await other.started();
    const again = await loadBalancer.saw('LoadBalancerStarted', 2);
    expect(again.address.privateIpAddress).toBe(address.privateIpAddress);
    expect(await named(again.address.gatewayPort)).toBe('well');
    await loadBalancer.removed();
    await other.removed();
    await well.task.deprovisioned();
  });

  it('is started again also when the event of its end was lost', async () => {
    const loadBalancer = new StageLoadBalancer(stage);
    await loadBalancer.started();
    test.proxy.muteEvents();
    await containerOf(loadBalancer).kill();
    await loadBalancer.saw('LoadBalancerStarted', 2);
    test.proxy.unmuteEvents();
    await loadBalancer.removed();
  });

  it('is started again when it ended while Docker was away', async () => {
    const loadBalancer = new StageLoadBalancer(stage);
    await loadBalancer.started();
    await test.proxy.close();
    await stage.waitFor('it to be gone', () => stage.statuses.at(-1)?.available === false);
    await containerOf(loadBalancer).kill();
    await test.proxy.open();
    await loadBalancer.saw('LoadBalancerStarted', 2);
    expect(await loadBalancer.listed()).toMatchObject({ address: expect.anything() });
    await loadBalancer.removed();
  });

  it('is said to be gone when it was removed by hand, and can be made anew', async () => {
    const loadBalancer = new StageLoadBalancer(stage);
    await loadBalancer.started();
    await containerOf(loadBalancer).remove({ force: true });
    await loadBalancer.saw('LoadBalancerRemoved');
    await loadBalancer.started();
    await loadBalancer.removed();
  });

  it('touches no container that is not ours, and says which one is in the way', async () => {
    const loadBalancer = new StageLoadBalancer(stage);
    const name = loadBalancerNameOf(loadBalancer.loadBalancerArn);
    const stranger = await test.docker.createContainer({
      name,
      Image: 'ecs-workbook/pause:latest',
    });
    try {
      loadBalancer.start();
      const { reason } = await loadBalancer.saw('LoadBalancerStartFailed');
      expect(reason).toContain(`"/${name}" is already in use by container`);
      await loadBalancer.removed();
      expect((await stranger.inspect()).Id).toBe(stranger.id);
    } finally {
      await stranger.remove({ force: true });
    }
  });

  it('leaves nothing behind', async () => {
    expect(await stage.engine.listLoadBalancers()).toEqual([]);
    await stage.close();
    expect(await findNetwork(test.docker, test.installId)).toBeUndefined();
  });
});
