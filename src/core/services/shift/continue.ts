import type { Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { invalidParameter, Refusal } from '../../errors.ts';
import type { Transaction } from '../../transaction.ts';
import { putHooks } from './hooks.ts';

/**
 * Ends the pause of a deployment at a PAUSE hook: it goes on, or back to the source revision (AWS:
 * the hook must be AWAITING_ACTION and the deployment IN_PROGRESS).
 */
export function continueServiceDeployment(
  tx: Transaction,
  _scope: Scope,
  {
    serviceDeploymentArn = '',
    hookId = '',
    action = 'CONTINUE',
  }: Commands['ContinueServiceDeployment']['input'],
): CommandOutput<'ContinueServiceDeployment'> {
  const story = tx.state.serviceDeployments.get(serviceDeploymentArn);
  if (story === undefined) {
    throw new Refusal(
      'ServiceDeploymentNotFoundException',
      'The service deployment was not found. ListServiceDeployments lists those of a service.',
    );
  }
  if (story.status !== 'IN_PROGRESS' || story.shift === undefined) {
    throw invalidParameter(
      `The service deployment is ${story.status}: expected one that is IN_PROGRESS and paused at a lifecycle hook.`,
    );
  }
  const paused = story.shift.hooks.find((run) => run.hookId === hookId);
  if (paused?.status !== 'AWAITING_ACTION') {
    throw invalidParameter(
      `The lifecycle hook ${hookId} is ${paused?.status ?? 'not in this lifecycle stage'}: expected one that is AWAITING_ACTION. DescribeServiceDeployments shows its hookId in lifecycleHookDetails.`,
    );
  }
  const failure = `Lifecycle hook ${hookId} was rolled back by ContinueServiceDeployment.`;
  const answered =
    action === 'CONTINUE'
      ? { ...paused, status: 'SUCCEEDED' as const }
      : { ...paused, status: 'FAILED' as const, failure };
  const hooks = story.shift.hooks.map((run) => (run === paused ? answered : run));
  putHooks(tx, { ...story, shift: story.shift }, hooks);
  tx.touchService(story.serviceArn);
  return { serviceDeploymentArn };
}
