import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from '../../core/load-balancers/commands/errors.ts';
import {
  findListener,
  findRule,
  listenerOfDefaultRule,
} from '../../core/load-balancers/commands/find.ts';
import { rulesOf } from '../../core/load-balancers/find.ts';
import type { Context } from '../operation.ts';
import { page } from './pages.ts';
import { renderDefaultRule, renderRule } from './render/rule.ts';

const rendered = ({ controlPlane, scope }: Context, arn: string | undefined): Rule =>
  renderRule(findRule(controlPlane.state, scope, arn));

export async function createRule(
  context: Context,
  input: CreateRuleInput,
): Promise<CreateRuleOutput> {
  const { controlPlane, scope } = context;
  const { ruleArn } = await controlPlane.execute('CreateRule', scope, input);
  return { Rules: [rendered(context, ruleArn)] };
}

/** By priority, the default rule last. */
export function describeRules(context: Context, input: DescribeRulesInput): DescribeRulesOutput {
  const { items, NextMarker } = page(
    selected(context, input),
    ({ RuleArn = '' }) => RuleArn,
    input,
  );
  return { Rules: [...items], NextMarker };
}

function selected(
  context: Context,
  { ListenerArn, RuleArns: arns = [] }: DescribeRulesInput,
): Rule[] {
  if ((ListenerArn === undefined) === (arns.length === 0)) {
    throw validationError(
      'Either a listener ARN or a list of rule ARNs must be specified, and not both',
    );
  }
  const { controlPlane, scope } = context;
  const { state } = controlPlane;
  if (arns.length > 0) {
    return [...new Set(arns)].map((arn) => {
      const listener = listenerOfDefaultRule(state, scope, arn);
      return listener === undefined ? rendered(context, arn) : renderDefaultRule(listener);
    });
  }
  const listener = findListener(state, scope, ListenerArn);
  return [...rulesOf(state, listener.listenerArn).map(renderRule), renderDefaultRule(listener)];
}

export async function modifyRule(
  context: Context,
  input: ModifyRuleInput,
): Promise<ModifyRuleOutput> {
  await context.controlPlane.execute('ModifyRule', context.scope, input);
  return { Rules: [rendered(context, input.RuleArn)] };
}

export const deleteRule = (
  { controlPlane, scope }: Context,
  input: DeleteRuleInput,
): Promise<DeleteRuleOutput> => controlPlane.execute('DeleteRule', scope, input);

export async function setRulePriorities(
  context: Context,
  input: SetRulePrioritiesInput,
): Promise<SetRulePrioritiesOutput> {
  await context.controlPlane.execute('SetRulePriorities', context.scope, input);
  return { Rules: input.RulePriorities?.map(({ RuleArn }) => rendered(context, RuleArn)) };
}
