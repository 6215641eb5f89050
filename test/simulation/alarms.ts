import { rows, service, serviceIn, update } from './on-fargate.ts';
import type { Simulation } from './simulation.ts';

/** Alarms that go off at some time of a deployment, which takes 43 s and bakes a minute more. */

const SECOND = 1_000;

function setState(sim: Simulation, StateValue: 'OK' | 'ALARM'): void {
  sim.send('SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'by hand' });
}

const story = ({ state }: Simulation) => [...(state?.serviceDeployments.values() ?? [])].at(-1);

async function deployment(alarmAt: number, rollback: boolean): Promise<(string | number)[]> {
  const sim = await service({
    desiredCount: 2,
    launchType: 'FARGATE',
    deploymentConfiguration: {
      alarms: { alarmNames: ['nobody', 'errors'], enable: true, rollback },
    },
  });
  sim.send('PutMetricAlarm', {
    AlarmName: 'errors',
    Namespace: 'Cats',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 30,
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  await sim.pass(120 * SECOND);
  if (alarmAt < 0) setState(sim, 'ALARM');
  update(sim, { forceNewDeployment: true });
  if (alarmAt >= 0) {
    await sim.pass(alarmAt * SECOND);
    setState(sim, 'ALARM');
  }
  await sim.pass(100);
  const soon = story(sim)?.status ?? '';
  await sim.pass(300 * SECOND);
  const after = story(sim);
  const took = ((after?.finishedAt ?? 0) - (after?.startedAt ?? 0)) / SECOND;
  const triggered = after?.alarms?.triggeredAlarmNames.join() || '-';
  const states = serviceIn(sim).deployments.map(({ rolloutState }) => rolloutState);
  return [
    ...[alarmAt, rollback ? 'yes' : 'no', soon, after?.status ?? '', Math.floor(took)],
    ...[triggered, states.join()],
  ];
}

/** What became of a deployment, by the second in which an alarm went off; −1: before it began. */
export async function alarmsOfDeployments(): Promise<string> {
  const table: (string | number)[][] = [
    ['alarm at', 'rollback', 'then', 'in the end', 'after', 'triggered', 'deployments'],
  ];
  for (const alarmAt of [-1, 1, 20, 60, 150]) table.push(await deployment(alarmAt, true));
  for (const alarmAt of [20, 60]) table.push(await deployment(alarmAt, false));
  return rows(table, 22);
}
