import { describe, expect, test } from 'vitest';
import type { DeploymentLifecycleHook } from '../../../src/core/model/index.ts';
import {
  allHealthy,
  answer,
  asked,
  blueService,
  DRAINING,
  lifecycleStage,
  MINUTE,
  primaryOf,
  registered,
  type Stage,
  stage,
  story,
  update,
  weights,
} from './shifting.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:smoke-test';
const BLUE = { production: [100, 0], test: [100, 0] };

const hook = (change: Partial<DeploymentLifecycleHook>): DeploymentLifecycleHook => ({
  hookTargetArn: FUNCTION,
  roleArn: 'arn:aws:iam::111122223333:role/hooks',
  lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  ...change,
});

/** A service whose second deployment is under way, with that hook. */
function underWay(change: Partial<DeploymentLifecycleHook>): { on: Stage; arn: string } {
  const on = stage();
  const arn = blueService(on);
  update(on, {
    forceNewDeployment: true,
    deploymentConfiguration: { lifecycleHooks: [hook(change)] },
  });
  allHealthy(on);
  return { on, arn };
}

describe('a lifecycle hook', () => {
  test('is asked in its stage, and holds the deployment there until it answers', () => {
    const { on, arn } = underWay({ hookDetails: { suite: 'smoke' } });
    expect(lifecycleStage(on, arn)).toBe('POST_TEST_TRAFFIC_SHIFT');
    expect(weights(on)).toEqual({ production: [100, 0], test: [0, 100] });
    const { serviceDeploymentArn, targetServiceRevisionArn } = story(on, arn);
    expect(asked(on)).toMatchObject([
      {
        hookTargetArn: FUNCTION,
        event: {
          executionDetails: {
            testTrafficWeights: {},
            productionTrafficWeights: {},
            serviceArn: arn,
            targetServiceRevisionArn,
          },
          lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
          resourceArn: serviceDeploymentArn,
          hookDetails: { suite: 'smoke' },
        },
      },
    ]);
    answer(on, { hookStatus: 'SUCCEEDED' });
    on.world.pass(DRAINING);
    expect(story(on, arn).status).toBe('SUCCESSFUL');
  });

  test('before green scales up it holds up its tasks', () => {
    const { on, arn } = underWay({ lifecycleStages: ['PRE_SCALE_UP'] });
    expect(lifecycleStage(on, arn)).toBe('PRE_SCALE_UP');
    expect(registered(on)).toEqual([2, 0]);
    answer(on, { hookStatus: 'SUCCEEDED' });
    expect(registered(on)).toEqual([2, 2]);
  });

  test('hears the weights of a stage that shifts traffic, in every step', () => {
    const on = stage();
    const arn = blueService(on, {
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
    });
    const stages = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'] as const;
    update(on, {
      forceNewDeployment: true,
      deploymentConfiguration: { lifecycleHooks: [hook({ lifecycleStages: [...stages] })] },
    });
    allHealthy(on);
    const { targetServiceRevisionArn: green, sourceServiceRevisionArns } = story(on, arn);
    const [blue = ''] = sourceServiceRevisionArns;
    for (let n = 0; n < 4; n += 1) {
      answer(on, { hookStatus: 'SUCCEEDED' });
      on.world.pass(MINUTE);
    }
    expect(
      asked(on).map(({ event }) => [
        event.lifecycleStage,
        event.executionDetails.productionTrafficWeights,
      ]),
    ).toEqual([
      ['PRE_PRODUCTION_TRAFFIC_SHIFT', {}],
      ['PRODUCTION_TRAFFIC_SHIFT', { [blue]: 50, [green]: 50 }],
      ['PRE_PRODUCTION_TRAFFIC_SHIFT', {}],
      ['PRODUCTION_TRAFFIC_SHIFT', { [blue]: 0, [green]: 100 }],
    ]);
    expect(story(on, arn).status).toBe('SUCCESSFUL');
  });

  test('IN_PROGRESS is asked again after 30 seconds, or when it says, with what it gave along', () => {
    const { on } = underWay({ hookDetails: { suite: 'smoke' } });
    answer(on, { hookStatus: 'IN_PROGRESS', hookDetails: { run: 7 } });
    on.world.pass(29_999);
    expect(asked(on)).toHaveLength(1);
    on.world.pass(1);
    expect(asked(on).at(-1)?.event.hookDetails).toEqual({ run: 7 });
    answer(on, { hookStatus: 'IN_PROGRESS', callBackDelay: 5 });
    on.world.pass(5_000);
    expect(asked(on)).toHaveLength(3);
    expect(asked(on).at(-1)?.event.hookDetails).toEqual({ run: 7 });
  });

  test('FAILED brings the traffic back, and the story says why', () => {
    const { on, arn } = underWay({});
    answer(on, { hookStatus: 'FAILED' });
    expect(weights(on)).toEqual(BLUE);
    expect(registered(on)).toEqual([2, 0]);
    const statusReason = `Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target ${FUNCTION} returned FAILED status.`;
    expect(story(on, arn)).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS', statusReason });
    expect(on.world.messages(arn)).toContainEqual(
      expect.stringMatching(/deployment failed: Service deployment rolled back because POST_TEST/),
    );
    on.world.pass(DRAINING);
    expect(story(on, arn)).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', statusReason });
  });

  test('one that cannot be asked fails', () => {
    const { on, arn } = underWay({});
    answer(on, { failure: 'ECS was unable to invoke hook target.' });
    expect(story(on, arn).statusReason).toMatch(/failed\. ECS was unable to invoke hook target\.$/);
  });

  test('fails the first deployment, which has no way back', () => {
    const on = stage();
    const arn = on.world.createService({
      loadBalancers: on.loadBalancers,
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        lifecycleHooks: [hook({ lifecycleStages: ['POST_SCALE_UP'] })],
      },
    });
    allHealthy(on);
    answer(on, { hookStatus: 'FAILED' });
    expect(primaryOf(on, arn)?.rolloutState).toBe('FAILED');
    expect(story(on, arn).status).toBe('STOPPED');
  });

  test('on the way back the hooks of the shifts hear of it, and cannot stop it', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    const lifecycleStages = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'] as const;
    update(on, {
      forceNewDeployment: true,
      deploymentConfiguration: {
        lifecycleHooks: [hook({ lifecycleStages: [...lifecycleStages] })],
      },
    });
    allHealthy(on);
    answer(on, { hookStatus: 'SUCCEEDED' });
    answer(on, { hookStatus: 'SUCCEEDED' });
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
    const { serviceDeploymentArn, targetServiceRevisionArn: green } = story(on, arn);
    on.world.send('StopServiceDeployment', { serviceDeploymentArn });
    expect(weights(on)).toEqual(BLUE);
    expect(lifecycleStage(on, arn)).toBe('PRODUCTION_TRAFFIC_SHIFT');
    expect(asked(on).at(-1)?.event.executionDetails.productionTrafficWeights[green]).toBe(0);
    answer(on, { hookStatus: 'FAILED' });
    expect(lifecycleStage(on, arn)).toBe('TEST_TRAFFIC_SHIFT');
    answer(on, { hookStatus: 'SUCCEEDED' });
    on.world.pass(DRAINING);
    expect(story(on, arn).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  test('is asked again by a runtime that was away, and only while nobody has answered', () => {
    const { on } = underWay({});
    const restart = () =>
      on.world.step({
        type: 'EngineListed',
        tasks: [],
        instances: [],
        loadBalancers: [],
      });
    restart();
    const [first, second] = asked(on);
    expect(second).toEqual(first);
    answer(on, { hookStatus: 'IN_PROGRESS' });
    restart();
    expect(asked(on)).toHaveLength(2);
  });

  test('an answer that comes twice counts once', () => {
    const { on, arn } = underWay({});
    answer(on, { hookStatus: 'IN_PROGRESS' });
    answer(on, { hookStatus: 'FAILED' });
    expect(story(on, arn).status).toBe('IN_PROGRESS');
  });

  test('times out, and the deployment goes back or on', () => {
    const timed = (action?: 'CONTINUE' | 'ROLLBACK') =>
      underWay({ timeoutConfiguration: { timeoutInMinutes: 10, action } });
    const back = timed();
    back.on.world.pass(10 * MINUTE);
    expect(story(back.on, back.arn).statusReason).toMatch(/smoke-test timed out/);
    const further = timed('CONTINUE');
    further.on.world.pass(10 * MINUTE + DRAINING);
    expect(story(further.on, further.arn).status).toBe('SUCCESSFUL');
  });
});

describe('a PAUSE hook', () => {
  const paused = () =>
    underWay({ targetType: 'PAUSE', hookTargetArn: undefined, roleArn: undefined });
  const of = ({ on, arn }: ReturnType<typeof paused>) => {
    const { serviceDeploymentArn, shift } = story(on, arn);
    return { serviceDeploymentArn, hookId: shift?.hooks[0]?.hookId };
  };

  test('waits until the deployment is continued', () => {
    const one = paused();
    one.on.world.pass(60 * MINUTE);
    expect(story(one.on, one.arn).shift).toMatchObject({
      stage: 'POST_TEST_TRAFFIC_SHIFT',
      hooks: [{ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }],
    });
    expect(of(one).hookId).toMatch(/^ecs-pause-/);
    expect(asked(one.on)).toEqual([]);
    one.on.world.send('ContinueServiceDeployment', of(one));
    one.on.world.pass(DRAINING);
    expect(story(one.on, one.arn).status).toBe('SUCCESSFUL');
  });

  test('or rolled back, by somebody or after a day', () => {
    const one = paused();
    one.on.world.send('ContinueServiceDeployment', { ...of(one), action: 'ROLLBACK' });
    expect(story(one.on, one.arn).status).toBe('ROLLBACK_IN_PROGRESS');
    const other = paused();
    other.on.world.pass(24 * 60 * MINUTE);
    other.on.world.pass(DRAINING);
    expect(story(other.on, other.arn).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  test('only one that awaits an action can be continued', () => {
    const one = paused();
    const { serviceDeploymentArn, hookId } = of(one);
    const go = (input: object) =>
      one.on.world.send('ContinueServiceDeployment', { serviceDeploymentArn, hookId, ...input });
    expect(() => go({ serviceDeploymentArn: 'arn:aws:ecs:none' })).toThrow(/was not found/);
    expect(() => go({ hookId: 'ecs-pause-other' })).toThrow(/expected one that is AWAITING_ACTION/);
    go({});
    expect(() => go({})).toThrow(/expected one that is AWAITING_ACTION/);
  });
});
