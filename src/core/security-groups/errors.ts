import { Refusal } from '../errors.ts';
import type { SecurityGroupRule } from '../model/index.ts';
import { DEFAULT_VPC_ID } from '../network/default-vpc.ts';

/** Errors of EC2 about security groups, in its codes and words. */

export const groupNotFound = (group: string) =>
  new Refusal(
    'InvalidGroup.NotFound',
    `The security group '${group.slice(0, 100)}' does not exist`,
  );

export const groupNameNotFound = (name: string) =>
  new Refusal(
    'InvalidGroup.NotFound',
    `The security group '${name.slice(0, 100)}' does not exist in default VPC '${DEFAULT_VPC_ID}'`,
  );

export const malformedGroupId = (id: string) =>
  new Refusal('InvalidGroupId.Malformed', `Invalid id: "${id.slice(0, 100)}" (expecting "sg-...")`);

export const duplicateGroup = (name: string) =>
  new Refusal(
    'InvalidGroup.Duplicate',
    `The security group '${name}' already exists for VPC '${DEFAULT_VPC_ID}'`,
  );

export const groupLimit = (most: number) =>
  new Refusal(
    'SecurityGroupLimitExceeded',
    `The maximum number of security groups for VPCs in this region has been reached: ${most}.`,
  );

export const groupInUse = (groupId: string, by: string) =>
  new Refusal(
    'DependencyViolation',
    `resource ${groupId} has a dependent object: ${by}. Take it out of use first.`,
  );

export const cannotDelete = (groupId: string) =>
  new Refusal(
    'CannotDelete',
    `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
  );

export const duplicateRule = (rule: Omit<SecurityGroupRule, 'securityGroupRuleId' | 'tags'>) =>
  new Refusal('InvalidPermission.Duplicate', `the specified rule "${textOf(rule)}" already exists`);

export const ruleNotFound = () =>
  new Refusal(
    'InvalidPermission.NotFound',
    'The specified rule does not exist in this security group.',
  );

export const ruleIdNotFound = (id: string) =>
  new Refusal(
    'InvalidSecurityGroupRuleId.NotFound',
    `The security group rule ID '${id.slice(0, 100)}' does not exist`,
  );

export const ruleLimit = (most: number) =>
  new Refusal(
    'RulesPerSecurityGroupLimitExceeded',
    `The maximum number of rules per security group has been reached: ${most} in each direction.`,
  );

export const interfaceLimit = (most: number) =>
  new Refusal(
    'SecurityGroupsPerInterfaceLimitExceeded',
    `The maximum number of security groups per interface has been reached: ${most}.`,
  );

/** `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW` */
function textOf({
  peer,
  ipProtocol,
  fromPort,
  toPort,
}: Pick<SecurityGroupRule, 'peer' | 'ipProtocol' | 'fromPort' | 'toPort'>): string {
  const who = peer.type === 'cidr' ? peer.cidrIpv4 : peer.groupId;
  if (ipProtocol === '-1') return `peer: ${who}, ALL, ALLOW`;
  const protocol = ipProtocol.toUpperCase();
  return `peer: ${who}, ${protocol}, from port: ${fromPort}, to port: ${toPort}, ALLOW`;
}
