import { type Scope, scopeOf, securityGroupArn } from '../arn.ts';
import { missingParameter } from '../ec2/errors.ts';
import type { SecurityGroup, SecurityGroupRule } from '../model/index.ts';
import { DEFAULT_SECURITY_GROUP_ID, DEFAULT_VPC_ID } from '../network/default-vpc.ts';
import type { State } from '../state.ts';
import type { SecurityGroupName } from './commands.ts';
import { groupNameNotFound, groupNotFound, interfaceLimit, malformedGroupId } from './errors.ts';

/** AWS: security groups per network interface. */
const MOST_GROUPS_OF_INTERFACE = 5;

/** What every new group allows: all that goes out. */
export const allOut = (securityGroupRuleId: string): SecurityGroupRule => ({
  securityGroupRuleId,
  isEgress: true,
  ipProtocol: '-1',
  fromPort: -1,
  toPort: -1,
  peer: { type: 'cidr', cidrIpv4: '0.0.0.0/0' },
  tags: [],
});

/** The group that every VPC begins with, until somebody changes it: open among its members. */
const unchangedDefault = (scope: Scope): SecurityGroup => ({
  securityGroupArn: securityGroupArn(scope, DEFAULT_SECURITY_GROUP_ID),
  groupId: DEFAULT_SECURITY_GROUP_ID,
  groupName: 'default',
  description: 'default VPC security group',
  vpcId: DEFAULT_VPC_ID,
  rules: [
    {
      ...allOut('sgr-0ca70000000000000'),
      isEgress: false,
      peer: { type: 'group', groupId: DEFAULT_SECURITY_GROUP_ID },
    },
    allOut('sgr-0ca70000000000001'),
  ],
  tags: [],
});

/** A default group that allows what it did in the beginning; it may have tags by now. */
export const isUnchangedDefault = ({ securityGroupArn: arn, rules }: SecurityGroup): boolean => {
  const { rules: before } = unchangedDefault(scopeOf(arn));
  return (
    rules.length === before.length &&
    rules.every((rule, at) => rule.securityGroupRuleId === before[at]?.securityGroupRuleId)
  );
};

/** Undefined: the account has no such group in the region. */
export function securityGroupOf(
  { securityGroups }: Pick<State, 'securityGroups'>,
  scope: Scope,
  groupId: string,
): SecurityGroup | undefined {
  const known = securityGroups.get(securityGroupArn(scope, groupId));
  if (known !== undefined || groupId !== DEFAULT_SECURITY_GROUP_ID) return known;
  return unchangedDefault(scope);
}

/** All of the account in the region, the default one first. */
export function securityGroupsIn(state: State, scope: Scope): SecurityGroup[] {
  const prefix = securityGroupArn(scope, '');
  const default_ = securityGroupOf(state, scope, DEFAULT_SECURITY_GROUP_ID);
  const others = [...state.securityGroups.values()].filter(
    ({ securityGroupArn: arn, groupId }) =>
      arn.startsWith(prefix) && groupId !== DEFAULT_SECURITY_GROUP_ID,
  );
  return default_ === undefined ? others : [default_, ...others];
}

/** Throws what EC2 answers when there is none of that id or name. */
export function findSecurityGroup(
  state: State,
  scope: Scope,
  { GroupId, GroupName }: SecurityGroupName,
): SecurityGroup {
  if (GroupId) {
    if (!GroupId.startsWith('sg-')) throw malformedGroupId(GroupId);
    const group = securityGroupOf(state, scope, GroupId);
    if (group === undefined) throw groupNotFound(GroupId);
    return group;
  }
  if (!GroupName) throw missingParameter('groupName or groupId');
  const group = securityGroupsIn(state, scope).find(({ groupName }) => groupName === GroupName);
  if (group === undefined) throw groupNameNotFound(GroupName);
  return group;
}

/** Ids of the groups of a new interface, each once; none given: the default one. */
export function groupsForInterface(
  state: State,
  scope: Scope,
  given: readonly SecurityGroupName[],
): string[] {
  if (given.length === 0) return [DEFAULT_SECURITY_GROUP_ID];
  const ids = new Set(given.map((name) => findSecurityGroup(state, scope, name).groupId));
  if (ids.size > MOST_GROUPS_OF_INTERFACE) throw interfaceLimit(MOST_GROUPS_OF_INTERFACE);
  return [...ids];
}
