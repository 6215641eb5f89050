import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteConflictException$,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  EntityAlreadyExistsException$,
  GetRoleCommand,
  GetRolePolicyCommand,
  InvalidInputException$,
  LimitExceededException$,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  MalformedPolicyDocumentException$,
  NoSuchEntityException$,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { queryProtocol } from '../protocols/query.ts';
import { inQueryErrors, queryErrorsOf } from '../protocols/query-compatible.ts';
import { service } from '../service.ts';
import * as policies from './policies.ts';
import * as roles from './roles.ts';

const queryErrors = queryErrorsOf([
  DeleteConflictException$,
  EntityAlreadyExistsException$,
  InvalidInputException$,
  LimitExceededException$,
  MalformedPolicyDocumentException$,
  NoSuchEntityException$,
]);

/** AWS IAM: its roles. */
export const iam = service({
  title: 'AWS IAM',
  protocol: inQueryErrors(
    queryProtocol({
      flavour: 'query',
      xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    }),
    queryErrors,
  ),
  operations: {
    CreateRole: operation(CreateRoleCommand, roles.createRole),
    GetRole: operation(GetRoleCommand, roles.getRole),
    ListRoles: operation(ListRolesCommand, roles.listRoles),
    DeleteRole: operation(DeleteRoleCommand, roles.deleteRole),
    UpdateAssumeRolePolicy: operation(UpdateAssumeRolePolicyCommand, roles.updateAssumeRolePolicy),
    TagRole: operation(TagRoleCommand, roles.tagRole),
    UntagRole: operation(UntagRoleCommand, roles.untagRole),
    ListRoleTags: operation(ListRoleTagsCommand, roles.listRoleTags),
    AttachRolePolicy: operation(AttachRolePolicyCommand, policies.attachRolePolicy),
    DetachRolePolicy: operation(DetachRolePolicyCommand, policies.detachRolePolicy),
    ListAttachedRolePolicies: operation(
      ListAttachedRolePoliciesCommand,
      policies.listAttachedRolePolicies,
    ),
    PutRolePolicy: operation(PutRolePolicyCommand, policies.putRolePolicy),
    GetRolePolicy: operation(GetRolePolicyCommand, policies.getRolePolicy),
    ListRolePolicies: operation(ListRolePoliciesCommand, policies.listRolePolicies),
    DeleteRolePolicy: operation(DeleteRolePolicyCommand, policies.deleteRolePolicy),
  },
  vocabulary: {
    enums: {},
    fractions: new Set(),
    unsupported: {
      'CreateRoleRequest.PermissionsBoundary': 'Permissions are kept, not enforced: leave it out.',
    },
  },
  faults: {
    unavailable: 'ServiceUnavailable',
    internal: 'ServiceFailure',
    unknownOperation: 'InvalidAction',
    validation: () => 'ValidationError',
  },
});
