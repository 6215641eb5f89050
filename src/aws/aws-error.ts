import { Unavailable } from '../control-plane/control-plane.ts';
import { Refusal } from '../core/errors.ts';

/** An error as AWS puts it on the wire: a code that SDKs know, a message for people, a status. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** How a service names the faults that are not the caller's. */
export interface FaultCodes {
  readonly unavailable: string;
  readonly internal: string;
}

/**
 * Any error as one to put on the wire. What nobody foresaw becomes a 500 that says nothing of our
 * insides; its `cause` is the original, for the log.
 */
export function toAwsError(error: unknown, codes: FaultCodes): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof Refusal) return new AwsError(error.code, error.message);
  if (error instanceof Unavailable) return new AwsError(codes.unavailable, error.message, 503);
  return new AwsError(
    codes.internal,
    'The request failed because of an error in this runtime, not in the request. Its log has the details under this request id.',
    500,
    { cause: error },
  );
}
