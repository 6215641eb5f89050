import type { Scope } from '../arn.ts';
import type { Command, CommandName, CommandOutput, Commands } from '../commands.ts';
import type { Role } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import type { RoleCommands } from './commands.ts';
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from './errors.ts';
import { findRole, findRolePolicy, lookUpRole, roleArn, rolesOf } from './find.ts';
import { isManagedPolicy } from './managed-policies.ts';
import { readPolicy } from './policy-document.ts';
import {
  checkDescription,
  checkMaxSessionDuration,
  checkPath,
  checkPolicyArn,
  checkPolicyName,
  checkRoleName,
  checkTags,
  tagsFrom,
} from './validate.ts';

/** AWS's quotas, in characters without white space for documents. */
const MOST_ROLES = 1000;
const MOST_ATTACHED = 10;
const LONGEST_TRUST_POLICY = 2048;
const LONGEST_INLINE_POLICIES = 10_240;

/** Each handler refuses before it records anything. */
export function executeOnRoles(
  tx: Transaction,
  command: Command<keyof RoleCommands>,
): CommandOutput<CommandName> {
  const { scope } = command;
  switch (command.name) {
    case 'CreateRole':
      return createRole(tx, scope, command.input);
    case 'DeleteRole':
      return deleteRole(tx, scope, command.input);
    case 'UpdateAssumeRolePolicy':
      return change(tx, scope, command.input, () => ({
        assumeRolePolicyDocument: trustPolicyFrom(command.input.PolicyDocument),
      }));
    case 'AttachRolePolicy':
      return change(tx, scope, command.input, (role) => attach(role, command.input.PolicyArn));
    case 'DetachRolePolicy':
      return change(tx, scope, command.input, (role) => detach(role, command.input.PolicyArn));
    case 'PutRolePolicy':
      return change(tx, scope, command.input, (role) => putPolicy(role, command.input));
    case 'DeleteRolePolicy':
      return change(tx, scope, command.input, (role) => deletePolicy(role, command.input));
    case 'TagRole':
      return change(tx, scope, command.input, (role) => tag(role, command.input));
    case 'UntagRole':
      return change(tx, scope, command.input, ({ tags }) => {
        const { TagKeys = [] } = command.input;
        return { tags: tags.filter(({ key = '' }) => !TagKeys.includes(key)) };
      });
  }
}

function createRole(
  tx: Transaction,
  scope: Scope,
  input: Commands['CreateRole']['input'],
): CommandOutput<'CreateRole'> {
  const roleName = checkRoleName(input.RoleName);
  const path = checkPath(input.Path);
  const role: Role = {
    roleArn: roleArn(scope, path, roleName),
    roleName,
    path,
    createdAt: tx.env.now,
    assumeRolePolicyDocument: trustPolicyFrom(input.AssumeRolePolicyDocument),
    description: checkDescription(input.Description),
    maxSessionDuration: checkMaxSessionDuration(input.MaxSessionDuration),
    attachedPolicyArns: [],
    inlinePolicies: {},
    tags: tagsFrom(input.Tags),
  };
  if (lookUpRole(tx.state, scope, roleName) !== undefined)
    throw entityAlreadyExists(`Role with name ${roleName} already exists.`);
  if (rolesOf(tx.state, scope).length >= MOST_ROLES)
    throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${MOST_ROLES}`);
  put(tx, role);
  return { roleArn: role.roleArn };
}

function deleteRole(
  tx: Transaction,
  scope: Scope,
  { RoleName }: Commands['DeleteRole']['input'],
): CommandOutput<'DeleteRole'> {
  const role = findRole(tx.state, scope, RoleName);
  if (role.attachedPolicyArns.length > 0)
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (Object.keys(role.inlinePolicies).length > 0)
    throw deleteConflict('Cannot delete entity, must delete policies first.');
  tx.emit({ type: 'RoleForgotten', roleArn: role.roleArn });
  return {};
}

function change(
  tx: Transaction,
  scope: Scope,
  { RoleName }: { readonly RoleName: string | undefined },
  changed: (role: Role) => Partial<Role>,
): Record<never, never> {
  const role = findRole(tx.state, scope, RoleName);
  put(tx, { ...role, ...changed(role) });
  return {};
}

const put = (tx: Transaction, role: Role): void => tx.emit({ type: 'RolePut', role });

function trustPolicyFrom(document = ''): string {
  readPolicy(document, 'trust');
  if (sizeOf(document) > LONGEST_TRUST_POLICY)
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST_POLICY}`);
  return document;
}

/** AWS: to attach what is attached already changes nothing. */
function attach(
  { attachedPolicyArns }: Role,
  given: string | undefined,
): Pick<Role, 'attachedPolicyArns'> {
  const arn = checkPolicyArn(given);
  if (!isManagedPolicy(arn))
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  const arns = attachedPolicyArns.includes(arn) ? attachedPolicyArns : [...attachedPolicyArns, arn];
  if (arns.length > MOST_ATTACHED)
    throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MOST_ATTACHED}`);
  return { attachedPolicyArns: arns };
}

function detach(
  { attachedPolicyArns }: Role,
  given: string | undefined,
): Pick<Role, 'attachedPolicyArns'> {
  const arn = checkPolicyArn(given);
  if (!attachedPolicyArns.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  return { attachedPolicyArns: attachedPolicyArns.filter((other) => other !== arn) };
}

function putPolicy(
  { roleName, inlinePolicies }: Role,
  { PolicyName, PolicyDocument = '' }: Commands['PutRolePolicy']['input'],
): Pick<Role, 'inlinePolicies'> {
  const name = checkPolicyName(PolicyName);
  readPolicy(PolicyDocument, 'permissions');
  const all = { ...inlinePolicies, [name]: PolicyDocument };
  const size = Object.values(all).reduce((sum, document) => sum + sizeOf(document), 0);
  if (size > LONGEST_INLINE_POLICIES)
    throw limitExceeded(
      `Maximum policy size of ${LONGEST_INLINE_POLICIES} bytes exceeded for role ${roleName}`,
    );
  return { inlinePolicies: all };
}

function deletePolicy(
  role: Role,
  { PolicyName = '' }: Commands['DeleteRolePolicy']['input'],
): Pick<Role, 'inlinePolicies'> {
  findRolePolicy(role, PolicyName);
  const { [PolicyName]: _, ...inlinePolicies } = role.inlinePolicies;
  return { inlinePolicies };
}

function tag(role: Role, { Tags }: Commands['TagRole']['input']): Pick<Role, 'tags'> {
  const added = tagsFrom(Tags);
  const keys = new Set(added.map(({ key }) => key));
  const tags = [...role.tags.filter(({ key }) => !keys.has(key)), ...added];
  checkTags(tags);
  return { tags };
}

const sizeOf = (document: string): number => document.replaceAll(/\s/g, '').length;
