import { JsonCodec } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../wire.ts';
import type { Protocol } from './protocol.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
/** Times travel as seconds since the epoch, with milliseconds behind the point. */
const EPOCH_SECONDS = 7;

/** AWS JSON 1.1 (and 1.0): operation in `X-Amz-Target`, everything else in the body. */
export function jsonProtocol(): Protocol {
  const serializer = new JsonCodec({
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    jsonName: false,
  }).createSerializer();
  return {
    wrongTypeCode: 'SerializationException',
    parse: (_schema, request) => parseBody(request),
    write(schema, output, requestId) {
      const shape = NormalizedSchema.of(schema[5]);
      if (shape.isUnitSchema()) return answer(200, '', requestId);
      serializer.write(shape, output);
      return answer(200, toBody(serializer.flush()), requestId);
    },
    writeError: jsonError,
  };
}

/** The JSON form of an error; needs no schema, so that it can be written before one is known. */
export function jsonError(error: AwsError, requestId: string): AwsResponse {
  const { code, message } = error;
  const response = answer(error.status, JSON.stringify({ __type: code, message }), requestId);
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': code } };
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

const toBody = (written: string | Uint8Array): string | Buffer =>
  typeof written === 'string'
    ? written
    : Buffer.from(written.buffer, written.byteOffset, written.byteLength);

const answer = (status: number, body: string | Buffer, requestId: string): AwsResponse => ({
  status,
  headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId },
  body,
});
