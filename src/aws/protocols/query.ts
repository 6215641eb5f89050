import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema, StaticStructureSchema } from '@smithy/types';
import type { AwsError } from '../aws-error.ts';
import type { AwsResponse } from '../wire.ts';
import { parametersOf } from './form.ts';
import type { Protocol } from './protocol.ts';
import { inputFromParameters } from './query-parameters.ts';

export interface QueryOptions {
  /** `ec2`: lists without `member`, answers without a `…Result` element, errors under `Errors`. */
  readonly flavour: 'query' | 'ec2';
  readonly xmlNamespace: string;
}

/** Times travel as ISO 8601. */
const DATE_TIME = 5;
const STRING = 0;
const BOOLEAN = 2;

/** AWS Query and EC2 Query: parameters in a form, answers in XML. */
export function queryProtocol({ flavour, xmlNamespace }: QueryOptions): Protocol {
  const serializer = new XmlShapeSerializer({
    xmlNamespace,
    serviceNamespace: '',
    timestampFormat: { useTrait: true, default: DATE_TIME },
  });
  const toXml = (schema: StaticStructureSchema, value: object): string => {
    serializer.write(schema, value);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${serializer.flush()}`;
  };
  return {
    wrongTypeCode: flavour === 'ec2' ? 'InvalidParameterValue' : 'ValidationError',
    tokenFaults:
      flavour === 'ec2'
        ? { expired: 'RequestExpired', invalid: 'AuthFailure' }
        : { expired: 'ExpiredToken', invalid: 'InvalidClientTokenId' },
    parse: (schema, request) => inputFromParameters(schema[4], parametersOf(request), flavour),
    write(schema, output, requestId) {
      const [root, value] =
        flavour === 'ec2'
          ? ec2Answer(schema, output, requestId)
          : queryAnswer(schema, output, requestId);
      return answer(200, toXml(root, value), requestId);
    },
    writeError(error, requestId) {
      const [root, value] =
        flavour === 'ec2' ? ec2Error(error, requestId) : queryError(error, requestId);
      return answer(error.status, toXml(root, value), requestId);
    },
  };
}

type Document = [root: StaticStructureSchema, value: object];

/** The elements around a service's own shapes, as schemas, so that one serializer writes all. */
const structure = (
  name: string,
  members: Record<string, StaticStructureSchema[5][number]>,
): StaticStructureSchema => [3, '', name, 0, Object.keys(members), Object.values(members)];

const queryAnswer = (
  [, , name, , , result]: StaticOperationSchema,
  output: object,
  RequestId: string,
): Document => [
  structure(`${name}Response`, {
    ...(NormalizedSchema.of(result).isUnitSchema() ? {} : { [`${name}Result`]: result }),
    ResponseMetadata: structure('ResponseMetadata', { RequestId: STRING }),
  }),
  { [`${name}Result`]: output, ResponseMetadata: { RequestId } },
];

function ec2Answer(schema: StaticOperationSchema, output: object, requestId: string): Document {
  const [, , name, , , result] = schema;
  const shape = NormalizedSchema.of(result);
  if (shape.isUnitSchema()) {
    // As EC2 does; the API model does not have it.
    const done = structure(`${name}Response`, { requestId: STRING, return: BOOLEAN });
    return [done, { requestId, return: true }];
  }
  const members = Object.fromEntries(shape.structIterator());
  return [
    structure(`${name}Response`, { requestId: STRING, ...members }),
    { requestId, ...output },
  ];
}

const queryError = (error: AwsError, RequestId: string): Document => [
  structure('ErrorResponse', {
    Error: structure('Error', { Type: STRING, Code: STRING, Message: STRING }),
    RequestId: STRING,
  }),
  {
    Error: {
      Type: error.status < 500 ? 'Sender' : 'Receiver',
      Code: error.code,
      Message: error.message,
    },
    RequestId,
  },
];

const ec2Error = (error: AwsError, RequestID: string): Document => [
  structure('Response', {
    Errors: structure('Errors', { Error: structure('Error', { Code: STRING, Message: STRING }) }),
    RequestID: STRING,
  }),
  { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID },
];

const answer = (status: number, body: string, requestId: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body,
});
