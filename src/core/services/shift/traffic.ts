import { defaultRuleArn } from '../../load-balancers/commands/arn.ts';
import type {
  Deployment,
  DeploymentTarget,
  Listener,
  ListenerAction,
  ListenerRule,
  ServiceDeployment,
  ServiceLoadBalancer,
} from '../../model/index.ts';
import type { StateRecord } from '../../records.ts';
import type { State } from '../../state.ts';
import type { Transaction } from '../../transaction.ts';
import { sharesOfTarget, weightsFor } from './weights.ts';

/** The load balancers of a deployment, each with the target group that its own tasks are in. */
export const ownLoadBalancers = ({
  loadBalancers = [],
  targetGroupArns,
}: Pick<DeploymentTarget, 'loadBalancers' | 'targetGroupArns'>): readonly ServiceLoadBalancer[] =>
  targetGroupArns === undefined
    ? loadBalancers
    : loadBalancers.map((one, i) => ({
        ...one,
        targetGroupArn: targetGroupArns[i] ?? one.targetGroupArn,
      }));

/** The two target groups between which traffic shifts. */
export const pairOf = ({ targetGroupArn, advancedConfiguration }: ServiceLoadBalancer): string[] =>
  advancedConfiguration === undefined
    ? [targetGroupArn]
    : [targetGroupArn, advancedConfiguration.alternateTargetGroupArn];

/** A rule by its ARN, a listener's default one by that or by the listener's; undefined: it is not there. */
export function ruleAt(state: State, arn: string): Rule | undefined {
  const rule = state.listenerRules.get(arn);
  if (rule !== undefined) return { rule, action: rule.action, listenerArn: rule.listenerArn };
  const [, ofRule] = /^(.+:listener-rule\/.+)\/[^/]+$/.exec(arn) ?? [];
  const listenerArn = ofRule?.replace(':listener-rule/', ':listener/') ?? arn;
  const listener = state.listeners.get(listenerArn);
  if (listener === undefined) return undefined;
  if (ofRule !== undefined && defaultRuleArn(listenerArn) !== arn) return undefined;
  return { listener, action: listener.defaultAction, listenerArn };
}

export type Rule = { readonly action: ListenerAction; readonly listenerArn: string } & (
  | { readonly rule: ListenerRule }
  | { readonly listener: Listener }
);

/** Gives the groups of the primary deployment the weights that its service deployment is to have. */
export function setWeights(tx: Transaction, primary: Deployment, story: ServiceDeployment): void {
  const target = sharesOfTarget(story);
  // On the way back the primary deployment is the one that traffic returned to.
  const share = (percent: number) => (story.rollback === undefined ? percent : 100 - percent);
  for (const [i, own] of ownLoadBalancers(primary).entries()) {
    const { advancedConfiguration: advanced } = own;
    const other = pairOf(primary.loadBalancers?.[i] ?? own).find(
      (arn) => arn !== own.targetGroupArn,
    );
    if (advanced === undefined || other === undefined) continue;
    const groups = [own.targetGroupArn, other] as const;
    setRule(tx, advanced.productionListenerRule, groups, share(target.production));
    if (advanced.testListenerRule !== undefined)
      setRule(tx, advanced.testListenerRule, groups, share(target.test));
  }
}

/** One that is not there any more is nobody's to change. */
function setRule(
  tx: Transaction,
  arn: string,
  [own, other]: readonly [string, string],
  percent: number,
): void {
  const found = ruleAt(tx.state, arn);
  if (found === undefined) return;
  const [weight, rest] = weightsFor(percent);
  // In an order of their own, so that they do not change places with each deployment.
  const targetGroups = [
    { targetGroupArn: own, weight },
    { targetGroupArn: other, weight: rest },
  ].sort((a, b) => (a.targetGroupArn < b.targetGroupArn ? -1 : 1));
  const { stickinessDuration } = found.action.type === 'forward' ? found.action : {};
  const action: ListenerAction = { type: 'forward', targetGroups, stickinessDuration };
  if (JSON.stringify(action) === JSON.stringify(found.action)) return;
  tx.emit(changed(found, action));
}

const changed = (found: Rule, action: ListenerAction): StateRecord =>
  'rule' in found
    ? { type: 'ListenerRulePut', rule: { ...found.rule, action } }
    : { type: 'ListenerPut', listener: { ...found.listener, defaultAction: action } };
