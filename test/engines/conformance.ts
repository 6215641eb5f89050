import { afterAll, beforeAll, describe } from 'vitest';
import { adoption } from './conformance/adoption.ts';
import { disturbances } from './conformance/disturbances.ts';
import { exits } from './conformance/exits.ts';
import { health } from './conformance/health.ts';
import { hostPorts } from './conformance/host-ports.ts';
import { instances } from './conformance/instances.ts';
import { lifecycle } from './conformance/lifecycle.ts';
import { loadBalancers } from './conformance/load-balancers.ts';
import { logs } from './conformance/logs.ts';
import { networking } from './conformance/networking.ts';
import { Stage } from './conformance/stage.ts';
import type { TestEngine } from './conformance/test-engine.ts';
import { unavailability } from './conformance/unavailability.ts';
import { volumes } from './conformance/volumes.ts';

export type InstanceKind = 'record' | 'machine';
export type { Foreign, TestEngine } from './conformance/test-engine.ts';

/**
 * What every engine must do, as tests. `makeEngine` gives a fresh install; it is called once.
 * `canGoAway` is false for an engine that has nothing outside to depend on, `runs` for one that runs
 * no programs. `instances` says what
 * an EC2 instance is to it: a record with an agent that is one, a machine with an agent that
 * registers itself, or (yet) nothing.
 */
export function conformance(
  name: string,
  makeEngine: () => Promise<TestEngine>,
  {
    canGoAway = true,
    runs = true,
    instances: kind,
  }: { canGoAway?: boolean; runs?: boolean; instances?: InstanceKind | undefined } = {},
): void {
  describe(`engine conformance: ${name}`, () => {
    let test: TestEngine | undefined;
    let current: Stage | undefined;
    const stage = (): Stage => {
      if (!current) throw new Error('The engine under test did not open.');
      return current;
    };

    beforeAll(async () => {
      test = await makeEngine();
      current = await Stage.open(test);
    });
    afterAll(async () => {
      await current?.close();
      await test?.dispose();
    });

    lifecycle(stage);
    exits(stage);
    disturbances(stage);
    logs(stage);
    health(stage);
    networking(stage);
    adoption(stage);
    loadBalancers(stage);
    if (kind !== undefined) {
      instances(stage, kind);
      hostPorts(stage, kind);
    }
    if (runs) volumes(stage);
    if (canGoAway) unavailability(stage);
  });
}
