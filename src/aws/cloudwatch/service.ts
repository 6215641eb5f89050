import {
  AlarmType,
  ComparisonOperator,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  InvalidFormatFault$,
  InvalidNextToken$,
  InvalidParameterCombinationException$,
  InvalidParameterValueException$,
  LimitExceededFault$,
  ListTagsForResourceCommand,
  MissingRequiredParameterException$,
  PutMetricAlarmCommand,
  ResourceNotFound$,
  ResourceNotFoundException$,
  SetAlarmStateCommand,
  StandardUnit,
  StateValue,
  Statistic,
  TagResourceCommand,
  UntagResourceCommand,
  ValidationException$,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../operation.ts';
import { cborProtocol } from '../protocols/cbor.ts';
import { jsonProtocol } from '../protocols/json.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { queryProtocol } from '../protocols/query.ts';
import { inQueryErrors, queryErrorsOf, withQueryErrors } from '../protocols/query-compatible.ts';
import { service } from '../service.ts';
import * as alarms from './alarms.ts';
import { describeAlarms } from './describe-alarms.ts';
import * as tags from './tags.ts';

const queryErrors = queryErrorsOf([
  InvalidFormatFault$,
  InvalidNextToken$,
  InvalidParameterCombinationException$,
  InvalidParameterValueException$,
  LimitExceededFault$,
  MissingRequiredParameterException$,
  ResourceNotFound$,
  ResourceNotFoundException$,
  ValidationException$,
]);

const ONE_METRIC = 'Use MetricName, Namespace, Statistic and Threshold.';

/** Amazon CloudWatch: its alarms. */
const cloudWatch = (protocol: Protocol) =>
  service({
    title: 'Amazon CloudWatch',
    protocol,
    operations: {
      PutMetricAlarm: operation(PutMetricAlarmCommand, alarms.putMetricAlarm),
      SetAlarmState: operation(SetAlarmStateCommand, alarms.setAlarmState),
      DescribeAlarms: operation(DescribeAlarmsCommand, describeAlarms),
      DeleteAlarms: operation(DeleteAlarmsCommand, alarms.deleteAlarms),
      EnableAlarmActions: operation(EnableAlarmActionsCommand, alarms.enableAlarmActions),
      DisableAlarmActions: operation(DisableAlarmActionsCommand, alarms.disableAlarmActions),
      TagResource: operation(TagResourceCommand, tags.tagResource),
      UntagResource: operation(UntagResourceCommand, tags.untagResource),
      ListTagsForResource: operation(ListTagsForResourceCommand, tags.listTagsForResource),
    },
    vocabulary: {
      enums: {
        'DescribeAlarmsInput.AlarmTypes': AlarmType,
        'DescribeAlarmsInput.StateValue': StateValue,
        'PutMetricAlarmInput.ComparisonOperator': ComparisonOperator,
        'PutMetricAlarmInput.Statistic': Statistic,
        'PutMetricAlarmInput.Unit': StandardUnit,
        'SetAlarmStateInput.StateValue': StateValue,
      },
      fractions: new Set(['PutMetricAlarmInput.Threshold']),
      unsupported: {
        'PutMetricAlarmInput.Metrics': ONE_METRIC,
        'PutMetricAlarmInput.ThresholdMetricId': ONE_METRIC,
        'PutMetricAlarmInput.EvaluationCriteria': ONE_METRIC,
        'PutMetricAlarmInput.EvaluationInterval': ONE_METRIC,
        'DescribeAlarmsInput.ChildrenOfAlarmName': 'There are no composite alarms: leave it out.',
        'DescribeAlarmsInput.ParentsOfAlarmName': 'There are no composite alarms: leave it out.',
      },
    },
    faults: {
      unavailable: 'ServiceUnavailable',
      internal: 'InternalServiceFault',
      unknownOperation: 'UnknownOperationException',
      validation: () => 'ValidationException',
    },
  });

/** The same in the protocols of today's command line and boto3, of the JavaScript SDK, and of older clients. */
export const cloudWatchCbor = cloudWatch(withQueryErrors(cborProtocol(), queryErrors));
export const cloudWatchJson = cloudWatch(withQueryErrors(jsonProtocol('1.0'), queryErrors));
export const cloudWatchQuery = cloudWatch(
  inQueryErrors(
    queryProtocol({
      flavour: 'query',
      xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    }),
    queryErrors,
  ),
);
