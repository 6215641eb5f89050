import type { DescribeAlarmsCommandInput } from '@aws-sdk/client-cloudwatch';
import {
  type DescribeLogGroupsCommandInput,
  type FilterLogEventsCommandInput,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type {
  DescribeInstancesCommandInput,
  DescribeNetworkInterfacesCommandInput,
  Filter,
  Instance,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import type {
  GetRoleCommandInput,
  ListAttachedRolePoliciesCommandInput,
} from '@aws-sdk/client-iam';
import { answer, type SurveyAnswer } from './answer.ts';
import type { RolesSurvey } from './others.ts';

type Answers = Readonly<Record<string, SurveyAnswer>>;

export const LOGS_ANSWERS: Answers = {
  DescribeLogGroups: answer<DescribeLogGroupsCommandInput>(
    ['logGroupNamePrefix'],
    ({ logs }, { logGroupNamePrefix = '' }) =>
      logs && {
        logGroups: logs.groups
          .map(({ group }) => group)
          .filter(({ logGroupName = '' }) => logGroupName.startsWith(logGroupNamePrefix)),
      },
  ),

  FilterLogEvents: answer<FilterLogEventsCommandInput>(
    ['logGroupName', 'logStreamNames', 'startTime', 'endTime'],
    ({ logs }, { logGroupName, logStreamNames, startTime = 0, endTime = Infinity }) => {
      if (logs === undefined) return undefined;
      const found = logs.groups.find(({ group }) => group.logGroupName === logGroupName);
      if (found === undefined) {
        throw new ResourceNotFoundException({
          message: 'The specified log group does not exist.',
          $metadata: {},
        });
      }
      const streams = new Set(found.events.map(({ logStreamName }) => logStreamName));
      // A stream without events may be there or not, and what was cut off may be what is wanted.
      if (!found.whole || logStreamNames?.some((name) => !streams.has(name))) return undefined;
      return {
        events: found.events.filter(
          ({ logStreamName = '', timestamp = 0 }) =>
            (logStreamNames === undefined || logStreamNames.includes(logStreamName)) &&
            timestamp >= startTime &&
            timestamp <= endTime,
        ),
      };
    },
  ),
};

export const CLOUDWATCH_ANSWERS: Answers = {
  DescribeAlarms: answer<DescribeAlarmsCommandInput>(
    ['AlarmNames'],
    ({ alarms }, { AlarmNames }) =>
      alarms && {
        // AWS: metric alarms alone, unless others are asked for.
        CompositeAlarms: [],
        MetricAlarms: alarms.alarms.filter(
          ({ AlarmName = '' }) => AlarmNames === undefined || AlarmNames.includes(AlarmName),
        ),
      },
  ),
};

export const EC2_ANSWERS: Answers = {
  DescribeInstances: answer<DescribeInstancesCommandInput>(['Filters'], ({ ec2 }, { Filters }) => {
    if (ec2 === undefined) return undefined;
    const passes = allOf(Filters, instanceMember);
    return (
      passes && {
        Reservations: ec2.reservations
          .map((one) => ({ ...one, Instances: (one.Instances ?? []).filter(passes) }))
          .filter(({ Instances }) => Instances.length > 0),
      }
    );
  }),

  DescribeNetworkInterfaces: answer<DescribeNetworkInterfacesCommandInput>(
    ['Filters', 'NetworkInterfaceIds'],
    ({ ec2 }, { Filters, NetworkInterfaceIds: ids }) => {
      const passes = allOf(Filters, interfaceMember);
      if (ec2 === undefined || passes === undefined) return undefined;
      const found = ec2.networkInterfaces.filter(passes);
      if (ids === undefined) return { NetworkInterfaces: found };
      const named = found.filter(({ NetworkInterfaceId = '' }) => ids.includes(NetworkInterfaceId));
      // AWS: one that is not there is an error, whose words only AWS knows.
      return named.length < ids.length ? undefined : { NetworkInterfaces: named };
    },
  ),
};

/** Undefined: no such filter is understood. */
type Member<Item> = (filter: string) => ((item: Item) => string | undefined) | undefined;

const instanceMember: Member<Instance> = (filter) => {
  if (filter === 'instance-state-name') return ({ State }) => State?.Name;
  if (filter === 'instance-id') return ({ InstanceId }) => InstanceId;
  if (filter === 'instance-type') return ({ InstanceType }) => InstanceType;
  if (!filter.startsWith('tag:')) return undefined;
  return ({ Tags = [] }) => Tags.find(({ Key }) => Key === filter.slice('tag:'.length))?.Value;
};

const interfaceMember: Member<NetworkInterface> = (filter) => {
  if (filter === 'network-interface-id') return ({ NetworkInterfaceId }) => NetworkInterfaceId;
  if (filter === 'status') return ({ Status }) => Status;
  return filter === 'subnet-id' ? ({ SubnetId }) => SubnetId : undefined;
};

/** What passes all the filters; undefined: one is not understood. */
const allOf = <Item>(
  filters: readonly Filter[] = [],
  memberOf: Member<Item>,
): ((item: Item) => boolean) | undefined => {
  const tests: ((item: Item) => boolean)[] = [];
  for (const { Name = '', Values = [] } of filters) {
    const member = memberOf(Name);
    // AWS: `*` and `?` stand for other characters.
    if (member === undefined || Values.some((value) => /[*?]/.test(value))) return undefined;
    tests.push((item) => Values.includes(member(item) ?? ''));
  }
  return (item) => tests.every((test) => test(item));
};

export const IAM_ANSWERS: Answers = {
  GetRole: answer<GetRoleCommandInput>(['RoleName'], ({ roles }, { RoleName }) => {
    const found = roleNamed(roles, RoleName);
    return found && { Role: found.role };
  }),

  ListAttachedRolePolicies: answer<ListAttachedRolePoliciesCommandInput>(
    ['RoleName'],
    ({ roles }, { RoleName }) => {
      const found = roleNamed(roles, RoleName);
      return found && { AttachedPolicies: found.policies };
    },
  ),
};

/** One that no task definition names may be there or not. */
const roleNamed = (survey: RolesSurvey | undefined, name: string | undefined) =>
  survey?.roles.find(({ role }) => role.RoleName === name);
