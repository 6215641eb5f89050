import type { Tag } from './tag.ts';

/** A role of IAM. IAM knows no regions: a role is an account's. */
export interface Role {
  /** `arn:aws:iam::ACCOUNT:role/PATH/NAME` */
  readonly roleArn: string;
  readonly roleName: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Who may assume it: the text as it was given, which is valid JSON. */
  readonly assumeRolePolicyDocument: string;
  /** Null: none was given. */
  readonly description: string | null;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** Managed policies, in the order in which they were attached. */
  readonly attachedPolicyArns: readonly string[];
  /** Inline policies: texts by name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}
