import { describe, expect, test } from 'vitest';
import {
  allHealthy,
  blueService,
  DRAINING,
  lifecycleStage,
  MINUTE,
  primaryOf,
  registered,
  stage,
  story,
  update,
  weights,
} from './shifting.ts';

const BLUE = { production: [100, 0], test: [100, 0] };
const GREEN = { production: [0, 100], test: [0, 100] };

describe('a blue/green deployment', () => {
  test('the first one passes all stages at once when its tasks are healthy', () => {
    const on = stage();
    const arn = on.world.createService({
      loadBalancers: on.loadBalancers,
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 },
    });
    expect(lifecycleStage(on, arn)).toBe('SCALE_UP');
    allHealthy(on);
    expect(story(on, arn)).toMatchObject({ status: 'SUCCESSFUL', shift: { stage: 'CLEAN_UP' } });
    expect(weights(on)).toEqual(BLUE);
    expect(primaryOf(on, arn)?.rolloutState).toBe('COMPLETED');
  });

  test('scales green up in the other group, shifts test and production traffic, bakes, and cleans up', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    update(on);
    expect(lifecycleStage(on, arn)).toBe('SCALE_UP');
    expect(weights(on)).toEqual(BLUE);
    expect(registered(on)).toEqual([2, 2]);
    allHealthy(on);
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
    expect(weights(on)).toEqual(GREEN);
    expect(on.world.running(arn)).toHaveLength(4);
    on.world.pass(5 * MINUTE - 1);
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
    expect(on.world.running(arn)).toHaveLength(4);
    on.world.pass(1);
    expect(lifecycleStage(on, arn)).toBe('CLEAN_UP');
    expect(on.world.running(arn)).toHaveLength(2);
    expect(story(on, arn).status).toBe('IN_PROGRESS');
    on.world.pass(DRAINING);
    expect(story(on, arn).status).toBe('SUCCESSFUL');
    expect(on.world.service(arn).deployments).toMatchObject([
      { rolloutState: 'COMPLETED', targetGroupArns: [on.green] },
    ]);
  });

  test('the two groups take turns', () => {
    const on = stage();
    const arn = blueService(on);
    for (const [group, expected] of [
      [on.green, GREEN],
      [on.blue, BLUE],
      [on.green, GREEN],
    ] as const) {
      update(on);
      allHealthy(on);
      expect(weights(on)).toEqual(expected);
      on.world.pass(DRAINING);
      expect(primaryOf(on, arn)).toMatchObject({
        rolloutState: 'COMPLETED',
        targetGroupArns: [group],
      });
    }
    expect(on.world.service(arn).loadBalancers?.[0]?.targetGroupArn).toBe(on.blue);
  });

  test('heals blue until it is cleaned up', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    update(on);
    const [sick] = on.world.running(arn);
    on.world.stopped(sick?.taskArn ?? '', 'web', 1);
    expect(registered(on)).toEqual([2, 2]);
    allHealthy(on);
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
    const [other] = on.world.running(arn);
    on.world.stopped(other?.taskArn ?? '', 'web', 1);
    expect(registered(on)).toEqual([2, 2]);
  });

  test('both sides follow the desired count', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    update(on);
    update(on, { desiredCount: 3 });
    expect(registered(on)).toEqual([3, 3]);
    allHealthy(on);
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
    update(on, { desiredCount: 1 });
    expect(registered(on)).toEqual([1, 1]);
    on.world.pass(5 * MINUTE + DRAINING);
    expect(on.world.running(arn)).toHaveLength(1);
  });

  test('no traffic moves while green is not whole', () => {
    const on = stage();
    const arn = blueService(on);
    update(on, { forceNewDeployment: true, desiredCount: 3 });
    allHealthy(on, [on.blue]);
    on.world.pass(60 * MINUTE);
    expect(lifecycleStage(on, arn)).toBe('SCALE_UP');
    expect(weights(on)).toEqual(BLUE);
    allHealthy(on, [on.green]);
    expect(weights(on)).toEqual(GREEN);
  });

  test('without a load balancer there is no traffic to shift', () => {
    const on = stage();
    const arn = on.world.createService({
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
    });
    on.world.pass(MINUTE);
    update(on);
    on.world.pass(MINUTE);
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
    expect(on.world.running(arn)).toHaveLength(4);
    on.world.pass(5 * MINUTE);
    expect(story(on, arn).status).toBe('SUCCESSFUL');
    expect(on.world.running(arn)).toHaveLength(2);
  });

  test('times are divided by the time scale', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    expect(on.world.timeScale).toBe(1);
    update(on);
    allHealthy(on);
    expect(on.world.service(arn).dueAt).toBe(on.world.env.now + 5 * MINUTE);
  });
});

