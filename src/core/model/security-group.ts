import type { Tag } from './tag.ts';

/** A security group, members as DescribeSecurityGroups names them. */
export interface SecurityGroup {
  /** `arn:aws:ec2:REGION:ACCOUNT:security-group/sg-…`; the key throughout. */
  readonly securityGroupArn: string;
  /** `sg-` and 17 hexadecimal digits. */
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  /** Of both directions, in the order in which they were authorized. */
  readonly rules: readonly SecurityGroupRule[];
  readonly tags: readonly Tag[];
}

/** What one rule allows; there are none that forbid. */
export interface SecurityGroupRule {
  /** `sgr-` and 17 hexadecimal digits. */
  readonly securityGroupRuleId: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `-1` for all of them, or the number of another. */
  readonly ipProtocol: string;
  /** Of TCP and UDP the first port, of ICMP the type; -1: all. */
  readonly fromPort: number;
  /** Of TCP and UDP the last port, of ICMP the code; -1: all. */
  readonly toPort: number;
  readonly peer: SecurityGroupPeer;
  readonly description?: string | undefined;
  readonly tags: readonly Tag[];
}

/** Whose traffic it is: what comes from there, or of an egress rule what goes there. */
export type SecurityGroupPeer =
  | { readonly type: 'cidr'; readonly cidrIpv4: string }
  /** All that has an interface in that group of the same account and region. */
  | { readonly type: 'group'; readonly groupId: string };
