import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  PutRetentionPolicyRequest,
  LogGroup as SdkLogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroup } from '../../control-plane/logs/log-store.ts';
import type { Scope } from '../../core/arn.ts';
import type { Context } from '../operation.ts';
import { groupExists, groupNotFound, invalid } from './errors.ts';
import { listPage } from './list-page.ts';
import { checkGroupName, groupArn } from './names.ts';

export function createLogGroup(
  { controlPlane: { logs }, scope }: Context,
  { logGroupName = '' }: CreateLogGroupRequest,
): object {
  checkGroupName(logGroupName);
  if (!logs.createGroup(scope, logGroupName)) throw groupExists();
  return {};
}

export function deleteLogGroup(
  { controlPlane: { logs }, scope }: Context,
  { logGroupName = '' }: DeleteLogGroupRequest,
): object {
  checkGroupName(logGroupName);
  if (!logs.deleteGroup(scope, logGroupName)) throw groupNotFound();
  return {};
}

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

export function putRetentionPolicy(
  context: Context,
  { logGroupName = '', retentionInDays = 0 }: PutRetentionPolicyRequest,
): object {
  if (!RETENTIONS.includes(retentionInDays)) {
    throw invalid(
      `retentionInDays must be one of ${RETENTIONS.join(', ')}, not ${retentionInDays}.`,
    );
  }
  return setRetention(context, logGroupName, retentionInDays);
}

export const deleteRetentionPolicy = (
  context: Context,
  { logGroupName = '' }: DeleteRetentionPolicyRequest,
): object => setRetention(context, logGroupName, undefined);

function setRetention(
  { controlPlane: { logs }, scope }: Context,
  name: string,
  days: number | undefined,
): object {
  checkGroupName(name);
  if (!logs.setRetention(scope, name, days)) throw groupNotFound();
  return {};
}

export function describeLogGroups(
  { controlPlane: { logs }, scope }: Context,
  { logGroupNamePrefix, logGroupNamePattern, ...paging }: DescribeLogGroupsRequest,
): DescribeLogGroupsResponse {
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
    throw invalid('Give logGroupNamePrefix or logGroupNamePattern, and not both.');
  }
  const pattern = logGroupNamePattern?.toLowerCase() ?? '';
  const groups = logs
    .groups(scope, logGroupNamePrefix)
    .filter(({ name }) => name.toLowerCase().includes(pattern));
  const { items, nextToken } = listPage(groups, paging);
  return { logGroups: items.map((group) => renderGroup(scope, group)), nextToken };
}

const renderGroup = (scope: Scope, group: LogGroup): SdkLogGroup => ({
  logGroupName: group.name,
  creationTime: group.createdAt,
  retentionInDays: group.retentionInDays,
  metricFilterCount: 0,
  arn: `${groupArn(scope, group.name)}:*`,
  storedBytes: group.storedBytes,
  logGroupClass: 'STANDARD',
  logGroupArn: groupArn(scope, group.name),
});
