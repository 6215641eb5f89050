import type { AlarmConfiguration, AlarmState } from '../model/index.ts';

/**
 * The operations of CloudWatch that change something. Members are spelled as in the API; those
 * that are not named here are not understood and have no effect.
 */
export interface AlarmCommands {
  PutMetricAlarm: {
    input: {
      readonly [K in keyof AlarmConfiguration]?: AlarmConfiguration[K] | undefined;
    } & {
      readonly AlarmName: string | undefined;
      /** Only when the alarm is new. */
      readonly Tags?: readonly AlarmTagInput[] | undefined;
    };
    output: Record<never, never>;
  };
  SetAlarmState: {
    input: {
      readonly AlarmName: string | undefined;
      readonly StateValue: AlarmState | undefined;
      readonly StateReason: string | undefined;
      /** JSON. */
      readonly StateReasonData?: string | undefined;
    };
    output: Record<never, never>;
  };
  DeleteAlarms: {
    input: { readonly AlarmNames: readonly string[] | undefined };
    output: Record<never, never>;
  };
  EnableAlarmActions: {
    input: { readonly AlarmNames: readonly string[] | undefined };
    output: Record<never, never>;
  };
  DisableAlarmActions: {
    input: { readonly AlarmNames: readonly string[] | undefined };
    output: Record<never, never>;
  };
  /** TagResource of CloudWatch. */
  TagAlarm: {
    input: {
      readonly ResourceARN: string | undefined;
      readonly Tags: readonly AlarmTagInput[] | undefined;
    };
    output: Record<never, never>;
  };
  /** UntagResource of CloudWatch. */
  UntagAlarm: {
    input: {
      readonly ResourceARN: string | undefined;
      readonly TagKeys: readonly string[] | undefined;
    };
    output: Record<never, never>;
  };
}

export interface AlarmTagInput {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}
