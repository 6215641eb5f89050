import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { trustPolicy } from './iam-policy.ts';

export interface RoleToAssume {
  /** ARN. */
  readonly role: string;
  /** What its trust policy may ask for, so that no other customer of a grader gets in. */
  readonly externalId?: string | undefined;
  /** How the session is called in the student's CloudTrail; default `ecs-workbook-grader`. */
  readonly sessionName?: string | undefined;
}

/** The role cannot be had; says whose it is to put right, and how. */
export class RoleRefused extends Error {
  override readonly name = 'RoleRefused';
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Milliseconds before they expire at which credentials are asked for anew. */
const EARLY = 300_000;

/**
 * Credentials of a role that is assumed with those of `config`, and again before they expire. Rejects
 * with `RoleRefused`.
 */
export const credentialsOf = (
  wanted: RoleToAssume,
  config: STSClientConfig,
): (() => Promise<AwsCredentialIdentity>) => {
  if (!ROLE_ARN.test(wanted.role)) {
    throw new RoleRefused(
      `Expected the ARN of a role, such as arn:aws:iam::123456789012:role/grader, found "${wanted.role}".`,
    );
  }
  let last: Promise<AwsCredentialIdentity> | undefined;
  return () => {
    const before = last;
    // One after the other, so that all clients have the same session.
    last = (async () => {
      const held = await before?.catch(() => undefined);
      const fresh = (held?.expiration?.getTime() ?? 0) > Date.now() + EARLY;
      return held !== undefined && fresh ? held : assume(wanted, config);
    })();
    return last;
  };
};

const assume = async (
  { role, externalId, sessionName = 'ecs-workbook-grader' }: RoleToAssume,
  config: STSClientConfig,
): Promise<AwsCredentialIdentity> => {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const sts = new STSClient(config);
  try {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role,
        RoleSessionName: sessionName,
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
      ...(Credentials?.Expiration && { expiration: Credentials.Expiration }),
    };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AccessDenied') throw error;
    throw await refused(sts, role, externalId, error);
  } finally {
    sts.destroy();
  }
};

const refused = async (
  sts: STSClient,
  role: string,
  externalId: string | undefined,
  cause: Error,
): Promise<RoleRefused> => {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const principal = principalOf(Arn);
  return new RoleRefused(
    `${Arn} may not assume the role ${role}${externalId === undefined ? '' : ` with the external id ${externalId}`}. ` +
      `Is there such a role? Its trust policy must say: ${JSON.stringify(trustPolicy(principal, externalId))} ` +
      `And ${principal} itself must be allowed sts:AssumeRole for it.`,
    { cause },
  );
};

/** A session is not what a trust policy names, but its role. */
const principalOf = (arn: string): string =>
  arn.replace(/:sts::(\d+):assumed-role\/([^/]+)\/.*$/, ':iam::$1:role/$2');
