import { type Scope, securityGroupArn } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { invalidValue, missingParameter } from '../ec2/errors.ts';
import { checkTags } from '../ec2/tag-resources.ts';
import { Refusal } from '../errors.ts';
import type { SecurityGroup } from '../model/index.ts';
import { DEFAULT_SECURITY_GROUP_ID, DEFAULT_VPC_ID } from '../network/default-vpc.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { cannotDelete, duplicateGroup, groupInUse, groupLimit } from './errors.ts';
import { allOut, findSecurityGroup, securityGroupsIn } from './find.ts';

/** AWS: security groups per region. */
const MOST_GROUPS = 2_500;
const TEXT = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

type Create = Commands['CreateSecurityGroup']['input'];
type Delete = Commands['DeleteSecurityGroup']['input'];

/** Throws what EC2 answers to a group that cannot be made. */
export function checkCreateGroup(
  state: State,
  scope: Scope,
  { GroupName: name = '', Description: description = '', VpcId, tags = [] }: Create,
): Omit<SecurityGroup, 'securityGroupArn' | 'groupId' | 'rules'> {
  if (name === '') throw missingParameter('groupName');
  if (description === '') throw missingParameter('GroupDescription');
  if (name === 'default') throw invalidValue('Cannot use reserved security group name: default');
  if (/^sg-/i.test(name)) {
    throw invalidValue(
      `Invalid value '${name.slice(0, 100)}' for groupName. Group names may not be in the format sg-*.`,
    );
  }
  checkText('groupName', name);
  checkText('GroupDescription', description);
  if (VpcId && VpcId !== DEFAULT_VPC_ID) {
    throw new Refusal(
      'InvalidVpcID.NotFound',
      `The vpc ID '${VpcId.slice(0, 100)}' does not exist. There is: ${DEFAULT_VPC_ID}.`,
    );
  }
  checkTags(tags);
  const groups = securityGroupsIn(state, scope);
  if (groups.some(({ groupName }) => groupName === name)) throw duplicateGroup(name);
  if (groups.length >= MOST_GROUPS) throw groupLimit(MOST_GROUPS);
  return { groupName: name, description, vpcId: DEFAULT_VPC_ID, tags };
}

export function createSecurityGroup(
  tx: Transaction,
  scope: Scope,
  input: Create,
): CommandOutput<'CreateSecurityGroup'> {
  const settings = checkCreateGroup(tx.state, scope, input);
  const { ids } = tx.env;
  const groupId = `sg-${ids.hex(17)}`;
  const arn = securityGroupArn(scope, groupId);
  const rules = [allOut(`sgr-${ids.hex(17)}`)];
  const securityGroup = { ...settings, securityGroupArn: arn, groupId, rules };
  tx.emit({ type: 'SecurityGroupPut', securityGroup });
  return { securityGroupArn: arn };
}

/** Throws when the group is not there, is the default one, or is in use. */
export function checkDeleteGroup(state: State, scope: Scope, input: Delete): SecurityGroup {
  const group = findSecurityGroup(state, scope, input);
  const { groupId, securityGroupArn: arn } = group;
  if (groupId === DEFAULT_SECURITY_GROUP_ID) throw cannotDelete(groupId);
  const [member] = state.membersByGroup.get(arn) ?? [];
  if (member !== undefined) throw groupInUse(groupId, member);
  const referring = securityGroupsIn(state, scope).find(
    ({ groupId: other, rules }) =>
      other !== groupId &&
      rules.some(({ peer }) => peer.type === 'group' && peer.groupId === groupId),
  );
  if (referring !== undefined) throw groupInUse(groupId, `a rule of ${referring.groupId}`);
  return group;
}

export function deleteSecurityGroup(
  tx: Transaction,
  scope: Scope,
  input: Delete,
): CommandOutput<'DeleteSecurityGroup'> {
  const { securityGroupArn: arn, groupId } = checkDeleteGroup(tx.state, scope, input);
  tx.emit({ type: 'SecurityGroupForgotten', securityGroupArn: arn });
  return { groupId };
}

function checkText(parameter: string, text: string): void {
  if (TEXT.test(text)) return;
  throw invalidValue(
    `Value (${text.slice(0, 100)}) for parameter ${parameter} is invalid. Expected less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
  );
}
