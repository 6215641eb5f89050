import type {
  Deployment,
  DeploymentConfiguration,
  DeploymentTarget,
  Service,
  Shift,
} from '../../model/index.ts';
import type { Transaction } from '../../transaction.ts';
import { hooksAt } from './hooks.ts';
import { sourceOf } from './roles.ts';
import { ownLoadBalancers, pairOf } from './traffic.ts';
import { shiftsTraffic } from './weights.ts';

/** Where traffic is now: at what a deployment under way has not replaced yet, or at the primary one. */
const sourceFor = (tx: Transaction, service: Service | undefined): Deployment | undefined =>
  service && (sourceOf(tx.state, service) ?? service.deployments[0]);

/**
 * Chooses the target groups of a deployment that is to begin: where traffic is to shift, those that
 * it does not come from, else those where it is. `before`: the service; undefined: a new one.
 */
export function inTargetGroups<T extends DeploymentTarget>(
  tx: Transaction,
  configuration: DeploymentConfiguration,
  before: Service | undefined,
  target: T,
): T {
  const { loadBalancers = [] } = target;
  if (loadBalancers.every(({ advancedConfiguration }) => advancedConfiguration === undefined))
    return target;
  const source = sourceFor(tx, before);
  const taken = new Set(ownLoadBalancers(source ?? {}).map(({ targetGroupArn }) => targetGroupArn));
  const targetGroupArns = loadBalancers.map((one) => {
    const pair = pairOf(one);
    const present = pair.find((arn) => taken.has(arn));
    if (present === undefined) return one.targetGroupArn;
    if (!shiftsTraffic(configuration)) return present;
    return pair.find((arn) => arn !== present) ?? present;
  });
  return { ...target, targetGroupArns };
}

/** How a deployment of that service begins; undefined: it is a rolling one. */
export function firstStage(
  tx: Transaction,
  configuration: DeploymentConfiguration,
  before: Service | undefined,
): Shift | undefined {
  if (!shiftsTraffic(configuration)) return undefined;
  const source = sourceFor(tx, before);
  const others = before?.deployments.filter(({ id }) => id !== source?.id) ?? [];
  return {
    sourceDeploymentId: source?.id ?? null,
    stage: 'RECONCILE_SERVICE',
    startedAt: tx.env.now,
    step: 0,
    // AWS: this stage has something to do where more than one revision is active.
    hooks: others.length > 0 ? hooksAt(tx, configuration, 'RECONCILE_SERVICE') : [],
  };
}
