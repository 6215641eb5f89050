import type { Scope } from '../arn.ts';
import { Refusal } from '../errors.ts';
import type { Alarm, Tag } from '../model/index.ts';
import type { State } from '../state.ts';

export const alarmArn = ({ region, account }: Scope, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

export const lookUpAlarm = (state: State, scope: Scope, name: string): Alarm | undefined =>
  state.alarms.get(alarmArn(scope, name));

/** The alarms of an account and region, in the order of their creation. */
export function alarmsOf(state: State, scope: Scope): Alarm[] {
  const prefix = alarmArn(scope, '');
  return [...state.alarms.values()].filter(({ alarmArn: arn }) => arn.startsWith(prefix));
}

/** The tags of an alarm; throws as the tag operations do when there is no such alarm. */
export function tagsOfAlarm(
  state: State,
  scope: Scope,
  resourceArn: string | undefined = '',
): readonly Tag[] {
  const alarm = resourceArn.startsWith(alarmArn(scope, ''))
    ? state.alarms.get(resourceArn)
    : undefined;
  if (alarm !== undefined) return alarm.tags;
  throw new Refusal(
    'ResourceNotFoundException',
    `There is no resource ${resourceArn.slice(0, 300)}: expected the ARN of one of your alarms, as DescribeAlarms answers it.`,
  );
}
