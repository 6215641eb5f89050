import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import { failDeployment, rollBack } from './circuit-breaker.ts';
import { continueStory } from './service-deployments.ts';
import { canRollBack, shiftStoryOf } from './shift/roles.ts';

/**
 * Ends a deployment that is under way: ROLLBACK (default) brings back what the service last
 * completed; ABORT leaves the tasks as they are, to be moved on by the next update.
 */
export function stopServiceDeployment(
  tx: Transaction,
  _scope: Scope,
  { serviceDeploymentArn = '', stopType = 'ROLLBACK' }: Commands['StopServiceDeployment']['input'],
): CommandOutput<'StopServiceDeployment'> {
  const story = tx.state.serviceDeployments.get(serviceDeploymentArn);
  if (story === undefined) {
    throw new Refusal(
      'ServiceDeploymentNotFoundException',
      'The service deployment was not found. ListServiceDeployments lists those of a service.',
    );
  }
  const service = tx.state.services.get(story.serviceArn);
  const primary = service?.deployments.find(({ status }) => status === 'PRIMARY');
  if (
    service === undefined ||
    primary?.serviceDeploymentArn !== serviceDeploymentArn ||
    story.status !== 'IN_PROGRESS'
  ) {
    throw new Refusal(
      'ConflictException',
      `The service deployment is ${story.status}: expected one that is IN_PROGRESS.`,
    );
  }
  const shifting = shiftStoryOf(tx.state, primary);
  if (shifting !== undefined && !canRollBack(shifting)) {
    throw new Refusal(
      'ConflictException',
      'The service deployment is in its lifecycle stage CLEAN_UP: the tasks that traffic came from are being stopped. Bring the former revision back with UpdateService.',
    );
  }
  const cause = 'Stopped by StopServiceDeployment';
  if (stopType === 'ROLLBACK' && rollBack(tx, service, primary, cause)) {
    return { serviceDeploymentArn };
  }
  continueStory(tx, primary, { status: 'STOP_REQUESTED' });
  failDeployment(tx, service, primary, `${cause}.`);
  return { serviceDeploymentArn };
}
