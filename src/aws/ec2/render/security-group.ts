import type * as ec2 from '@aws-sdk/client-ec2';
import { resourceOf, type Scope, securityGroupArn } from '../../../core/arn.ts';
import type { SecurityGroup, SecurityGroupRule, Tag } from '../../../core/model/index.ts';

export const renderSecurityGroup = (
  { account }: Scope,
  group: SecurityGroup,
): ec2.SecurityGroup => ({
  GroupId: group.groupId,
  GroupName: group.groupName,
  Description: group.description,
  VpcId: group.vpcId,
  OwnerId: account,
  SecurityGroupArn: group.securityGroupArn,
  IpPermissions: permissionsOf(account, group, false),
  IpPermissionsEgress: permissionsOf(account, group, true),
  Tags: renderTags(group.tags),
});

/** Rules about the same traffic come as one permission. */
function permissionsOf(
  account: string,
  { rules }: SecurityGroup,
  isEgress: boolean,
): ec2.IpPermission[] {
  const permissions = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    if (rule.isEgress !== isEgress) continue;
    const key = [rule.ipProtocol, rule.fromPort, rule.toPort].join(' ');
    permissions.set(key, [...(permissions.get(key) ?? []), rule]);
  }
  return [...permissions.values()].map((alike) => ({
    ...trafficOf(alike[0]),
    IpRanges: alike.flatMap(({ peer, description: Description }) =>
      peer.type === 'cidr' ? { CidrIp: peer.cidrIpv4, Description } : [],
    ),
    UserIdGroupPairs: alike.flatMap(({ peer, description: Description }) =>
      peer.type === 'group' ? { GroupId: peer.groupId, UserId: account, Description } : [],
    ),
    Ipv6Ranges: [],
    PrefixListIds: [],
  }));
}

/** Where the protocol has no ports, or is all of them, a permission names none. */
function trafficOf(rule: SecurityGroupRule | undefined): ec2.IpPermission {
  if (rule === undefined) return {};
  const { ipProtocol: IpProtocol, fromPort: FromPort, toPort: ToPort } = rule;
  return ['tcp', 'udp', 'icmp'].includes(IpProtocol)
    ? { IpProtocol, FromPort, ToPort }
    : { IpProtocol };
}

export function renderRule(
  scope: Scope,
  groupId: string,
  rule: SecurityGroupRule,
): ec2.SecurityGroupRule {
  const { peer, securityGroupRuleId } = rule;
  const arn = securityGroupArn(scope, securityGroupRuleId);
  return {
    ...renderRevokedRule(groupId, rule),
    GroupOwnerId: scope.account,
    ReferencedGroupInfo:
      peer.type === 'group' ? { GroupId: peer.groupId, UserId: scope.account } : undefined,
    SecurityGroupRuleArn: arn.replace(
      resourceOf(arn) ?? '',
      `security-group-rule/${securityGroupRuleId}`,
    ),
    Tags: renderTags(rule.tags),
  };
}

export const renderRevokedRule = (
  groupId: string,
  {
    securityGroupRuleId,
    isEgress,
    ipProtocol,
    fromPort,
    toPort,
    peer,
    description,
  }: SecurityGroupRule,
) => ({
  SecurityGroupRuleId: securityGroupRuleId,
  GroupId: groupId,
  IsEgress: isEgress,
  IpProtocol: ipProtocol,
  FromPort: fromPort,
  ToPort: toPort,
  CidrIpv4: peer.type === 'cidr' ? peer.cidrIpv4 : undefined,
  Description: description,
});

const renderTags = (tags: readonly Tag[]): ec2.Tag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value ?? '' }));
