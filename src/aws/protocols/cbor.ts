import { CborCodec, cbor } from '@smithy/core/cbor';
import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../wire.ts';
import type { Protocol } from './protocol.ts';

/** Smithy RPC v2 CBOR: operation in the path, everything else as CBOR in the body. */
export function cborProtocol(): Protocol {
  const codec = new CborCodec();
  const deserializer = codec.createDeserializer();
  const serializer = codec.createSerializer();
  return {
    wrongTypeCode: 'SerializationException',
    tokenFaults: { expired: 'ExpiredTokenException', invalid: 'UnrecognizedClientException' },
    parse: (schema, { body }) =>
      parseBody(body, () => deserializer.read(NormalizedSchema.of(schema[4]), body)),
    write(schema, output, requestId) {
      // An operation without output has an empty body.
      const shape = NormalizedSchema.of(schema[5]);
      if (shape.isUnitSchema()) return answer(200, new Uint8Array(), requestId);
      serializer.write(shape, output);
      return answer(200, serializer.flush(), requestId);
    },
    writeError: ({ code, message, status }, requestId) =>
      answer(status, cbor.serialize({ __type: code, message }), requestId),
  };
}

function parseBody(body: Buffer, read: () => unknown): unknown {
  if (body.length === 0) return {};
  try {
    return read();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('SerializationException', `The body is not CBOR: ${detail}`, 400, { cause });
  }
}

/** `/service/SERVICE/operation/OPERATION`; undefined: the request is none of RPC v2. */
export function rpcV2Target({
  url,
}: Pick<AwsRequest, 'url'>): { service: string; operation: string } | undefined {
  const [, service, operation] = /^\/service\/([^/?]+)\/operation\/([^/?]+)$/.exec(url) ?? [];
  return service === undefined || operation === undefined ? undefined : { service, operation };
}

const answer = (status: number, body: Uint8Array, requestId: string): AwsResponse => ({
  status,
  headers: {
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
    ...(body.length > 0 && { 'content-type': 'application/cbor' }),
  },
  body: Buffer.from(body),
});
