import { of } from './mutant.ts';

/** Mistakes in what alarms do to deployments; a table of the scenarios knows them. */
export const ALARMS = [
  ...of(
    'alarms/monitored.ts',
    [
      'an alarm that was in ALARM before fails the deployment that is to mend it',
      "(name) => lookUpAlarm(state, scope, name)?.stateValue !== 'ALARM',",
      '() => true,',
    ],
    ['the bake time is one period', 'return Period * EvaluationPeriods;', 'return Period;'],
    [
      'an alarm fails the way back as well',
      "story?.status !== 'IN_PROGRESS' || !story.alarms",
      'story === undefined || !story.alarms',
    ],
    [
      'a change of an alarm is nothing to the services that name it',
      "if (record.type !== 'AlarmPut') return [];",
      "if (record.type !== 'AlarmForgotten') return [];",
    ],
  ),
  ...of(
    'services/alarms.ts',
    [
      'alarms are looked at before a task runs',
      'story?.alarms === undefined || runningCount === 0',
      'story?.alarms === undefined || runningCount < 0',
    ],
    ['an alarm rolls back where nobody asked', '!rollback || !rollBack(', '!rollBack('],
  ),
  ...of('services/reconcile-service.ts', [
    'nobody wakes when the bake time is over',
    "rolloutState === 'IN_PROGRESS' && now < until ? until : null",
    "rolloutState === 'IN_PROGRESS' && now > until ? until : null",
  ]),
  ...of('services/steady.ts', [
    'a deployment does not bake',
    'if (time === 0) return false;',
    'if (time >= 0) return false;',
  ]),
];
