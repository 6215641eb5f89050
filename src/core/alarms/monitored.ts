import { type Scope, scopeOf } from '../arn.ts';
import { type Env, scaled } from '../env.ts';
import type {
  Alarm,
  DeploymentAlarmsStory,
  DeploymentConfiguration,
  ServiceDeployment,
} from '../model/index.ts';
import type { StateRecord } from '../records.ts';
import { setIn } from '../set-in.ts';
import type { State } from '../state.ts';
import { alarmArn, lookUpAlarm } from './find.ts';

/** Which alarms can fail which deployments. */

/**
 * The alarms of a deployment that begins now. AWS: while one of them is in ALARM already none is
 * monitored, since the deployment may be what is to mend it.
 */
export function alarmsFor(
  state: State,
  scope: Scope,
  { alarms }: DeploymentConfiguration,
): DeploymentAlarmsStory | undefined {
  if (!alarms?.enable) return undefined;
  const { alarmNames = [] } = alarms;
  const monitored = alarmNames.every(
    (name) => lookUpAlarm(state, scope, name)?.stateValue !== 'ALARM',
  );
  return { alarmNames, monitored, triggeredAlarmNames: [] };
}

/** Names of the alarms that are in ALARM and fail this deployment, which is under way; else none. */
export const alarmsGoneOff = (state: State, deployment: OfDeployment): readonly string[] =>
  watched(state, deployment)
    .filter(({ alarm }) => alarm?.stateValue === 'ALARM')
    .map(({ name }) => name);

/**
 * How long a deployment is watched once it is steady, ms; 0: not at all. AWS computes it from the
 * configuration of its alarms in a way that is not published: here what the slowest of them takes
 * to go off.
 */
export function bakeTime(state: State, env: Env, deployment: OfDeployment): number {
  const seconds = watched(state, deployment).map(({ alarm }) => {
    const { Period = 0, EvaluationPeriods = 0 } = alarm?.configuration ?? {};
    return Period * EvaluationPeriods;
  });
  return scaled(env, Math.max(0, ...seconds) * 1000);
}

type OfDeployment = Pick<ServiceDeployment, 'serviceDeploymentArn'>;

/** The alarms of a deployment that can fail still; undefined: that one is not there. */
function watched(
  state: State,
  { serviceDeploymentArn }: OfDeployment,
): { readonly name: string; readonly alarm: Alarm | undefined }[] {
  const story = state.serviceDeployments.get(serviceDeploymentArn);
  // Not one on its way back.
  if (story?.status !== 'IN_PROGRESS' || !story.alarms?.monitored) return [];
  const scope = scopeOf(story.serviceArn);
  return story.alarms.alarmNames.map((name) => ({
    name,
    alarm: lookUpAlarm(state, scope, name),
  }));
}

/** The services with a deployment that the alarm of that record can fail. */
export function servicesConcerned(state: State, record: StateRecord): readonly string[] {
  if (record.type !== 'AlarmPut') return [];
  return [...(state.serviceDeploymentsByAlarm.get(record.alarm.alarmArn) ?? [])].flatMap(
    (arn) => state.serviceDeployments.get(arn)?.serviceArn ?? [],
  );
}

export function indexByAlarm(state: State, story: ServiceDeployment): void {
  if (story.finishedAt !== null) {
    forgetByAlarm(state, story);
    return;
  }
  for (const arn of monitoredBy(story)) {
    setIn(state.serviceDeploymentsByAlarm, arn).add(story.serviceDeploymentArn);
  }
}

export function forgetByAlarm(state: State, story: ServiceDeployment): void {
  for (const arn of monitoredBy(story)) {
    const deployments = state.serviceDeploymentsByAlarm.get(arn);
    deployments?.delete(story.serviceDeploymentArn);
    if (deployments?.size === 0) state.serviceDeploymentsByAlarm.delete(arn);
  }
}

function monitoredBy({ alarms, serviceArn }: ServiceDeployment): string[] {
  if (!alarms?.monitored) return [];
  const scope = scopeOf(serviceArn);
  return alarms.alarmNames.map((name) => alarmArn(scope, name));
}
