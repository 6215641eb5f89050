import { scaled } from '../../env.ts';
import type { Deployment, Service } from '../../model/index.ts';
import type { Transaction } from '../../transaction.ts';
import { failDeployment, rollBack } from '../circuit-breaker.ts';
import { addEvent } from '../events.ts';
import { continueStory } from '../service-deployments.ts';
import { hooksAt, tendHooks } from './hooks.ts';
import { type ShiftStory, shiftStoryOf, sourceOf } from './roles.ts';
import { type NextStage, nextStage } from './stages.ts';
import { ruleAt, setWeights } from './traffic.ts';
import { bakeMinutes, productionSteps } from './weights.ts';

const MINUTE = 60_000;

/**
 * Takes a deployment that shifts traffic through all the stages that are over. Answers when to look
 * again although nothing happens; null: no need.
 */
export function advanceShift(tx: Transaction, serviceArn: string): number | null {
  for (;;) {
    const service = tx.state.services.get(serviceArn);
    const [primary] = service?.deployments ?? [];
    const story = shiftStoryOf(tx.state, primary);
    if (service?.status !== 'ACTIVE' || primary === undefined || story === undefined) return null;
    // A completed deployment leaves the listeners alone.
    if (primary.rolloutState === 'COMPLETED') return null;
    setWeights(tx, primary, story);
    if (story.finishedAt !== null) return null;
    const moved = move(tx, service, primary, story);
    if (moved !== 'on') return moved;
  }
}

function move(
  tx: Transaction,
  service: Service,
  primary: Deployment,
  story: ShiftStory,
): 'on' | number | null {
  const hooks = tendHooks(tx, story);
  if (hooks.verdict === 'waiting') return hooks.dueAt;
  if (hooks.verdict === 'failed' && story.rollback === undefined) {
    giveUp(tx, service, primary, hooks.reason);
    return 'on';
  }
  const { shift, deploymentConfiguration } = story;
  const bakedAt =
    shift.startedAt + scaled(tx.env, bakeMinutes(deploymentConfiguration, shift) * MINUTE);
  const baked = story.rollback !== undefined || tx.env.now >= bakedAt;
  const next = nextStage({
    ...shift,
    steps: productionSteps(deploymentConfiguration).length,
    rollingBack: story.rollback !== undefined,
    hooksDone: true,
    reconciled: isReconciled(tx, service),
    ready: isReady(tx, primary),
    baked,
  });
  if (next === undefined) return baked ? null : bakedAt;
  const missing = next.stage.endsWith('_TRAFFIC_SHIFT') && missingRule(tx, primary);
  if (missing && story.rollback === undefined) {
    giveUp(tx, service, primary, `of invalid networking configuration. Rule ${missing} not found`);
    return 'on';
  }
  enter(tx, service, story, next);
  return 'on';
}

/** Traffic goes back at once; where there is nothing to go back to, the deployment has failed. */
function giveUp(tx: Transaction, service: Service, primary: Deployment, because: string): void {
  const reason = `Service deployment rolled back because ${because}`;
  addEvent(tx, service, `(deployment ${primary.id}) deployment failed: ${reason}`);
  if (!rollBack(tx, service, primary, because, reason))
    failDeployment(tx, service, primary, reason);
}

function enter(tx: Transaction, service: Service, story: ShiftStory, next: NextStage): void {
  const { shift, deploymentConfiguration } = story;
  const startedAt = tx.env.now;
  const hooks = hooksAt(tx, deploymentConfiguration, next.stage);
  continueStory(tx, story, { shift: { ...shift, ...next, startedAt, hooks } });
  if (next.stage !== 'CLEAN_UP') return;
  const [primary, ...others] = service.deployments;
  if (primary === undefined || others.every(({ desiredCount }) => desiredCount === 0)) return;
  const stopped = others.map(
    (one): Deployment => ({ ...one, desiredCount: 0, updatedAt: startedAt }),
  );
  const change = { deployments: [primary, ...stopped] };
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change });
}

/** Whom an earlier deployment left behind has gone: its target groups are free. */
function isReconciled(tx: Transaction, service: Service): boolean {
  const source = sourceOf(tx.state, service);
  return service.deployments.every(
    ({ id, status }) =>
      status === 'PRIMARY' || id === source?.id || tx.state.tasksByDeployment.get(id) === undefined,
  );
}

/** It has all the tasks that it is to have, and they are healthy. */
function isReady(tx: Transaction, { id, desiredCount }: Deployment): boolean {
  return (tx.state.tasksByDeployment.get(id)?.healthy.size ?? 0) >= desiredCount;
}

const missingRule = (tx: Transaction, { loadBalancers = [] }: Deployment): string | undefined =>
  loadBalancers
    .flatMap(({ advancedConfiguration }) => [
      advancedConfiguration?.productionListenerRule,
      advancedConfiguration?.testListenerRule,
    ])
    .find((arn) => arn !== undefined && ruleAt(tx.state, arn) === undefined);
