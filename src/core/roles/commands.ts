import type { TagInput } from './validate.ts';

/**
 * The operations of IAM that change something. Members are spelled as in the API; those that are
 * not named here are not understood and have no effect.
 */
export interface RoleCommands {
  CreateRole: {
    input: {
      readonly RoleName: string | undefined;
      readonly AssumeRolePolicyDocument: string | undefined;
      readonly Path?: string | undefined;
      readonly Description?: string | undefined;
      readonly MaxSessionDuration?: number | undefined;
      readonly Tags?: readonly TagInput[] | undefined;
    };
    output: { readonly roleArn: string };
  };
  DeleteRole: {
    input: { readonly RoleName: string | undefined };
    output: Record<never, never>;
  };
  UpdateAssumeRolePolicy: {
    input: {
      readonly RoleName: string | undefined;
      readonly PolicyDocument: string | undefined;
    };
    output: Record<never, never>;
  };
  AttachRolePolicy: {
    input: { readonly RoleName: string | undefined; readonly PolicyArn: string | undefined };
    output: Record<never, never>;
  };
  DetachRolePolicy: {
    input: { readonly RoleName: string | undefined; readonly PolicyArn: string | undefined };
    output: Record<never, never>;
  };
  PutRolePolicy: {
    input: {
      readonly RoleName: string | undefined;
      readonly PolicyName: string | undefined;
      readonly PolicyDocument: string | undefined;
    };
    output: Record<never, never>;
  };
  DeleteRolePolicy: {
    input: { readonly RoleName: string | undefined; readonly PolicyName: string | undefined };
    output: Record<never, never>;
  };
  TagRole: {
    input: {
      readonly RoleName: string | undefined;
      readonly Tags: readonly TagInput[] | undefined;
    };
    output: Record<never, never>;
  };
  UntagRole: {
    input: {
      readonly RoleName: string | undefined;
      readonly TagKeys: readonly string[] | undefined;
    };
    output: Record<never, never>;
  };
}
