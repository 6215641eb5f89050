import type { Tag } from './tag.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';

export type ComparisonOperator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'GreaterThanUpperThreshold'
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'LessThanOrEqualToThreshold'
  | 'LessThanThreshold';

export type StandardUnit =
  | 'Bits'
  | 'Bits/Second'
  | 'Bytes'
  | 'Bytes/Second'
  | 'Count'
  | 'Count/Second'
  | 'Gigabits'
  | 'Gigabits/Second'
  | 'Gigabytes'
  | 'Gigabytes/Second'
  | 'Kilobits'
  | 'Kilobits/Second'
  | 'Kilobytes'
  | 'Kilobytes/Second'
  | 'Megabits'
  | 'Megabits/Second'
  | 'Megabytes'
  | 'Megabytes/Second'
  | 'Microseconds'
  | 'Milliseconds'
  | 'None'
  | 'Percent'
  | 'Seconds'
  | 'Terabits'
  | 'Terabits/Second'
  | 'Terabytes'
  | 'Terabytes/Second';

/** What PutMetricAlarm set, spelled as in the API: what is not given is not there. */
export interface AlarmConfiguration {
  readonly AlarmDescription?: string | undefined;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly MetricName?: string | undefined;
  readonly Namespace?: string | undefined;
  readonly Statistic?: Statistic | undefined;
  readonly ExtendedStatistic?: string | undefined;
  readonly Dimensions: readonly Dimension[];
  /** Seconds. */
  readonly Period?: number | undefined;
  readonly Unit?: StandardUnit | undefined;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number | undefined;
  readonly Threshold: number;
  readonly ComparisonOperator: ComparisonOperator;
  readonly TreatMissingData?: string | undefined;
  readonly EvaluateLowSampleCountPercentile?: string | undefined;
}

export interface Dimension {
  readonly Name: string | undefined;
  readonly Value: string | undefined;
}

/** A metric alarm of CloudWatch. */
export interface Alarm {
  /** `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME` */
  readonly alarmArn: string;
  readonly alarmName: string;
  readonly configuration: AlarmConfiguration;
  readonly stateValue: AlarmState;
  readonly stateReason: string;
  /** JSON; null: none was given. */
  readonly stateReasonData: string | null;
  /** Milliseconds since the epoch. */
  readonly configurationUpdatedAt: number;
  /** When it was set last, be it to the same state. */
  readonly stateUpdatedAt: number;
  /** When the state became what it is. */
  readonly stateTransitionedAt: number;
  readonly tags: readonly Tag[];
}
