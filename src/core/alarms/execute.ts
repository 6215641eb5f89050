import type { Scope } from '../arn.ts';
import type { Command, CommandName, CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Alarm } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import type { AlarmCommands } from './commands.ts';
import { alarmArn, alarmsOf, lookUpAlarm, tagsOfAlarm } from './find.ts';
import {
  checkName,
  checkNames,
  checkTags,
  configurationFrom,
  tagsFrom,
  validationError,
} from './validate.ts';

/** AWS: alarms of an account in a region. */
const MOST_ALARMS = 5000;
const LONGEST_REASON = 1023;
const LONGEST_REASON_DATA = 4000;

/** Each handler refuses before it records anything. */
export function executeOnAlarms(
  tx: Transaction,
  command: Command<keyof AlarmCommands>,
): CommandOutput<CommandName> {
  const { scope } = command;
  switch (command.name) {
    case 'PutMetricAlarm':
      return putMetricAlarm(tx, scope, command.input);
    case 'SetAlarmState':
      return setAlarmState(tx, scope, command.input);
    case 'DeleteAlarms':
      return deleteAlarms(tx, scope, command.input);
    case 'EnableAlarmActions':
      return changeActionsEnabled(tx, scope, command.input, true);
    case 'DisableAlarmActions':
      return changeActionsEnabled(tx, scope, command.input, false);
    case 'TagAlarm':
      return tagAlarm(tx, scope, command.input);
    case 'UntagAlarm':
      return untagAlarm(tx, scope, command.input);
  }
}

/** AWS: a new alarm is INSUFFICIENT_DATA; one that was there keeps its state and its tags. */
function putMetricAlarm(
  tx: Transaction,
  scope: Scope,
  { AlarmName, Tags, ...given }: Commands['PutMetricAlarm']['input'],
): CommandOutput<'PutMetricAlarm'> {
  const alarmName = checkName(AlarmName);
  const configuration = configurationFrom(given);
  const tags = tagsFrom(Tags);
  const { now } = tx.env;
  const before = lookUpAlarm(tx.state, scope, alarmName);
  if (before === undefined && alarmsOf(tx.state, scope).length >= MOST_ALARMS) {
    throw new Refusal(
      'LimitExceededFault',
      `The account has ${MOST_ALARMS} alarms in this region, which is the most it can have.`,
    );
  }
  put(tx, {
    alarmArn: alarmArn(scope, alarmName),
    alarmName,
    stateValue: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateReasonData: null,
    stateUpdatedAt: now,
    stateTransitionedAt: now,
    tags,
    ...before,
    configuration,
    configurationUpdatedAt: now,
  });
  return {};
}

function setAlarmState(
  tx: Transaction,
  scope: Scope,
  { AlarmName, StateValue, StateReason, StateReasonData }: Commands['SetAlarmState']['input'],
): CommandOutput<'SetAlarmState'> {
  const before = lookUpAlarm(tx.state, scope, checkName(AlarmName));
  if (before === undefined) {
    throw new Refusal('ResourceNotFound', `There is no alarm named ${AlarmName}.`);
  }
  checkLength('stateReason', StateReason, LONGEST_REASON);
  checkLength('stateReasonData', StateReasonData, LONGEST_REASON_DATA);
  if (StateReasonData !== undefined && !isJson(StateReasonData)) {
    throw new Refusal('InvalidFormatFault', 'StateReasonData was not valid JSON.');
  }
  const { stateValue, stateTransitionedAt } = before;
  const { now } = tx.env;
  put(tx, {
    ...before,
    stateValue: StateValue ?? stateValue,
    stateReason: StateReason ?? '',
    stateReasonData: StateReasonData ?? null,
    stateUpdatedAt: now,
    stateTransitionedAt: StateValue === stateValue ? stateTransitionedAt : now,
  });
  return {};
}

/** AWS: names of alarms that are not there are passed over, here and below. */
function deleteAlarms(
  tx: Transaction,
  scope: Scope,
  { AlarmNames }: Commands['DeleteAlarms']['input'],
): CommandOutput<'DeleteAlarms'> {
  for (const { alarmArn: arn } of named(tx, scope, AlarmNames)) {
    tx.emit({ type: 'AlarmForgotten', alarmArn: arn });
  }
  return {};
}

function changeActionsEnabled(
  tx: Transaction,
  scope: Scope,
  { AlarmNames }: Commands['EnableAlarmActions']['input'],
  ActionsEnabled: boolean,
): CommandOutput<'EnableAlarmActions'> {
  for (const alarm of named(tx, scope, AlarmNames)) {
    put(tx, {
      ...alarm,
      configuration: { ...alarm.configuration, ActionsEnabled },
      configurationUpdatedAt: tx.env.now,
    });
  }
  return {};
}

function tagAlarm(
  tx: Transaction,
  scope: Scope,
  { ResourceARN, Tags }: Commands['TagAlarm']['input'],
): CommandOutput<'TagAlarm'> {
  const before = tagsOfAlarm(tx.state, scope, ResourceARN);
  const added = tagsFrom(Tags);
  const keys = new Set(added.map(({ key }) => key));
  const tags = [...before.filter(({ key }) => !keys.has(key)), ...added];
  checkTags(tags);
  tx.emit({ type: 'TagsPut', resourceArn: ResourceARN ?? '', tags });
  return {};
}

function untagAlarm(
  tx: Transaction,
  scope: Scope,
  { ResourceARN, TagKeys = [] }: Commands['UntagAlarm']['input'],
): CommandOutput<'UntagAlarm'> {
  const before = tagsOfAlarm(tx.state, scope, ResourceARN);
  const tags = before.filter(({ key = '' }) => !TagKeys.includes(key));
  tx.emit({ type: 'TagsPut', resourceArn: ResourceARN ?? '', tags });
  return {};
}

const put = (tx: Transaction, alarm: Alarm): void => tx.emit({ type: 'AlarmPut', alarm });

const named = (tx: Transaction, scope: Scope, names: readonly string[] | undefined): Alarm[] =>
  checkNames(names).flatMap((name) => lookUpAlarm(tx.state, scope, name) ?? []);

function checkLength(name: string, text: string | undefined, most: number): void {
  if (text === undefined || text.length <= most) return;
  throw validationError(`${name} has ${text.length} characters; it can have at most ${most}.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