describe('a linear deployment', () => {
  test('shifts production traffic step by step', () => {
    const on = stage();
    const arn = blueService(on, {
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 2 },
    });
    update(on);
    allHealthy(on);
    const seen: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      seen.push([lifecycleStage(on, arn), weights(on).production]);
      on.world.pass(2 * MINUTE);
    }
    expect(seen).toEqual([
      ['PRODUCTION_TRAFFIC_SHIFT', [60, 40]],
      ['PRODUCTION_TRAFFIC_SHIFT', [20, 80]],
      ['CLEAN_UP', [0, 100]],
    ]);
    expect(story(on, arn).status).toBe('SUCCESSFUL');
  });
});

describe('a canary deployment', () => {
  test('shifts a little, waits, and then the rest; tenths of a per cent too', () => {
    const on = stage();
    const arn = blueService(on, {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 2.5, canaryBakeTimeInMinutes: 3 },
      bakeTimeInMinutes: 1,
    });
    update(on);
    allHealthy(on);
    expect(weights(on)).toEqual({ production: [975, 25], test: [0, 100] });
    on.world.pass(3 * MINUTE);
    expect(weights(on)).toEqual(GREEN);
    expect(lifecycleStage(on, arn)).toBe('BAKE_TIME');
  });
});

describe('a way back', () => {
  test('brings all traffic back at once, then green goes', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    update(on);
    allHealthy(on);
    expect(weights(on)).toEqual(GREEN);
    const { serviceDeploymentArn, sourceServiceRevisionArns } = story(on, arn);
    on.world.send('StopServiceDeployment', { serviceDeploymentArn });
    expect(weights(on)).toEqual(BLUE);
    expect(registered(on)).toEqual([2, 0]);
    expect(story(on, arn)).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      shift: { stage: 'CLEAN_UP' },
      rollback: { serviceRevisionArn: sourceServiceRevisionArns[0] },
    });
    on.world.pass(DRAINING);
    expect(story(on, arn).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(on.world.service(arn).deployments).toMatchObject([
      { rolloutState: 'COMPLETED', targetGroupArns: [on.blue] },
    ]);
  });

  test('the circuit breaker takes it while green scales up', () => {
    const on = stage();
    const arn = blueService(on, { deploymentCircuitBreaker: { enable: true, rollback: true } });
    on.world.held.add('StartContainer');
    update(on);
    for (let i = 0; i < 4; i += 1) {
      const last = on.world.effects.findLast((effect) => effect.type === 'StartContainer');
      on.world.observe({
        type: 'ContainerStartFailed',
        taskArn: last?.taskArn ?? '',
        containerName: 'web',
        reason: 'CannotPullContainerError: no such image',
      });
      on.world.pass(10_000);
    }
    expect(story(on, arn)).toMatchObject({
      statusReason:
        'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    });
    expect(weights(on)).toEqual(BLUE);
    on.world.pass(MINUTE);
    expect(story(on, arn).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(registered(on)).toEqual([2, 0]);
  });

  test('is no more when blue is being stopped', () => {
    const on = stage();
    const arn = blueService(on);
    update(on);
    allHealthy(on);
    expect(lifecycleStage(on, arn)).toBe('CLEAN_UP');
    const { serviceDeploymentArn } = story(on, arn);
    expect(() => on.world.send('StopServiceDeployment', { serviceDeploymentArn })).toThrow(
      /CLEAN_UP/,
    );
  });

  test('a deployment that is aborted leaves green where it is, without traffic', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    update(on);
    allHealthy(on);
    const { serviceDeploymentArn } = story(on, arn);
    on.world.send('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ABORT' });
    expect(story(on, arn).status).toBe('STOPPED');
    expect(weights(on)).toEqual(BLUE);
    expect(registered(on)).toEqual([2, 2]);
    update(on);
    expect(lifecycleStage(on, arn)).toBe('RECONCILE_SERVICE');
    on.world.pass(DRAINING);
    allHealthy(on);
    expect(weights(on)).toEqual(GREEN);
  });
});

