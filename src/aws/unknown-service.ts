import { AwsError } from './aws-error.ts';
import { cborProtocol } from './protocols/cbor.ts';
import { jsonProtocol } from './protocols/json.ts';
import type { Protocol } from './protocols/protocol.ts';
import { queryProtocol } from './protocols/query.ts';
import type { Service } from './service.ts';

const OFFERED =
  'Amazon ECS, Amazon EC2, Elastic Load Balancing, Amazon CloudWatch, Amazon CloudWatch Logs, AWS IAM, AWS STS and AWS Cost Explorer';

const unknown = (protocol: Protocol, code: string): Service => ({
  protocol,
  operations: new Map(),
  faults: {
    unavailable: 'ServiceUnavailable',
    internal: 'InternalFailure',
    unknownOperation: code,
    validation: () => code,
  },
  async answer(operationName) {
    const asked = operationName === '' ? 'no operation' : `'${operationName.slice(0, 100)}'`;
    throw new AwsError(code, `The request names ${asked}. This runtime has ${OFFERED}.`);
  },
});

/** What answers requests for services that this runtime does not have. */
export const unknownJson = unknown(jsonProtocol(), 'UnknownOperationException');
export const unknownCbor = unknown(cborProtocol(), 'UnknownOperationException');
export const unknownQuery = unknown(
  queryProtocol({ flavour: 'query', xmlNamespace: 'http://webservices.amazon.com/AWSFault' }),
  'InvalidAction',
);
