import type { FaultCodes } from './aws-error.ts';
import { AwsError } from './aws-error.ts';
import type { Context, Operation } from './operation.ts';
import type { Protocol } from './protocols/protocol.ts';
import { ShapeProblem } from './schema/problem.ts';
import { type Read, readerCompiler } from './schema/reader.ts';
import type { Vocabulary } from './schema/vocabulary.ts';
import type { AwsRequest, AwsResponse } from './wire.ts';

/** One AWS service as this runtime offers it. */
export interface ServiceDefinition {
  /** "Amazon ECS" */
  readonly title: string;
  readonly protocol: Protocol;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly vocabulary: Vocabulary;
  readonly faults: FaultCodes & {
    /** Error code for an operation that the service does not have. */
    readonly unknownOperation: string;
    /** Error code of an operation for an input whose members are missing or not valid. */
    readonly validation: (operationName: string) => string;
    /** Error code of an operation for an input that asks for what this runtime does not do. */
    readonly unsupported?: (operationName: string) => string;
  };
}

export interface Service extends Pick<ServiceDefinition, 'protocol' | 'faults'> {
  readonly operations: ReadonlyMap<string, Operation>;
  /** Throws `AwsError`, `Refusal` or `Unavailable`. */
  answer(
    operationName: string,
    request: AwsRequest,
    context: Context,
    requestId: string,
  ): Promise<AwsResponse>;
}

/** Joins a service's operations to its protocol and schemas. */
export function service(definition: ServiceDefinition): Service {
  const { title, protocol, vocabulary, faults } = definition;
  const operations = new Map(Object.entries(definition.operations));
  const compile = readerCompiler(vocabulary);
  const readers = new Map<string, Read>();

  const readerOf = (name: string, { schema }: Operation): Read => {
    const read = readers.get(name) ?? compile(schema[4]);
    readers.set(name, read);
    return read;
  };

  return {
    protocol,
    faults,
    operations,
    async answer(name, request, context, requestId) {
      const operation = operations.get(name);
      if (operation === undefined) {
        throw new AwsError(
          faults.unknownOperation,
          `${title} here has no operation '${name.slice(0, 100)}'. It has: ${[...operations.keys()].join(', ')}.`,
        );
      }
      const raw = protocol.parse(operation.schema, request);
      let input: unknown;
      try {
        input = readerOf(name, operation)(raw);
      } catch (error) {
        throw error instanceof ShapeProblem ? shapeError(error, name, definition) : error;
      }
      const output = await operation.answer(context, input);
      return protocol.write(operation.schema, output, requestId);
    },
  };
}

function shapeError(
  problem: ShapeProblem,
  operationName: string,
  { protocol, faults }: ServiceDefinition,
): AwsError {
  const { validation, unsupported = validation } = faults;
  const code =
    problem.kind === 'WrongType'
      ? protocol.wrongTypeCode
      : problem.kind === 'Unsupported'
        ? unsupported(operationName)
        : validation(operationName);
  return new AwsError(code, problem.description, 400, { cause: problem });
}
