import { alarmsGoneOff } from '../alarms/monitored.ts';
import { noTasks } from '../counts.ts';
import type { Service } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { failDeployment, rollBack } from './circuit-breaker.ts';
import { addEvent } from './events.ts';
import { continueStory } from './service-deployments.ts';
import { canRollBack, shiftStoryOf } from './shift/roles.ts';

/**
 * Fails a deployment one of whose alarms is in ALARM and, where asked to, rolls back to the last
 * completed one. AWS looks at the alarms from the first running task on, until the bake time is
 * over. True when it did so.
 */
export function failOnAlarm(tx: Transaction, service: Service): boolean {
  const [primary] = service.deployments;
  if (primary?.rolloutState !== 'IN_PROGRESS' || service.status !== 'ACTIVE') return false;
  const triggeredAlarmNames = alarmsGoneOff(tx.state, primary);
  if (triggeredAlarmNames.length === 0) return false;
  const story = tx.state.serviceDeployments.get(primary.serviceDeploymentArn);
  const { runningCount } = tx.state.tasksByDeployment.get(primary.id) ?? noTasks();
  if (story?.alarms === undefined || runningCount === 0) return false;
  const shifting = shiftStoryOf(tx.state, primary);
  if (shifting !== undefined && !canRollBack(shifting)) return false;

  addEvent(tx, service, `(deployment ${primary.id}) deployment failed: alarm detected.`);
  continueStory(tx, primary, { alarms: { ...story.alarms, triggeredAlarmNames } });
  const cause = 'ECS deployment alarms';
  const { rollback } = story.deploymentConfiguration.alarms ?? {};
  if (!rollback || !rollBack(tx, service, primary, cause)) {
    failDeployment(tx, service, primary, `${cause}: alarm detected.`);
  }
  return true;
}
