import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { nameOf } from '../../core/arn.ts';
import { findRole, findRolePolicy } from '../../core/roles/find.ts';
import type { Context } from '../operation.ts';
import { document, pageOf } from './pages.ts';

/** Managed policies, which are attached, and inline ones, which are put. */

export const attachRolePolicy = (
  { controlPlane, scope }: Context,
  input: AttachRolePolicyRequest,
) => controlPlane.execute('AttachRolePolicy', scope, input);

export const detachRolePolicy = (
  { controlPlane, scope }: Context,
  input: DetachRolePolicyRequest,
) => controlPlane.execute('DetachRolePolicy', scope, input);

export function listAttachedRolePolicies(
  { controlPlane: { state }, scope }: Context,
  { RoleName, PathPrefix = '/', ...paging }: ListAttachedRolePoliciesRequest,
): ListAttachedRolePoliciesResponse {
  const { attachedPolicyArns } = findRole(state, scope, RoleName);
  const policies = attachedPolicyArns
    .filter((arn) => arn.split(':policy')[1]?.startsWith(PathPrefix))
    .map((PolicyArn) => ({ PolicyName: nameOf(PolicyArn), PolicyArn }));
  const { items, ...rest } = pageOf(policies, ({ PolicyName }) => PolicyName, paging);
  return { AttachedPolicies: items, ...rest };
}

export const putRolePolicy = ({ controlPlane, scope }: Context, input: PutRolePolicyRequest) =>
  controlPlane.execute('PutRolePolicy', scope, input);

export const deleteRolePolicy = (
  { controlPlane, scope }: Context,
  input: DeleteRolePolicyRequest,
) => controlPlane.execute('DeleteRolePolicy', scope, input);

export function getRolePolicy(
  { controlPlane: { state }, scope }: Context,
  { RoleName, PolicyName }: GetRolePolicyRequest,
): GetRolePolicyResponse {
  const role = findRole(state, scope, RoleName);
  const PolicyDocument = document(findRolePolicy(role, PolicyName));
  return { RoleName: role.roleName, PolicyName, PolicyDocument };
}

export function listRolePolicies(
  { controlPlane: { state }, scope }: Context,
  { RoleName, ...paging }: ListRolePoliciesRequest,
): ListRolePoliciesResponse {
  const names = Object.keys(findRole(state, scope, RoleName).inlinePolicies);
  const { items, ...rest } = pageOf(names, (name) => name, paging);
  return { PolicyNames: items, ...rest };
}
