import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema } from '@smithy/types';
import { AwsError } from '../aws-error.ts';
import type { Protocol } from './protocol.ts';

/**
 * Errors of a service that once spoke Query only (AWS: awsQueryCompatible): the code and the
 * status that they have there, by the code of today.
 */
export type QueryErrors = ReadonlyMap<string, readonly [code: string, status: number]>;

/** Reads them out of what the SDK's schemas of errors say. */
export const queryErrorsOf = (schemas: readonly StaticErrorSchema[]): QueryErrors =>
  new Map(
    schemas.flatMap((schema) => {
      const { awsQueryError } = NormalizedSchema.of(schema).getMergedTraits();
      const [code, status]: unknown[] = Array.isArray(awsQueryError) ? awsQueryError : [];
      return typeof code === 'string' && typeof status === 'number'
        ? [[schema[2], [code, status]] as const]
        : [];
    }),
  );

const translate = ({ code, message, status }: AwsError, errors: QueryErrors) => {
  const [queryCode, queryStatus] = errors.get(code) ?? [code, status];
  return { code, message, queryCode, status: queryStatus };
};

/** Today's protocol, whose errors also say in a header what they were called in Query. */
export const withQueryErrors = (protocol: Protocol, errors: QueryErrors): Protocol => ({
  ...protocol,
  writeError(error, requestId) {
    const { code, message, queryCode, status } = translate(error, errors);
    const response = protocol.writeError(new AwsError(code, message, status), requestId);
    const fault = status < 500 ? 'Sender' : 'Receiver';
    const headers = { ...response.headers, 'x-amzn-query-error': `${queryCode};${fault}` };
    return { ...response, headers };
  },
});

/** Query itself, for older clients. */
export const inQueryErrors = (protocol: Protocol, errors: QueryErrors): Protocol => ({
  ...protocol,
  writeError(error, requestId) {
    const { message, queryCode, status } = translate(error, errors);
    return protocol.writeError(new AwsError(queryCode, message, status), requestId);
  },
});
