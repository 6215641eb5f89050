import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { trusts } from '../../core/roles/trust.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { assumedRole } from '../role-sessions.ts';

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
/** Seconds; AWS: the same for sessions of a role that assumes another. */
const HOUR = 3600;
const LEAST_DURATION = 900;

/**
 * AWS tells nobody whether a role is there: who may not assume it, and who asks for one that does
 * not exist, reads the same.
 */
export function assumeRole(
  { controlPlane: { state }, sessions, scope, callerArn, principalArn }: Context,
  { RoleArn = '', RoleSessionName = '', DurationSeconds = HOUR, ExternalId }: AssumeRoleRequest,
): AssumeRoleResponse {
  if (!SESSION_NAME.test(RoleSessionName))
    throw invalid(
      `1 validation error detected: Value '${RoleSessionName.slice(0, 100)}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
    );
  if (!RoleArn.startsWith('arn:'))
    throw invalid(`${RoleArn.slice(0, 200)} is invalid: expected the ARN of a role.`);
  const role = state.roles.get(RoleArn);
  const trusted =
    role !== undefined &&
    trusts(role, {
      ...{ account: scope.account, principalArn, callerArn },
      ...{ sessionName: RoleSessionName, externalId: ExternalId },
    });
  if (!trusted || sessions === undefined)
    throw new AwsError(
      'AccessDenied',
      `User: ${callerArn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      403,
    );
  checkDuration(DurationSeconds, role.maxSessionDuration, callerArn !== principalArn);
  const session = {
    roleArn: RoleArn,
    account: RoleArn.split(':')[4] ?? '',
    sessionName: RoleSessionName,
  };
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = sessions.assume(
    session,
    DurationSeconds,
  );
  const { callerArn: Arn, userId: AssumedRoleId } = assumedRole(session);
  return {
    Credentials: {
      AccessKeyId,
      SecretAccessKey,
      SessionToken: Token,
      Expiration: new Date(Expiration),
    },
    AssumedRoleUser: { Arn, AssumedRoleId },
  };
}

function checkDuration(seconds: number, most: number, chained: boolean): void {
  if (seconds < LEAST_DURATION)
    throw invalid(
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${LEAST_DURATION}`,
    );
  if (seconds > most)
    throw invalid(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  if (chained && seconds > HOUR)
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
}

const invalid = (message: string) => new AwsError('ValidationError', message);