describe('another update on the way', () => {
  test('takes over: traffic goes back, what was green goes, and the new one comes in its place', () => {
    const on = stage();
    const arn = blueService(on, { bakeTimeInMinutes: 5 });
    update(on);
    allHealthy(on);
    const first = story(on, arn);
    const [, blue] = on.world.service(arn).deployments;
    update(on);
    expect(on.world.state.serviceDeployments.get(first.serviceDeploymentArn)?.status).toBe(
      'STOPPED',
    );
    expect(weights(on)).toEqual(BLUE);
    expect(lifecycleStage(on, arn)).toBe('RECONCILE_SERVICE');
    expect(registered(on)).toEqual([2, 0]);
    on.world.pass(DRAINING);
    expect(story(on, arn).shift).toMatchObject({
      stage: 'SCALE_UP',
      sourceDeploymentId: blue?.id,
    });
    expect(registered(on)).toEqual([2, 2]);
    allHealthy(on);
    expect(weights(on)).toEqual(GREEN);
  });

  test('while blue is stopping green is what traffic comes from', () => {
    const on = stage();
    const arn = blueService(on);
    update(on);
    allHealthy(on);
    const green = primaryOf(on, arn)?.id;
    update(on);
    expect(weights(on)).toEqual(GREEN);
    expect(story(on, arn).shift).toMatchObject({
      stage: 'RECONCILE_SERVICE',
      sourceDeploymentId: green,
    });
    on.world.pass(DRAINING);
    allHealthy(on);
    expect(weights(on)).toEqual(BLUE);
  });
});

describe('a service changes its strategy', () => {
  const ROLLING = { strategy: 'ROLLING' } as const;

  test('from rolling to blue/green and back', () => {
    const on = stage();
    const plain = { targetGroupArn: on.blue, containerName: 'web', containerPort: 80 };
    const arn = on.world.createService({ loadBalancers: [plain] });
    allHealthy(on);
    expect(primaryOf(on, arn)?.rolloutState).toBe('COMPLETED');
    update(on, {
      loadBalancers: on.loadBalancers,
      deploymentConfiguration: { strategy: 'BLUE_GREEN' },
    });
    allHealthy(on);
    expect(weights(on)).toEqual(GREEN);
    on.world.pass(DRAINING);
    update(on, { forceNewDeployment: true, deploymentConfiguration: ROLLING });
    expect(story(on, arn).shift).toBeUndefined();
    expect(registered(on)).toEqual([0, 4]);
    expect(weights(on)).toEqual(GREEN);
    allHealthy(on);
    on.world.pass(DRAINING);
    expect(primaryOf(on, arn)?.rolloutState).toBe('COMPLETED');
    expect(registered(on)).toEqual([0, 2]);
  });

  test('not half-way', () => {
    const on = stage();
    blueService(on);
    update(on);
    expect(() => update(on, { deploymentConfiguration: ROLLING })).toThrow(
      /cannot be changed from BLUE_GREEN to ROLLING while a deployment is in progress/,
    );
  });
});

describe('an alarm', () => {
  test('brings the traffic back, through the bake time', () => {
    const on = stage();
    const { world } = on;
    world.send('PutMetricAlarm', {
      AlarmName: 'errors',
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    const arn = blueService(on, {
      bakeTimeInMinutes: 5,
      alarms: { alarmNames: ['errors'], enable: true, rollback: true },
    });
    update(on);
    allHealthy(on);
    world.pass(4 * MINUTE);
    expect(weights(on)).toEqual(GREEN);
    world.send('SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' });
    expect(weights(on)).toEqual(BLUE);
    world.pass(DRAINING);
    expect(story(on, arn).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(world.service(arn).deployments).toHaveLength(1);
  });
});
