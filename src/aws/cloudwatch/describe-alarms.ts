import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { alarmsOf } from '../../core/alarms/find.ts';
import { checkNames, validationError } from '../../core/alarms/validate.ts';
import type { Alarm } from '../../core/model/index.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';

/** AWS: alarms a page, unless told otherwise, and at most. */
const DEFAULT_PAGE = 50;
const MOST_A_PAGE = 100;

export function describeAlarms(
  { controlPlane: { state }, scope }: Context,
  input: DescribeAlarmsInput,
): DescribeAlarmsOutput {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes = ['MetricAlarm'], NextToken } = input;
  const { MaxRecords = DEFAULT_PAGE } = input;
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'AlarmNames and AlarmNamePrefix exclude each other: give one of them.',
    );
  }
  if (MaxRecords < 1 || MaxRecords > MOST_A_PAGE) {
    throw validationError(`MaxRecords is ${MaxRecords}: expected 1 to ${MOST_A_PAGE}.`);
  }
  const names = AlarmNames && new Set(checkNames(AlarmNames));
  const metricAlarms = AlarmTypes.length === 0 || AlarmTypes.includes('MetricAlarm');
  const found = (metricAlarms ? alarmsOf(state, scope) : []).filter(
    ({ alarmName, stateValue, configuration }) =>
      (names === undefined || names.has(alarmName)) &&
      alarmName.startsWith(AlarmNamePrefix ?? '') &&
      stateValue === (input.StateValue ?? stateValue) &&
      hasAction(configuration, input.ActionPrefix),
  );
  const byName = new Map(found.map((alarm) => [alarm.alarmName, alarm]));
  const paging = { nextToken: NextToken, maxResults: MaxRecords };
  const shown = page([...byName.keys()].sort(compareText), paging, {
    tokenError: 'InvalidNextToken',
  });
  return {
    CompositeAlarms: [],
    MetricAlarms: shown.arns.flatMap((name) => {
      const alarm = byName.get(name);
      return alarm === undefined ? [] : [render(alarm)];
    }),
    NextToken: shown.nextToken,
  };
}

const hasAction = (
  { OKActions, AlarmActions, InsufficientDataActions }: Alarm['configuration'],
  prefix: string | undefined,
): boolean =>
  prefix === undefined ||
  [OKActions, AlarmActions, InsufficientDataActions].flat().some((arn) => arn.startsWith(prefix));

const render = ({ configuration, ...alarm }: Alarm): MetricAlarm => ({
  ...configuration,
  OKActions: [...configuration.OKActions],
  AlarmActions: [...configuration.AlarmActions],
  InsufficientDataActions: [...configuration.InsufficientDataActions],
  Dimensions: [...configuration.Dimensions],
  AlarmName: alarm.alarmName,
  AlarmArn: alarm.alarmArn,
  AlarmConfigurationUpdatedTimestamp: new Date(alarm.configurationUpdatedAt),
  StateValue: alarm.stateValue,
  StateReason: alarm.stateReason,
  StateReasonData: alarm.stateReasonData ?? undefined,
  StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
  StateTransitionedTimestamp: new Date(alarm.stateTransitionedAt),
});
