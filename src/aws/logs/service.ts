import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  LogGroupClass,
  OrderBy,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../operation.ts';
import { jsonProtocol } from '../protocols/json.ts';
import { service } from '../service.ts';
import { filterLogEvents } from './filter-events.ts';
import { getLogEvents } from './get-events.ts';
import * as groups from './groups.ts';
import { putLogEvents } from './put-events.ts';
import * as streams from './streams.ts';

/** Amazon CloudWatch Logs. */
export const logs = service({
  title: 'Amazon CloudWatch Logs',
  protocol: jsonProtocol(),
  operations: {
    CreateLogGroup: operation(CreateLogGroupCommand, groups.createLogGroup),
    DescribeLogGroups: operation(DescribeLogGroupsCommand, groups.describeLogGroups),
    DeleteLogGroup: operation(DeleteLogGroupCommand, groups.deleteLogGroup),
    PutRetentionPolicy: operation(PutRetentionPolicyCommand, groups.putRetentionPolicy),
    DeleteRetentionPolicy: operation(DeleteRetentionPolicyCommand, groups.deleteRetentionPolicy),

    CreateLogStream: operation(CreateLogStreamCommand, streams.createLogStream),
    DescribeLogStreams: operation(DescribeLogStreamsCommand, streams.describeLogStreams),
    DeleteLogStream: operation(DeleteLogStreamCommand, streams.deleteLogStream),

    PutLogEvents: operation(PutLogEventsCommand, putLogEvents),
    GetLogEvents: operation(GetLogEventsCommand, getLogEvents),
    FilterLogEvents: operation(FilterLogEventsCommand, filterLogEvents),
  },
  vocabulary: {
    enums: {
      'CreateLogGroupRequest.logGroupClass': LogGroupClass,
      'DescribeLogGroupsRequest.logGroupClass': LogGroupClass,
      'DescribeLogStreamsRequest.orderBy': OrderBy,
    },
    fractions: new Set(),
  },
  faults: {
    unavailable: 'ServiceUnavailableException',
    internal: 'InternalFailure',
    unknownOperation: 'UnknownOperationException',
    validation: () => 'InvalidParameterException',
  },
});
