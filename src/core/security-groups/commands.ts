import type { SecurityGroupRule } from '../model/security-group.ts';
import type { Tag } from '../model/tag.ts';

/** The operations on security groups that change something; as `Commands`. */
export interface SecurityGroupCommands {
  CreateSecurityGroup: {
    input: {
      readonly GroupName: string | undefined;
      readonly Description: string | undefined;
      readonly VpcId?: string | undefined;
      readonly tags?: readonly Tag[] | undefined;
    };
    output: { readonly securityGroupArn: string };
  };
  DeleteSecurityGroup: { input: SecurityGroupName; output: { readonly groupId: string } };
  AuthorizeSecurityGroupIngress: Authorization;
  AuthorizeSecurityGroupEgress: Authorization;
  RevokeSecurityGroupIngress: Revocation;
  RevokeSecurityGroupEgress: Revocation;
}

/** One of the two. */
export interface SecurityGroupName {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

/** The short forms of the API (CidrIp, SourceSecurityGroupName …) come as one of these. */
export interface IpPermissionInput {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpRanges?:
    | readonly { readonly CidrIp?: string | undefined; readonly Description?: string | undefined }[]
    | undefined;
  readonly UserIdGroupPairs?:
    | readonly (SecurityGroupName & {
        readonly UserId?: string | undefined;
        readonly VpcId?: string | undefined;
        readonly Description?: string | undefined;
      })[]
    | undefined;
}

interface Authorization {
  input: SecurityGroupName & {
    readonly IpPermissions?: readonly IpPermissionInput[] | undefined;
    /** Of the new rules. */
    readonly tags?: readonly Tag[] | undefined;
  };
  output: RulesOfGroup;
}

interface Revocation {
  input: SecurityGroupName & {
    readonly IpPermissions?: readonly IpPermissionInput[] | undefined;
    readonly SecurityGroupRuleIds?: readonly string[] | undefined;
  };
  output: RulesOfGroup;
}

interface RulesOfGroup {
  readonly groupId: string;
  readonly rules: readonly SecurityGroupRule[];
}
