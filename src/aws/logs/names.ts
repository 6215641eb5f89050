import type { LogGroup, LogStream } from '../../control-plane/logs/log-store.ts';
import type { Scope } from '../../core/arn.ts';
import type { Context } from '../operation.ts';
import { groupNotFound, invalid, streamNotFound } from './errors.ts';

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME` */
export const groupArn = ({ region, account }: Scope, name: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;

export function checkGroupName(name: string): void {
  if (/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) return;
  throw invalid(
    `logGroupName must be 1 to 512 of the characters a-z, A-Z, 0-9, '_', '-', '/', '.' and '#', not '${name.slice(0, 100)}'.`,
  );
}

export function checkStreamName(name: string): void {
  if (/^[^:*]{1,512}$/.test(name)) return;
  throw invalid(
    `logStreamName must have 1 to 512 characters, none of them ':' or '*', not '${name.slice(0, 100)}'.`,
  );
}

/** Operations take a group's name, or name or ARN as its identifier. */
export interface GroupReference {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** The group meant; throws InvalidParameterException or ResourceNotFoundException. */
export function findGroup(
  { controlPlane: { logs }, scope }: Context,
  { logGroupName, logGroupIdentifier }: GroupReference,
): LogGroup {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalid('Give either logGroupName or logGroupIdentifier, and not both.');
  }
  const reference = logGroupName ?? logGroupIdentifier ?? '';
  const name = reference.startsWith('arn:') ? (reference.split(':')[6] ?? '') : reference;
  checkGroupName(name);
  const group = logs.group(scope, name);
  if (group === undefined) throw groupNotFound();
  return group;
}

/** A stream of that group; throws ResourceNotFoundException. */
export function findStream(
  { controlPlane: { logs }, scope }: Context,
  group: LogGroup,
  name: string,
): LogStream {
  checkStreamName(name);
  const stream = logs
    .streams(scope, group.name, { prefix: name })
    .find((candidate) => candidate.name === name);
  if (stream === undefined) throw streamNotFound();
  return stream;
}
