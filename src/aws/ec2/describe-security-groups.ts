import type {
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
} from '@aws-sdk/client-ec2';
import type { SecurityGroup, SecurityGroupRule } from '../../core/model/index.ts';
import { ruleIdNotFound } from '../../core/security-groups/errors.ts';
import { findSecurityGroup, securityGroupsIn } from '../../core/security-groups/find.ts';
import type { Context } from '../operation.ts';
import { type Fields, filtered } from './filters.ts';
import { page } from './pages.ts';
import { renderRule, renderSecurityGroup } from './render/security-group.ts';

/** Those of the ids and the names given, or all. */
export function describeSecurityGroups(
  { controlPlane: { state }, scope }: Context,
  input: DescribeSecurityGroupsRequest,
): DescribeSecurityGroupsResult {
  const { GroupIds = [], GroupNames = [] } = input;
  const named = [
    ...GroupIds.map((GroupId) => findSecurityGroup(state, scope, { GroupId })),
    ...GroupNames.map((GroupName) => findSecurityGroup(state, scope, { GroupName })),
  ];
  const isNamed = GroupIds.length + GroupNames.length > 0;
  const all = isNamed ? [...new Set(named)] : securityGroupsIn(state, scope);
  const nameOf = new Map(securityGroupsIn(state, scope).map((one) => [one.groupId, one.groupName]));
  const fields: Fields<SecurityGroup> = {
    description: ({ description }) => description,
    'group-id': ({ groupId }) => groupId,
    'group-name': ({ groupName }) => groupName,
    'owner-id': () => scope.account,
    'vpc-id': ({ vpcId }) => vpcId,
    ...ruleFields('ip-permission', false, scope.account, nameOf),
    ...ruleFields('egress.ip-permission', true, scope.account, nameOf),
  };
  const groups = filtered(all, input.Filters, fields, ({ tags }) => tags);
  const { items, NextToken } = page(groups, ({ groupId }) => groupId, input);
  return { SecurityGroups: items.map((group) => renderSecurityGroup(scope, group)), NextToken };
}

function ruleFields(
  prefix: string,
  isEgress: boolean,
  account: string,
  nameOf: ReadonlyMap<string, string>,
): Fields<SecurityGroup> {
  const of =
    (value: (rule: SecurityGroupRule) => string | undefined) =>
    ({ rules }: SecurityGroup) =>
      rules.filter((rule) => rule.isEgress === isEgress).map(value);
  const groupId = ({ peer }: SecurityGroupRule) =>
    peer.type === 'group' ? peer.groupId : undefined;
  return {
    [`${prefix}.cidr`]: of(({ peer }) => (peer.type === 'cidr' ? peer.cidrIpv4 : undefined)),
    [`${prefix}.from-port`]: of(({ fromPort }) => String(fromPort)),
    [`${prefix}.to-port`]: of(({ toPort }) => String(toPort)),
    [`${prefix}.protocol`]: of(({ ipProtocol }) => ipProtocol),
    [`${prefix}.group-id`]: of(groupId),
    [`${prefix}.group-name`]: of((rule) => nameOf.get(groupId(rule) ?? '')),
    [`${prefix}.user-id`]: of((rule) => groupId(rule) && account),
  };
}

/** Those of the ids given, or all of all groups. */
export function describeSecurityGroupRules(
  { controlPlane: { state }, scope }: Context,
  input: DescribeSecurityGroupRulesRequest,
): DescribeSecurityGroupRulesResult {
  const { SecurityGroupRuleIds: ids = [] } = input;
  const all = securityGroupsIn(state, scope).flatMap(({ groupId, rules }) =>
    rules.map((rule) => ({ groupId, rule })),
  );
  const unknown = ids.find((id) => !all.some(({ rule }) => rule.securityGroupRuleId === id));
  if (unknown !== undefined) throw ruleIdNotFound(unknown);
  const named = all.filter(
    ({ rule }) => ids.length === 0 || ids.includes(rule.securityGroupRuleId),
  );
  const rules = filtered(
    named,
    input.Filters,
    {
      'group-id': ({ groupId }) => groupId,
      'security-group-rule-id': ({ rule }) => rule.securityGroupRuleId,
    },
    ({ rule }) => rule.tags,
  );
  const { items, NextToken } = page(rules, ({ rule }) => rule.securityGroupRuleId, input);
  return {
    SecurityGroupRules: items.map(({ groupId, rule }) => renderRule(scope, groupId, rule)),
    NextToken,
  };
}
