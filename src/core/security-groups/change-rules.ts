import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { missingParameter } from '../ec2/errors.ts';
import { checkTags } from '../ec2/tag-resources.ts';
import type { SecurityGroup, SecurityGroupRule } from '../model/index.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { duplicateRule, ruleIdNotFound, ruleLimit, ruleNotFound } from './errors.ts';
import { findSecurityGroup } from './find.ts';
import { isSameRule, type RuleSettings, rulesFrom } from './permissions.ts';

/** AWS: rules per security group, in each direction. */
const MOST_RULES = 60;

type Authorize = Commands['AuthorizeSecurityGroupIngress']['input'];
type Revoke = Commands['RevokeSecurityGroupIngress']['input'];

/** The group and the rules that it is to have besides. Throws what EC2 answers. */
export function checkAuthorize(
  state: State,
  scope: Scope,
  isEgress: boolean,
  input: Authorize,
): { readonly group: SecurityGroup; readonly settings: readonly RuleSettings[] } {
  const group = findSecurityGroup(state, scope, input);
  const { IpPermissions = [], tags = [] } = input;
  if (IpPermissions.length === 0) throw missingParameter('ipPermissions');
  const settings = rulesFrom(state, scope, isEgress, IpPermissions);
  const duplicate = settings.find((one) => group.rules.some((rule) => isSameRule(rule, one)));
  if (duplicate !== undefined) throw duplicateRule(duplicate);
  const there = group.rules.filter((rule) => rule.isEgress === isEgress).length;
  if (there + settings.length > MOST_RULES) throw ruleLimit(MOST_RULES);
  checkTags(tags);
  return { group, settings };
}

export function authorize(
  tx: Transaction,
  scope: Scope,
  isEgress: boolean,
  input: Authorize,
): CommandOutput<'AuthorizeSecurityGroupIngress'> {
  const { group, settings } = checkAuthorize(tx.state, scope, isEgress, input);
  const { tags = [] } = input;
  const rules = settings.map((rule): SecurityGroupRule => {
    const securityGroupRuleId = `sgr-${tx.env.ids.hex(17)}`;
    return { securityGroupRuleId, ...rule, tags };
  });
  putRules(tx, group, [...group.rules, ...rules]);
  return { groupId: group.groupId, rules };
}

/** The group and those of its rules that are named. Throws when it has not all of them. */
export function checkRevoke(
  state: State,
  scope: Scope,
  isEgress: boolean,
  input: Revoke,
): { readonly group: SecurityGroup; readonly rules: readonly SecurityGroupRule[] } {
  const group = findSecurityGroup(state, scope, input);
  const { IpPermissions = [], SecurityGroupRuleIds = [] } = input;
  if (IpPermissions.length + SecurityGroupRuleIds.length === 0)
    throw missingParameter('ipPermissions or securityGroupRuleIds');
  const ofDirection = group.rules.filter((rule) => rule.isEgress === isEgress);
  const byId = SecurityGroupRuleIds.map((id) => {
    const found = ofDirection.find((rule) => rule.securityGroupRuleId === id);
    if (found === undefined) throw ruleIdNotFound(id);
    return found;
  });
  const bySettings = rulesFrom(state, scope, isEgress, IpPermissions).map((settings) => {
    const found = ofDirection.find((rule) => isSameRule(rule, settings));
    if (found === undefined) throw ruleNotFound();
    return found;
  });
  return { group, rules: [...new Set([...byId, ...bySettings])] };
}

export function revoke(
  tx: Transaction,
  scope: Scope,
  isEgress: boolean,
  input: Revoke,
): CommandOutput<'RevokeSecurityGroupIngress'> {
  const { group, rules } = checkRevoke(tx.state, scope, isEgress, input);
  putRules(
    tx,
    group,
    group.rules.filter((rule) => !rules.includes(rule)),
  );
  return { groupId: group.groupId, rules };
}

const putRules = (
  tx: Transaction,
  group: SecurityGroup,
  rules: readonly SecurityGroupRule[],
): void => tx.emit({ type: 'SecurityGroupPut', securityGroup: { ...group, rules } });
