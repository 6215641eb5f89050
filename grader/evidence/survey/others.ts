import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type LogGroup,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import type { EC2Client, NetworkInterface, Reservation } from '@aws-sdk/client-ec2';
import type { AttachedPolicy, IAMClient, Role } from '@aws-sdk/client-iam';
import { all } from './pages.ts';

export interface Ec2Survey {
  readonly reservations: readonly Reservation[];
  readonly networkInterfaces: readonly NetworkInterface[];
}

export const surveyEc2 = async (
  client: EC2Client,
  abortSignal: AbortSignal,
): Promise<Ec2Survey> => {
  const { paginateDescribeInstances, paginateDescribeNetworkInterfaces } = await import(
    '@aws-sdk/client-ec2'
  );
  const options = { abortSignal };
  const [reservations, networkInterfaces] = await Promise.all([
    all(paginateDescribeInstances({ client }, {}, options), (page) => page.Reservations),
    all(
      paginateDescribeNetworkInterfaces({ client }, {}, options),
      (page) => page.NetworkInterfaces,
    ),
  ]);
  return { reservations, networkInterfaces };
};

export interface LogsSurvey {
  readonly groups: readonly {
    readonly group: LogGroup;
    /** The oldest first. */
    readonly events: readonly FilteredLogEvent[];
    /** Are these all that there are? */
    readonly whole: boolean;
  }[];
}

/** Of one log group: what tells how an application started, and no more. */
const MOST_EVENTS = 1_000;
const MOST_CHARACTERS = 200_000;

export const surveyLogs = async (
  client: CloudWatchLogsClient,
  abortSignal: AbortSignal,
): Promise<LogsSurvey> => {
  const options = { abortSignal };
  const groups = await all(
    paginateDescribeLogGroups({ client }, {}, options),
    (page) => page.logGroups,
  );
  return {
    groups: await Promise.all(
      groups.map(async (group) => {
        const { events = [], nextToken } = await client.send(
          new FilterLogEventsCommand({ logGroupName: group.logGroupName, limit: MOST_EVENTS }),
          options,
        );
        let room = MOST_CHARACTERS;
        const cut = events.findIndex(({ message = '' }) => {
          room -= message.length;
          return room < 0;
        });
        return cut === -1
          ? { group, events, whole: nextToken === undefined }
          : { group, events: events.slice(0, cut), whole: false };
      }),
    ),
  };
};

export interface AlarmsSurvey {
  readonly alarms: readonly MetricAlarm[];
}

export const surveyAlarms = async (
  client: CloudWatchClient,
  abortSignal: AbortSignal,
): Promise<AlarmsSurvey> => {
  const { paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch');
  const pages = paginateDescribeAlarms({ client }, {}, { abortSignal });
  return { alarms: await all(pages, (page) => page.MetricAlarms) };
};

export interface RolesSurvey {
  readonly roles: readonly {
    readonly role: Role;
    readonly policies: readonly AttachedPolicy[];
  }[];
}

/** Those of that names; AWS has dozens of its own in each account. */
export const surveyRoles = async (
  client: IAMClient,
  names: readonly string[],
  abortSignal: AbortSignal,
): Promise<RolesSurvey> => {
  const { GetRoleCommand, NoSuchEntityException, paginateListAttachedRolePolicies } = await import(
    '@aws-sdk/client-iam'
  );
  const options = { abortSignal };
  const roles = await Promise.all(
    names.map(async (RoleName) => {
      try {
        const { Role } = await client.send(new GetRoleCommand({ RoleName }), options);
        const pages = paginateListAttachedRolePolicies({ client }, { RoleName }, options);
        const policies = await all(pages, (page) => page.AttachedPolicies);
        return Role === undefined ? [] : { role: Role, policies };
      } catch (error) {
        if (error instanceof NoSuchEntityException) return [];
        throw error;
      }
    }),
  );
  return { roles: roles.flat() };
};
