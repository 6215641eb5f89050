import type { Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { Refusal } from '../../errors.ts';
import type { ListenerRule } from '../../model/index.ts';
import type { Transaction } from '../../transaction.ts';
import { listenersOf, rulesOf } from '../find.ts';
import { actionFrom } from './actions.ts';
import { ruleArn } from './arn.ts';
import { conditionsFrom } from './conditions.ts';
import { checkRange, invalidConfiguration, validationError } from './errors.ts';
import { findListener, findRule } from './find.ts';
import { checkCount, LIMITS } from './limits.ts';
import { loadBalancerOf } from './listeners.ts';
import { tagsFrom } from './tags.ts';
import { changeUsage } from './usage.ts';

export function createRule(
  tx: Transaction,
  scope: Scope,
  input: Commands['CreateRule']['input'],
): CommandOutput<'CreateRule'> {
  const listener = findListener(tx.state, scope, input.ListenerArn);
  const { listenerArn } = listener;
  const loadBalancer = loadBalancerOf(tx.state, scope, listener);
  if (loadBalancer.type !== 'application') {
    throw invalidConfiguration(
      `Listeners of load balancers of type '${loadBalancer.type}' have no rules beside the default one in this runtime`,
    );
  }
  const priority = priorityFrom(input.Priority);
  const conditions = conditionsFrom(input.Conditions);
  const action = actionFrom({ state: tx.state, scope, loadBalancer }, input.Actions);
  const tags = tagsFrom(input.Tags);
  if (rulesOf(tx.state, listenerArn).some((rule) => rule.priority === priority))
    throw priorityInUse(priority);
  const count = listenersOf(tx.state, listener.loadBalancerArn).flatMap((one) =>
    rulesOf(tx.state, one.listenerArn),
  ).length;
  checkCount('TooManyRules', 'rules per load balancer', count + 1, LIMITS.rules);
  const arn = ruleArn(listenerArn, tx.env.ids.hex(16));
  const createdAt = tx.env.now;
  tx.emit({
    type: 'ListenerRulePut',
    rule: { ruleArn: arn, listenerArn, priority, conditions, action, createdAt, tags },
  });
  return { ruleArn: arn };
}

function priorityFrom(given: number | undefined): number {
  if (given === undefined) throw validationError('A priority must be specified');
  checkRange('priority', given, 1, 50_000);
  return given;
}

const priorityInUse = (priority: number) =>
  new Refusal('PriorityInUse', `Priority '${priority}' is currently in use`);

export function modifyRule(
  tx: Transaction,
  scope: Scope,
  { RuleArn, Conditions, Actions }: Commands['ModifyRule']['input'],
): CommandOutput<'ModifyRule'> {
  const rule = findRule(tx.state, scope, RuleArn);
  if (Conditions === undefined && Actions === undefined)
    throw validationError('Either conditions or actions must be specified');
  const loadBalancer = loadBalancerOfRule(tx, scope, rule);
  const changed: ListenerRule = {
    ...rule,
    conditions: Conditions === undefined ? rule.conditions : conditionsFrom(Conditions),
    action:
      Actions === undefined
        ? rule.action
        : actionFrom({ state: tx.state, scope, loadBalancer }, Actions),
  };
  changeUsage(tx, loadBalancer.loadBalancerArn, () =>
    tx.emit({ type: 'ListenerRulePut', rule: changed }),
  );
  return {};
}

const loadBalancerOfRule = (tx: Transaction, scope: Scope, { listenerArn }: ListenerRule) =>
  loadBalancerOf(tx.state, scope, findListener(tx.state, scope, listenerArn));

export function deleteRule(
  tx: Transaction,
  scope: Scope,
  { RuleArn }: Commands['DeleteRule']['input'],
): CommandOutput<'DeleteRule'> {
  const rule = findRule(tx.state, scope, RuleArn);
  const { loadBalancerArn } = loadBalancerOfRule(tx, scope, rule);
  changeUsage(tx, loadBalancerArn, () =>
    tx.emit({ type: 'ListenerRuleForgotten', ruleArn: rule.ruleArn }),
  );
  return {};
}

/** Rules of one listener may change places with each other in one call. */
export function setRulePriorities(
  tx: Transaction,
  scope: Scope,
  { RulePriorities: given = [] }: Commands['SetRulePriorities']['input'],
): CommandOutput<'SetRulePriorities'> {
  if (given.length === 0) throw validationError('At least one rule priority must be specified');
  const changed = given.map(({ RuleArn, Priority }) => ({
    ...findRule(tx.state, scope, RuleArn),
    priority: priorityFrom(Priority),
  }));
  const [{ listenerArn } = { listenerArn: '' }] = changed;
  if (changed.some((rule) => rule.listenerArn !== listenerArn))
    throw validationError('All rules must belong to the same listener');
  const arns = new Set(changed.map((rule) => rule.ruleArn));
  if (arns.size < changed.length) throw validationError('A rule was provided multiple times');
  const taken = rulesOf(tx.state, listenerArn).filter((rule) => !arns.has(rule.ruleArn));
  for (const { priority } of changed) {
    if (changed.filter((rule) => rule.priority === priority).length > 1)
      throw validationError(`Priority '${priority}' was provided multiple times`);
    if (taken.some((rule) => rule.priority === priority)) throw priorityInUse(priority);
  }
  for (const rule of changed) tx.emit({ type: 'ListenerRulePut', rule });
  return {};
}
