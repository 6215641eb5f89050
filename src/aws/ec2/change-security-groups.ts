import type {
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { nameOf } from '../../core/arn.ts';
import { checkCreateGroup, checkDeleteGroup } from '../../core/security-groups/change-groups.ts';
import { checkAuthorize, checkRevoke } from '../../core/security-groups/change-rules.ts';
import type { IpPermissionInput } from '../../core/security-groups/commands.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { renderRevokedRule, renderRule } from './render/security-group.ts';

export async function createSecurityGroup(
  { controlPlane, scope }: Context,
  input: CreateSecurityGroupRequest,
): Promise<CreateSecurityGroupResult> {
  const wanted = newGroup(input);
  const { securityGroupArn } = await controlPlane.execute('CreateSecurityGroup', scope, wanted);
  const Tags = wanted.tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return { GroupId: nameOf(securityGroupArn), SecurityGroupArn: securityGroupArn, Tags };
}

export const checkCreateSecurityGroup = (
  { controlPlane, scope }: Context,
  input: CreateSecurityGroupRequest,
): unknown => checkCreateGroup(controlPlane.state, scope, newGroup(input));

const newGroup = ({ TagSpecifications, ...rest }: CreateSecurityGroupRequest) => ({
  GroupName: rest.GroupName,
  Description: rest.Description,
  VpcId: rest.VpcId,
  tags: tagsFor('security-group', TagSpecifications),
});

export async function deleteSecurityGroup(
  { controlPlane, scope }: Context,
  { GroupId, GroupName }: DeleteSecurityGroupRequest,
): Promise<DeleteSecurityGroupResult> {
  const name = { GroupId, GroupName };
  const { groupId } = await controlPlane.execute('DeleteSecurityGroup', scope, name);
  return { Return: true, GroupId: groupId };
}

export const checkDeleteSecurityGroup = (
  { controlPlane, scope }: Context,
  input: DeleteSecurityGroupRequest,
): unknown => checkDeleteGroup(controlPlane.state, scope, input);

type Direction = 'Ingress' | 'Egress';

/** AuthorizeSecurityGroupIngress or AuthorizeSecurityGroupEgress. */
export const authorize =
  (direction: Direction) =>
  async (
    { controlPlane, scope }: Context,
    input: AuthorizeSecurityGroupIngressRequest,
  ): Promise<AuthorizeSecurityGroupIngressResult> => {
    const name = `AuthorizeSecurityGroup${direction}` as const;
    const { groupId, rules } = await controlPlane.execute(name, scope, newRules(input));
    const SecurityGroupRules = rules.map((rule) => renderRule(scope, groupId, rule));
    return { Return: true, SecurityGroupRules };
  };

export const checkAuthorization =
  (direction: Direction) =>
  ({ controlPlane, scope }: Context, input: AuthorizeSecurityGroupIngressRequest): unknown =>
    checkAuthorize(controlPlane.state, scope, direction === 'Egress', newRules(input));

const newRules = (input: AuthorizeSecurityGroupIngressRequest) => ({
  ...named(input),
  tags: tagsFor('security-group-rule', input.TagSpecifications),
});

/** RevokeSecurityGroupIngress or RevokeSecurityGroupEgress. */
export const revoke =
  (direction: Direction) =>
  async (
    { controlPlane, scope }: Context,
    input: RevokeSecurityGroupIngressRequest,
  ): Promise<RevokeSecurityGroupIngressResult> => {
    const name = `RevokeSecurityGroup${direction}` as const;
    const { groupId, rules } = await controlPlane.execute(name, scope, oldRules(input));
    const RevokedSecurityGroupRules = rules.map((rule) => ({
      ...renderRevokedRule(groupId, rule),
      ReferencedGroupId: rule.peer.type === 'group' ? rule.peer.groupId : undefined,
    }));
    return { Return: true, RevokedSecurityGroupRules };
  };

export const checkRevocation =
  (direction: Direction) =>
  ({ controlPlane, scope }: Context, input: RevokeSecurityGroupIngressRequest): unknown =>
    checkRevoke(controlPlane.state, scope, direction === 'Egress', oldRules(input));

const oldRules = (input: RevokeSecurityGroupIngressRequest) => ({
  ...named(input),
  SecurityGroupRuleIds: input.SecurityGroupRuleIds,
});

/** The group, and the permissions however they are given. */
function named(input: AuthorizeSecurityGroupIngressRequest) {
  const { GroupId, GroupName, IpPermissions = [] } = input;
  const short = shortForm(input);
  if (short.length > 0 && IpPermissions.length > 0) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter ipPermissions cannot be used with the parameters ipProtocol, fromPort, toPort, cidrIp and sourceSecurityGroupName',
    );
  }
  return { GroupId, GroupName, IpPermissions: [...short, ...IpPermissions] };
}

/** One permission, by parameters of its own. */
function shortForm(input: AuthorizeSecurityGroupIngressRequest): IpPermissionInput[] {
  const { IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName: GroupName } = input;
  if (IpProtocol === undefined && CidrIp === undefined && GroupName === undefined) return [];
  const UserId = input.SourceSecurityGroupOwnerId;
  return [
    {
      // Only a whole group needs no protocol: it is all of its traffic.
      IpProtocol: IpProtocol ?? (GroupName === undefined ? undefined : '-1'),
      ...{ FromPort, ToPort },
      IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
      UserIdGroupPairs: GroupName === undefined ? [] : [{ GroupName, UserId }],
    },
  ];
}

function tagsFor(
  type: 'security-group' | 'security-group-rule',
  specifications: readonly TagSpecification[] = [],
) {
  return specifications.flatMap(({ ResourceType, Tags = [] }) => {
    if (ResourceType === type)
      return Tags.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));
    throw new AwsError(
      'InvalidParameterValue',
      `'${ResourceType}' is not a valid taggable resource type for this operation. Expected ${type}.`,
    );
  });
}
