import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Role,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
} from '@aws-sdk/client-iam';
import type * as core from '../../core/model/index.ts';
import { findRole, rolesOf } from '../../core/roles/find.ts';
import type { Context } from '../operation.ts';
import { roleIdOf } from '../role-sessions.ts';
import { document, pageOf } from './pages.ts';

export async function createRole(
  { controlPlane, scope }: Context,
  input: CreateRoleRequest,
): Promise<CreateRoleResponse> {
  await controlPlane.execute('CreateRole', scope, input);
  return { Role: render(findRole(controlPlane.state, scope, input.RoleName)) };
}

export const getRole = (
  { controlPlane: { state }, scope }: Context,
  { RoleName }: GetRoleRequest,
): GetRoleResponse => {
  const role = findRole(state, scope, RoleName);
  return { Role: { ...render(role), RoleLastUsed: {} } };
};

/** AWS: without their tags. */
export function listRoles(
  { controlPlane: { state }, scope }: Context,
  { PathPrefix = '/', ...paging }: ListRolesRequest,
): ListRolesResponse {
  const roles = rolesOf(state, scope).filter(({ path }) => path.startsWith(PathPrefix));
  const { items, ...rest } = pageOf(roles, ({ roleName }) => roleName, paging);
  return { Roles: items.map((role) => render({ ...role, tags: [] })), ...rest };
}

export const deleteRole = ({ controlPlane, scope }: Context, input: DeleteRoleRequest) =>
  controlPlane.execute('DeleteRole', scope, input);

export const updateAssumeRolePolicy = (
  { controlPlane, scope }: Context,
  input: UpdateAssumeRolePolicyRequest,
) => controlPlane.execute('UpdateAssumeRolePolicy', scope, input);

export const tagRole = ({ controlPlane, scope }: Context, input: TagRoleRequest) =>
  controlPlane.execute('TagRole', scope, input);

export const untagRole = ({ controlPlane, scope }: Context, input: UntagRoleRequest) =>
  controlPlane.execute('UntagRole', scope, input);

export function listRoleTags(
  { controlPlane: { state }, scope }: Context,
  { RoleName, ...paging }: ListRoleTagsRequest,
): ListRoleTagsResponse {
  const { items, ...rest } = pageOf(
    tagsOf(findRole(state, scope, RoleName)),
    ({ Key }) => Key,
    paging,
  );
  return { Tags: items, ...rest };
}

const tagsOf = ({ tags }: core.Role) =>
  tags.map(({ key = '', value = '' }) => ({ Key: key, Value: value }));

const render = (role: core.Role): Role => ({
  Path: role.path,
  RoleName: role.roleName,
  RoleId: roleIdOf(role.roleArn),
  Arn: role.roleArn,
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: document(role.assumeRolePolicyDocument),
  Description: role.description ?? undefined,
  MaxSessionDuration: role.maxSessionDuration,
  Tags: role.tags.length === 0 ? undefined : tagsOf(role),
});
