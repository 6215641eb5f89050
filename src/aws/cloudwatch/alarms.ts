import type {
  DeleteAlarmsInput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../operation.ts';

/** The operations on alarms that answer nothing. */

export const putMetricAlarm = ({ controlPlane, scope }: Context, input: PutMetricAlarmInput) =>
  controlPlane.execute('PutMetricAlarm', scope, input);

export const setAlarmState = ({ controlPlane, scope }: Context, input: SetAlarmStateInput) =>
  controlPlane.execute('SetAlarmState', scope, input);

export const deleteAlarms = ({ controlPlane, scope }: Context, input: DeleteAlarmsInput) =>
  controlPlane.execute('DeleteAlarms', scope, input);

export const enableAlarmActions = (
  { controlPlane, scope }: Context,
  input: EnableAlarmActionsInput,
) => controlPlane.execute('EnableAlarmActions', scope, input);

export const disableAlarmActions = (
  { controlPlane, scope }: Context,
  input: DisableAlarmActionsInput,
) => controlPlane.execute('DisableAlarmActions', scope, input);
