import { describe, expect, it } from 'vitest';
import type { Stage } from './stage.ts';
import {
  StageLoadBalancer,
  type StageTarget,
  target,
  throughGateway,
} from './stage-load-balancer.ts';

export function loadBalancers(stage: () => Stage): void {
  describe('load balancers', () => {
    const make = () => new StageLoadBalancer(stage());
    /** One that runs, with these targets, which are healthy. */
    const running = async (...targets: StageTarget[]) => {
      const loadBalancer = make();
      await loadBalancer.started();
      loadBalancer.configure(targets);
      for (const each of targets) await loadBalancer.sawHealth(each, 'healthy');
      return loadBalancer;
    };
    const end = async (loadBalancer: StageLoadBalancer, ...targets: StageTarget[]) => {
      await loadBalancer.removed();
      for (const { task } of targets) await task.deprovisioned();
    };

    it('start, each at an address of its own, are listed, and answer a repeated start with the same', async () => {
      const [one, two] = [make(), make()];
      const first = await one.started();
      const second = await two.started();
      expect(first.address).not.toEqual(second.address);
      expect(await one.listed()).toEqual({
        loadBalancerArn: one.loadBalancerArn,
        address: first.address,
      });
      expect(await one.started()).toEqual(first);
      await end(one);
      await end(two);
    });

    it('tell which targets are healthy, and why others are not', async () => {
      const [well, sick] = [await target(stage()), await target(stage(), { SICK_AFTER_PROBES: 0 })];
      const nobody = { ...well, port: 9999, publishedPort: undefined };
      const loadBalancer = make();
      await loadBalancer.started();
      loadBalancer.configure([well, sick, nobody]);
      const { targetGroupArn } = loadBalancer;
      const { id, port } = well;
      expect(await loadBalancer.sawHealth(well, 'healthy')).toEqual({
        ...{ targetGroupArn, id, port },
        state: 'healthy',
      });
      expect(await loadBalancer.sawHealth(sick, 'unhealthy')).toEqual({
        ...{ targetGroupArn, id: sick.id, port },
        state: 'unhealthy',
        reason: 'Target.ResponseCodeMismatch',
        description: 'Health checks failed with these codes: [503]',
      });
      expect(await loadBalancer.sawHealth(nobody, 'unhealthy')).toEqual({
        ...{ targetGroupArn, id, port: 9999 },
        state: 'unhealthy',
        reason: 'Target.FailedHealthChecks',
        description: 'Health checks failed',
      });
      await end(loadBalancer, well, sick);
    });

    it('tell that a target whose container ends is unhealthy', async () => {
      const well = await target(stage());
      const loadBalancer = await running(well);
      well.task.stop('web');
      const { reason } = await loadBalancer.sawHealth(well, 'unhealthy');
      expect(reason).toBe('Target.FailedHealthChecks');
      await end(loadBalancer, well);
    });

    it('take over the newest configuration, and tell no more of targets that are gone', async () => {
      const [before, after] = [await target(stage()), await target(stage())];
      const loadBalancer = await running(before);
      for (const targets of [[], [before, after], [after]]) loadBalancer.configure(targets);
      await loadBalancer.sawHealth(after, 'healthy');
      const told = loadBalancer.told;
      before.task.stop('web');
      await before.task.saw('ContainerStopped');
      after.task.stop('web');
      await loadBalancer.sawHealth(after, 'unhealthy', told);
      const of = loadBalancer.all('TargetHealthChanged').slice(told);
      expect(of.flatMap(({ targets }) => targets).map(({ id }) => id)).not.toContain(before.id);
      await end(loadBalancer, before, after);
    });

    it('are listed after a restart as before, and tell all that is known, and what changed', async () => {
      const [stays, goes] = [await target(stage()), await target(stage())];
      const loadBalancer = await running(stays, goes);
      const before = await loadBalancer.listed();
      const told = loadBalancer.told;
      const { runtimeId } = await goes.task.saw('ContainerStarted');
      await stage().restart(() => stage().test.killFromOutside(runtimeId));
      expect(await loadBalancer.listed()).toEqual(before);
      await loadBalancer.sawHealth(stays, 'healthy', told);
      await loadBalancer.sawHealth(goes, 'unhealthy', told);
      loadBalancer.configure([stays]);
      await end(loadBalancer, stays, goes);
    });

    it('come back as configured when their program is killed', async () => {
      const well = await target(stage());
      const loadBalancer = await running(well);
      const told = loadBalancer.told;
      await stage().test.killLoadBalancer(loadBalancer.loadBalancerArn);
      const { address } = await loadBalancer.saw('LoadBalancerStarted', 2);
      expect(await loadBalancer.listed()).toMatchObject({ address });
      await loadBalancer.sawHealth(well, 'healthy', told);
      await end(loadBalancer, well);
    });

    it('come back as configured when it is killed while no engine is there', async () => {
      const well = await target(stage());
      const loadBalancer = await running(well);
      const told = loadBalancer.told;
      await stage().restart(() => stage().test.killLoadBalancer(loadBalancer.loadBalancerArn));
      await loadBalancer.sawHealth(well, 'healthy', told);
      await stage().waitFor(
        'its start',
        () => loadBalancer.all('LoadBalancerStarted').length === 2,
      );
      await end(loadBalancer, well);
    });

    it('answer when they are removed once more, or were never there, and can be made again', async () => {
      const loadBalancer = make();
      await loadBalancer.removed();
      await loadBalancer.started();
      await loadBalancer.removed();
      expect(await loadBalancer.listed()).toBeUndefined();
      await loadBalancer.removed();
      await loadBalancer.started();
      await loadBalancer.removed();
    });

    it('do what they are asked in the order asked', async () => {
      const loadBalancer = make();
      loadBalancer.start();
      const removed = loadBalancer.removed();
      loadBalancer.start();
      await removed;
      await stage().waitFor('its start', () => loadBalancer.last === 'LoadBalancerStarted');
      expect((await loadBalancer.listed())?.address).toBeDefined();
      await end(loadBalancer);
    });

    it('lead requests to their targets in turn, also while no engine is there', async () => {
      if (stage().test.get === undefined) return;
      const [one, two] = [
        await target(stage(), { NAME: 'one' }),
        await target(stage(), { NAME: 'two' }),
      ];
      const loadBalancer = await running(one, two);
      const { address } = await loadBalancer.saw('LoadBalancerStarted');
      const answers = async () => {
        const names: string[] = [];
        for (let n = 0; n < 4; n++) names.push(await answering(address.gatewayPort ?? 0));
        return names.toSorted();
      };
      const inTurn = ['one', 'one', 'two', 'two'];
      expect(await answers()).toEqual(inTurn);
      await stage().restart(async () => expect(await answers()).toEqual(inTurn));
      expect(await answers()).toEqual(inTurn);
      await end(loadBalancer, one, two);
    });

    it('leave nothing behind', async () => {
      expect(await stage().engine.listLoadBalancers()).toEqual([]);
    });
  });
}

/** The name of the puppet that answers a request to the listener. */
async function answering(gatewayPort: number): Promise<string> {
  const { name }: { name: string } = JSON.parse(await throughGateway(gatewayPort));
  return name;
}
