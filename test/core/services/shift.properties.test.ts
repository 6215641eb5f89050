import fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetsOf } from '../../../src/core/load-balancers/find.ts';
import {
  allHealthy,
  answer,
  asked,
  blueService,
  MINUTE,
  primaryOf,
  type Stage,
  stage,
  story,
  update,
  weights,
} from './shifting.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:smoke-test';

/** What may happen to a service whose traffic shifts. */
type Happening =
  | { readonly type: 'pass'; readonly seconds: number }
  | { readonly type: 'healthy' | 'update' | 'stop' | 'abort' }
  | { readonly type: 'crash' | 'sick'; readonly which: number }
  | { readonly type: 'scale'; readonly desiredCount: number }
  | { readonly type: 'answer'; readonly hookStatus: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('healthy' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('pass' as const), seconds: fc.nat(200) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('update' as const) }) },
  fc.record({ type: fc.constantFrom('stop' as const, 'abort' as const) }),
  fc.record({ type: fc.constantFrom('crash' as const, 'sick' as const), which: fc.nat(5) }),
  fc.record({ type: fc.constant('scale' as const), desiredCount: fc.nat(4) }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('answer' as const),
      hookStatus: fc.constantFrom('SUCCEEDED' as const, 'FAILED' as const, 'IN_PROGRESS' as const),
    }),
  },
);

const STRATEGIES = [
  { strategy: 'BLUE_GREEN' },
  { strategy: 'LINEAR', linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 1 } },
  { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0.5, canaryBakeTimeInMinutes: 1 } },
] as const;

function happen(on: Stage, arn: string, what: Happening): void {
  const { world } = on;
  const { serviceDeploymentArn } = story(on, arn);
  switch (what.type) {
    case 'pass':
      world.pass(what.seconds * 1000);
      return;
    case 'healthy':
      allHealthy(on);
      return;
    case 'update':
      update(on);
      return;
    case 'scale':
      update(on, { desiredCount: what.desiredCount });
      return;
    case 'answer':
      if (asked(on).length > 0) answer(on, { hookStatus: what.hookStatus });
      return;
    case 'crash': {
      const running = world.running(arn);
      const task = running[what.which % Math.max(1, running.length)];
      if (task !== undefined) world.stopped(task.taskArn, 'web', 1);
      return;
    }
    case 'sick': {
      const targets = [on.blue, on.green].flatMap((group) => targetsOf(world.state, group));
      const target = targets[what.which % Math.max(1, targets.length)];
      const [loadBalancerArn = ''] = world.state.loadBalancers.keys();
      if (target === undefined) return;
      const { targetGroupArn, id, port } = target;
      world.observe({
        type: 'TargetHealthChanged',
        loadBalancerArn,
        targets: [{ targetGroupArn, id, port, state: 'unhealthy' }],
      });
      return;
    }
    default: {
      const stopType = what.type === 'stop' ? 'ROLLBACK' : 'ABORT';
      try {
        world.send('StopServiceDeployment', { serviceDeploymentArn, stopType });
      } catch {
        // It is over already, or can go back no more.
      }
    }
  }
}

/** From now on all is well: everything is healthy, and every hook succeeds. */
function settle(on: Stage, arn: string): void {
  for (let n = 0; n < 60 && on.world.service(arn).deployments.length > 0; n += 1) {
    allHealthy(on);
    if (asked(on).length > 0) answer(on, { hookStatus: 'SUCCEEDED' });
    on.world.pass(MINUTE);
  }
}

test('from any history it ends, completed or rolled back or failed, with all traffic at one revision', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...STRATEGIES),
      fc.boolean(),
      fc.array(happening, { maxLength: 25 }),
      (strategy, hooked, happenings) => {
        const on = stage();
        const arn = blueService(on, { ...strategy, bakeTimeInMinutes: 1 });
        if (hooked) {
          const lifecycleStages = ['POST_TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'] as const;
          update(on, {
            deploymentConfiguration: {
              lifecycleHooks: [{ hookTargetArn: FUNCTION, lifecycleStages: [...lifecycleStages] }],
            },
          });
        }
        for (const what of happenings) {
          happen(on, arn, what);
          const [blue = 0, green = 0] = weights(on).production;
          expect([100, 1000]).toContain(blue + green);
        }
        settle(on, arn);
        const primary = primaryOf(on, arn);
        expect(story(on, arn).finishedAt).not.toBeNull();
        expect(['COMPLETED', 'FAILED']).toContain(primary?.rolloutState);
        const { production, test } = weights(on);
        expect(production).toEqual(expect.arrayContaining([0, 100]));
        expect(test).toEqual(production);
        const serving = production[0] === 100 ? on.blue : on.green;
        const there = targetsOf(on.world.state, serving).filter((one) => one.drainsUntil === null);
        expect(there).toHaveLength(on.world.service(arn).desiredCount);
      },
    ),
    { numRuns: 60 },
  );
});
