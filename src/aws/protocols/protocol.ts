import type { StaticOperationSchema } from '@smithy/types';
import type { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../wire.ts';

/** How a service's requests and answers look on the wire. */
export interface Protocol {
  /** The operation's input as if it had been JSON, not checked yet. Throws `AwsError`. */
  parse(schema: StaticOperationSchema, request: AwsRequest): unknown;
  /** `output` holds what the schema's output says; undefined members are left out. */
  write(schema: StaticOperationSchema, output: object, requestId: string): AwsResponse;
  writeError(error: AwsError, requestId: string): AwsResponse;
  /** What this protocol answers to a value of the wrong type. */
  readonly wrongTypeCode: string;
  /** What it answers to a session token past its time, and to one that nobody gave out. */
  readonly tokenFaults: { readonly expired: string; readonly invalid: string };
}
