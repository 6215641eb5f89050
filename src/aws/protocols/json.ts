import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';
import { AwsError } from '../aws-error.ts';
import { type Write, writerCompiler } from '../schema/writer.ts';
import type { AwsRequest, AwsResponse } from '../wire.ts';
import type { Protocol } from './protocol.ts';

/** AWS JSON: operation in `X-Amz-Target`, everything else in the body. */
export function jsonProtocol(version: '1.0' | '1.1' = '1.1'): Protocol {
  const answer = answerIn(version);
  const compile = writerCompiler();
  const writers = new Map<$SchemaRef, Write>();
  const writerOf = (schema: $SchemaRef): Write => {
    let write = writers.get(schema);
    if (write === undefined) {
      // An operation without output has an empty body, not an empty object.
      write = NormalizedSchema.of(schema).isUnitSchema() ? () => '' : compile(schema);
      writers.set(schema, write);
    }
    return write;
  };
  return {
    wrongTypeCode: 'SerializationException',
    tokenFaults: { expired: 'ExpiredTokenException', invalid: 'UnrecognizedClientException' },
    parse: (_schema, request) => parseBody(request),
    write: (schema, output, requestId) => answer(200, writerOf(schema[5])(output), requestId),
    writeError({ code, message, status }, requestId) {
      const response = answer(status, JSON.stringify({ __type: code, message }), requestId);
      return { ...response, headers: { ...response.headers, 'x-amzn-errortype': code } };
    },
  };
}

function parseBody({ body }: AwsRequest): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('SerializationException', `The body is not JSON: ${detail}`, 400, { cause });
  }
}

const answerIn =
  (version: string) =>
  (status: number, body: string, requestId: string): AwsResponse => ({
    status,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-requestid': requestId,
    },
    body,
  });
