import type { Rule, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { defaultRuleArn } from '../../../core/load-balancers/commands/arn.ts';
import type { Listener, ListenerRule, ListenerRuleCondition } from '../../../core/model/index.ts';
import { renderAction } from './action.ts';

export const renderRule = ({ ruleArn, priority, conditions, action }: ListenerRule): Rule => ({
  RuleArn: ruleArn,
  Priority: String(priority),
  Conditions: conditions.map(renderCondition),
  Actions: [renderAction(action)],
  IsDefault: false,
});

export const renderDefaultRule = ({ listenerArn, defaultAction }: Listener): Rule => ({
  RuleArn: defaultRuleArn(listenerArn),
  Priority: 'default',
  Conditions: [],
  Actions: [renderAction(defaultAction)],
  IsDefault: true,
});

/** Hosts and paths are shown both the old way and the new one. */
function renderCondition(condition: ListenerRuleCondition): RuleCondition {
  const { field: Field } = condition;
  switch (condition.field) {
    case 'host-header': {
      const Values = [...condition.values];
      return { Field, Values, HostHeaderConfig: { Values } };
    }
    case 'path-pattern': {
      const Values = [...condition.values];
      return { Field, Values, PathPatternConfig: { Values } };
    }
    case 'http-header': {
      const { httpHeaderName: HttpHeaderName, values } = condition;
      return { Field, HttpHeaderConfig: { HttpHeaderName, Values: [...values] } };
    }
    case 'http-request-method':
      return { Field, HttpRequestMethodConfig: { Values: [...condition.values] } };
    case 'source-ip':
      return { Field, SourceIpConfig: { Values: [...condition.values] } };
    case 'query-string': {
      const Values = condition.values.map(({ key, value }) => ({ Key: key, Value: value }));
      return { Field, QueryStringConfig: { Values } };
    }
  }
}
