import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import type { AlarmState, ServiceDeployment } from '../../../src/core/model/index.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { demo, type World } from '../world.ts';

const MINUTE = 60_000;

/** A service whose first deployment is completed, and two alarms, of two minutes and of one. */
function watched(alarms: { alarmNames?: string[]; enable?: boolean; rollback?: boolean } = {}): {
  world: World;
  arn: string;
} {
  const world = demo();
  for (const [AlarmName, EvaluationPeriods] of [
    ['errors', 2],
    ['latency', 1],
  ] as const) {
    world.send('PutMetricAlarm', {
      AlarmName,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'any',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    set(world, AlarmName, 'OK');
  }
  const arn = world.createService({
    deploymentConfiguration: {
      alarms: { alarmNames: ['errors', 'latency'], enable: true, rollback: true, ...alarms },
    },
  });
  world.pass(10 * MINUTE);
  return { world, arn };
}

const set = (world: World, AlarmName: string, StateValue: AlarmState) =>
  world.send('SetAlarmState', { AlarmName, StateValue, StateReason: 'by hand' });

const update = (world: World, change: object = { forceNewDeployment: true }) =>
  world.send('UpdateService', { cluster: 'demo', service: 'cats', ...change });

const story = ({ state }: World): ServiceDeployment | undefined =>
  [...state.serviceDeployments.values()].at(-1);

describe('a deployment with alarms', () => {
  test('is completed when nothing went off in the time that the slowest alarm takes', () => {
    const { world, arn } = watched();
    const before = world.service(arn).deployments[0]?.id;
    update(world);
    // So long a task without health checks takes to count as healthy.
    world.pass(40_000);
    world.pass(2 * MINUTE - 1);
    // What it would go back to is there, though its tasks are gone.
    expect(world.service(arn).deployments).toMatchObject([
      { rolloutState: 'IN_PROGRESS' },
      { id: before, status: 'ACTIVE', rolloutState: 'COMPLETED' },
    ]);
    expect(world.running(arn).map(({ deploymentId }) => deploymentId)).not.toContain(before);
    expect(story(world)?.status).toBe('IN_PROGRESS');
    world.pass(1);
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
    expect(story(world)).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { monitored: true, triggeredAlarmNames: [] },
    });
    expect(world.messages(arn)[0]).toMatch(/steady state/);
  });

  test('bakes for a time that the time scale divides', () => {
    const world = demo(60);
    world.send('PutMetricAlarm', {
      AlarmName: 'errors',
      Namespace: 'n',
      MetricName: 'm',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
    world.createService({ deploymentConfiguration: { alarms } });
    world.pass(999);
    expect(story(world)?.status).toBe('IN_PROGRESS');
    world.pass(1);
    expect(story(world)?.status).toBe('SUCCESSFUL');
  });

  test('goes back to the last completed one when an alarm goes off while it bakes', () => {
    const { world, arn } = watched();
    const before = world.service(arn).deployments[0]?.id;
    update(world);
    world.pass(MINUTE);
    const failed = world.service(arn).deployments[0]?.id;
    set(world, 'latency', 'ALARM');
    expect(world.service(arn).deployments).toMatchObject([
      { id: before, status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
      {
        id: failed,
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        rolloutStateReason: `ECS deployment alarms: rolling back to deploymentId ${before}.`,
      },
    ]);
    expect(story(world)).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      alarms: { triggeredAlarmNames: ['latency'] },
      rollback: { reason: 'Service deployment rolled back: ECS deployment alarms.' },
    });
    const messages = world.messages(arn);
    expect(messages).toContain(
      `(service cats) (deployment ${failed}) deployment failed: alarm detected.`,
    );
    expect(messages).toContain(`(service cats) rolling back to deployment ${before}.`);

    // The alarm is on still; the way back does not mind, and does not bake.
    world.pass(41_000);
    expect(story(world)?.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(world.service(arn).deployments).toMatchObject([
      { id: before, rolloutState: 'COMPLETED' },
    ]);
  });

  test('is looked at from its first running task on', () => {
    const { world, arn } = watched();
    world.held.add('StartContainer');
    update(world);
    set(world, 'errors', 'ALARM');
    expect(story(world)?.status).toBe('IN_PROGRESS');
    world.held.clear();
    const taskArn = world.effects.findLast(({ type }) => type === 'StartContainer');
    world.started(taskArn && 'taskArn' in taskArn ? taskArn.taskArn : '', 'web');
    // None of the older tasks had been stopped yet.
    expect(story(world)?.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  test('without rollback stays FAILED and starts no more tasks', () => {
    const { world, arn } = watched({ rollback: false });
    update(world);
    set(world, 'errors', 'ALARM');
    expect(world.service(arn).deployments[0]).toMatchObject({
      rolloutState: 'FAILED',
      rolloutStateReason: 'ECS deployment alarms: alarm detected.',
    });
    expect(story(world)).toMatchObject({
      status: 'STOPPED',
      statusReason: 'ECS deployment alarms: alarm detected.',
      alarms: { triggeredAlarmNames: ['errors'] },
    });
    const { length } = world.tasksOf(arn);
    world.pass(60 * MINUTE);
    expect(world.tasksOf(arn)).toHaveLength(length);
  });

  test('that begins while one of them is in ALARM is not watched: it may be what mends it', () => {
    const { world } = watched();
    set(world, 'errors', 'ALARM');
    update(world);
    set(world, 'errors', 'OK');
    set(world, 'latency', 'ALARM');
    world.pass(41_000);
    expect(story(world)).toMatchObject({ status: 'SUCCESSFUL', alarms: { monitored: false } });
    expect(world.state.serviceDeploymentsByAlarm.size).toBe(0);
  });

  test('that is over is nothing to an alarm', () => {
    const { world, arn } = watched();
    expect(world.state.serviceDeploymentsByAlarm.size).toBe(0);
    const { length } = world.records;
    set(world, 'errors', 'ALARM');
    expect(world.records.slice(length).map(({ type }) => type)).toEqual(['AlarmPut']);
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  test.each([[{ enable: false }], [{ alarmNames: ['nobody'] }]])(
    'does not bake with %j',
    (alarms) => {
      const { world } = watched(alarms);
      update(world);
      set(world, 'errors', 'ALARM');
      world.pass(41_000);
      expect(story(world)?.status).toBe('SUCCESSFUL');
    },
  );

  test('needs names to be enabled', () => {
    const { world } = watched();
    const alarms = { alarmNames: [], enable: true, rollback: true };
    expect(() => update(world, { deploymentConfiguration: { alarms } })).toThrow(
      /without naming any/,
    );
  });

  test('is watched on by the state that a snapshot gives again', () => {
    const { world } = watched();
    update(world);
    const again = emptyState();
    for (const record of snapshot(world.state)) apply(again, record);
    expect(again.alarms).toEqual(world.state.alarms);
    expect(again.serviceDeploymentsByAlarm).toEqual(world.state.serviceDeploymentsByAlarm);
    expect(again.serviceDeploymentsByAlarm.size).toBe(2);
  });
});
