import type { ServerResponse } from 'node:http';
import { json } from '../answer.ts';

/** An error of the OCI distribution specification: its code, HTTP status and words for people. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const blobUnknown = (digest: string) =>
  new RegistryError(404, 'BLOB_UNKNOWN', `This registry has no blob ${digest}.`);
export const manifestUnknown = (repository: string, reference: string) =>
  new RegistryError(
    404,
    'MANIFEST_UNKNOWN',
    `This registry has no ${repository}${reference.includes(':') ? '@' : ':'}${reference}. Push it first.`,
  );
export const digestInvalid = (message: string) => new RegistryError(400, 'DIGEST_INVALID', message);
export const uploadUnknown = () =>
  new RegistryError(
    404,
    'BLOB_UPLOAD_UNKNOWN',
    'There is no such upload. Begin it again with POST.',
  );

export const diskFull = () =>
  new RegistryError(
    507,
    'UNKNOWN',
    'The disk is full, so nothing can be pushed. Make room and push again.',
  );

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** Sends an error as clients of a registry read it. */
export const sendError = (response: ServerResponse, error: RegistryError): void =>
  json(response, error.status, { errors: [{ code: error.code, message: error.message }] });
