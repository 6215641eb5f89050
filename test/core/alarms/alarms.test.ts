import { describe, expect, test } from 'vitest';
import type { Commands } from '../../../src/core/commands.ts';
import type { Alarm } from '../../../src/core/model/index.ts';
import { demo, type World } from '../world.ts';

const ERRORS: Commands['PutMetricAlarm']['input'] = {
  AlarmName: 'errors',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 0.5,
  ComparisonOperator: 'GreaterThanThreshold',
};

const put = (world: World, change: Partial<Commands['PutMetricAlarm']['input']> = {}) =>
  world.send('PutMetricAlarm', { ...ERRORS, ...change });

const set = (world: World, StateValue: Alarm['stateValue'], change: object = {}) =>
  world.send('SetAlarmState', {
    AlarmName: 'errors',
    StateValue,
    StateReason: 'by hand',
    ...change,
  });

const alarm = (world: World) => [...world.state.alarms.values()][0];

describe('an alarm', () => {
  test('has no data until its state is set', () => {
    const world = demo();
    put(world, { Tags: [{ Key: 'team', Value: 'cats' }] });
    expect(alarm(world)).toMatchObject({
      alarmArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors',
      stateValue: 'INSUFFICIENT_DATA',
      stateReason: 'Unchecked: Initial alarm creation',
      configuration: { ActionsEnabled: true, Threshold: 0.5, Dimensions: [] },
      tags: [{ key: 'team', value: 'cats' }],
    });
  });

  test('that is put again keeps its state and its tags, and nothing else', () => {
    const world = demo();
    put(world, { AlarmDescription: 'too many', Tags: [{ Key: 'team', Value: 'cats' }] });
    set(world, 'ALARM');
    put(world, { Threshold: 7, Tags: [{ Key: 'team', Value: 'dogs' }] });
    expect(alarm(world)).toMatchObject({
      stateValue: 'ALARM',
      stateReason: 'by hand',
      configuration: { Threshold: 7 },
      tags: [{ key: 'team', value: 'cats' }],
    });
    expect(alarm(world)?.configuration.AlarmDescription).toBeUndefined();
  });

  test('tells when its state was set last, and since when it is what it is', () => {
    const world = demo();
    put(world);
    world.pass(1000);
    const first = world.env.now;
    set(world, 'OK', { StateReasonData: '{"by":"hand"}' });
    world.pass(1000);
    set(world, 'OK');
    expect(alarm(world)).toMatchObject({
      stateTransitionedAt: first,
      stateUpdatedAt: first + 1000,
      stateReasonData: null,
    });
  });

  test('can have its actions disabled and enabled, with those of others who are not there', () => {
    const world = demo();
    put(world);
    world.send('DisableAlarmActions', { AlarmNames: ['nobody', 'errors'] });
    expect(alarm(world)?.configuration.ActionsEnabled).toBe(false);
    world.send('EnableAlarmActions', { AlarmNames: ['errors'] });
    expect(alarm(world)?.configuration.ActionsEnabled).toBe(true);
  });

  test('is deleted beside names of none', () => {
    const world = demo();
    put(world);
    world.send('DeleteAlarms', { AlarmNames: ['nobody', 'errors'] });
    expect(world.state.alarms.size).toBe(0);
  });

  test.each<[object, string, RegExp]>([
    [{ AlarmName: 'n'.repeat(256) }, 'ValidationException', /256 characters/],
    [{ MetricName: undefined }, 'MissingRequiredParameterException', /MetricName/],
    [{ Threshold: undefined }, 'MissingRequiredParameterException', /Threshold/],
    [{ Period: undefined }, 'MissingRequiredParameterException', /Period/],
    [{ Statistic: undefined }, 'MissingRequiredParameterException', /Statistic/],
    [{ ExtendedStatistic: 'p99' }, 'InvalidParameterCombinationException', /exclude each other/],
    [{ Statistic: undefined, ExtendedStatistic: 'mean' }, 'ValidationException', /percentile/],
    [{ Period: 45 }, 'ValidationException', /10, 20, 30 or a multiple of 60/],
    [{ Period: 0 }, 'ValidationException', /Period is 0/],
    [{ EvaluationPeriods: 0 }, 'ValidationException', /EvaluationPeriods is 0/],
    [{ EvaluationPeriods: 1441 }, 'ValidationException', /86400 seconds/],
    [{ Period: 3600, EvaluationPeriods: 169 }, 'ValidationException', /604800 seconds/],
    [{ DatapointsToAlarm: 3 }, 'ValidationException', /expected 1 to EvaluationPeriods/],
    [{ TreatMissingData: 'guess' }, 'ValidationException', /notBreaching/],
    [{ AlarmActions: Array(6).fill('arn:aws:sns:x') }, 'ValidationException', /6 AlarmActions/],
    [{ Tags: [{ Key: 'aws:x', Value: '' }] }, 'InvalidParameterValueException', /reserved/],
  ])('is refused: %j', (change, code, message) => {
    const world = demo();
    expect(() => put(world, change)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
    expect(world.state.alarms.size).toBe(0);
  });

  test('that is not there has no state to set; reasons are bounded, and data is JSON', () => {
    const world = demo();
    put(world);
    const refusal = (change: object) => () => set(world, 'ALARM', change);
    expect(refusal({ AlarmName: 'nobody' })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFound' }),
    );
    expect(refusal({ StateReason: 'x'.repeat(1024) })).toThrow(/at most 1023/);
    expect(refusal({ StateReasonData: '{' })).toThrow(
      expect.objectContaining({ code: 'InvalidFormatFault' }),
    );
    expect(alarm(world)?.stateValue).toBe('INSUFFICIENT_DATA');
  });

  test('has tags that can be changed', () => {
    const world = demo();
    put(world);
    const ResourceARN = alarm(world)?.alarmArn;
    world.send('TagAlarm', { ResourceARN, Tags: [{ Key: 'a', Value: '1' }] });
    world.send('TagAlarm', {
      ResourceARN,
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '' },
      ],
    });
    world.send('UntagAlarm', { ResourceARN, TagKeys: ['b'] });
    expect(alarm(world)?.tags).toEqual([{ key: 'a', value: '2' }]);
    expect(() => world.send('TagAlarm', { ResourceARN: `${ResourceARN}s`, Tags: [] })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});
