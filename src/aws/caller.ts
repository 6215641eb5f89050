import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '../core/arn.ts';
import { AwsError } from './aws-error.ts';
import type { Protocol } from './protocols/protocol.ts';
import { assumedRole, type Principal, type RoleSessions, rootOf } from './role-sessions.ts';
import { headerOf } from './wire.ts';

/**
 * Who calls: the account by the access key id of the signature, the role by the session token.
 * Signatures are not verified.
 */
export interface Caller extends Principal {
  readonly scope: Scope;
  /** The service the request was signed for: `ecs`, `logs`, `sts` … */
  readonly service: string;
  readonly accessKeyId: string;
}

const DEFAULT_ACCOUNT = '000000000000';
const EXPECTED = 'AccessKeyId/YYYYMMDD/REGION/SERVICE/aws4_request';

/** Reads the caller from the Authorization header or, for presigned URLs, from the query. */
export function callerOf(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  tokenFaults: Protocol['tokenFaults'],
  sessions?: RoleSessions,
): Caller {
  const credential = credentialOf(headers, query);
  const [accessKeyId = '', date = '', ...rest] = credential.split('/');
  // Asymmetric signatures (SigV4A) carry no region in the scope, but a set of them in a header.
  const regionSet = headerOf(headers, 'x-amz-region-set') ?? query.get('X-Amz-Region-Set');
  const [region = '', service = '', terminator = ''] =
    rest.length === 2 && regionSet ? [regionSet.split(',')[0]?.trim(), ...rest] : rest;
  if (accessKeyId === '' || !/^\d{8}$/.test(date) || terminator !== 'aws4_request') {
    throw new AwsError(
      'IncompleteSignatureException',
      `Credential must have the form ${EXPECTED}, not '${credential}'.`,
    );
  }
  if (!/^[a-z0-9-]{1,32}$/.test(region)) {
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${region}'.`,
    );
  }
  const sessionToken =
    headerOf(headers, 'x-amz-security-token') ?? query.get('X-Amz-Security-Token') ?? '';
  const session = sessions?.sessionOf(accessKeyId, sessionToken, tokenFaults);
  const account = session?.account ?? accountOf(accessKeyId);
  const scope = { account, region };
  return { scope, service, accessKeyId, ...(session ? assumedRole(session) : rootOf(scope)) };
}

const accountOf = (accessKeyId: string): string =>
  /^\d{12}$/.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;

function credentialOf(headers: IncomingHttpHeaders, query: URLSearchParams): string {
  const presigned = query.get('X-Amz-Credential');
  if (presigned !== null) return presigned;
  const authorization = headerOf(headers, 'authorization');
  if (authorization === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const credential = /^AWS4-[A-Z0-9-]+\s.*?Credential=([^,\s]+)/.exec(authorization)?.[1];
  if (credential !== undefined) return credential;
  throw new AwsError(
    'IncompleteSignatureException',
    `Authorization header requires 'Credential' parameter of the form ${EXPECTED}.`,
  );
}
